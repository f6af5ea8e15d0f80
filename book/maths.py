"""Formulas as MathML: they need no script and no other site, and screen readers speak them."""

from html import escape
from typing import Any

from docutils import nodes
from latex2mathml.converter import convert


def mathml(tex: str, display: str = "inline") -> str:
    """A formula in TeX as MathML; its TeX stays with it, as what to copy.

    Parameters
    ----------
    tex : str
    display : {"inline", "block"}
    """
    tex = " ".join(tex.split())
    made = convert(tex, display=display)
    return made.replace("<math ", f'<math alttext="{escape(tex)}" ', 1)


def _inline(writer: Any, node: nodes.math) -> None:
    writer.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def _block(writer: Any, node: nodes.math_block) -> None:
    writer.body.append(f'<div class="math-block">{mathml(node.astext(), "block")}</div>')
    raise nodes.SkipNode


def setup(app: Any) -> dict[str, bool]:
    """What Sphinx calls."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
