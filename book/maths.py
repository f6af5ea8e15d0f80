"""Formulas as MathML: they need no script and no other site, and screen readers speak them."""

from html import escape
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from docutils import nodes
from fontTools import subset
from latex2mathml.converter import convert

BLOCKS = ((0x20, 0x17F), (0x2B0, 0x3FF), (0x2000, 0x22FF), (0x23B4, 0x23E1), (0x1D434, 0x1D7FF))
"""What of the font pages take: Latin, Greek, signs and operators, braces, letters in italics."""


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


def write_font(path: Path) -> None:
    """Write the font of formulas: what pages take of STIX Two Math (SIL Open Font License 1.1).

    A browser stretches brackets and sums only with a font that says how, and few systems have one.
    """
    options = subset.Options(
        flavor="woff", layout_features=["ccmp", "kern", "mark", "ssty", "dtls", "flac"]
    )
    with as_file(files("ziamath.fonts") / "STIXTwoMath-Regular.ttf") as whole:
        font = subset.load_font(whole, options)
        taken = subset.Subsetter(options)
        taken.populate(unicodes=[sign for low, high in BLOCKS for sign in range(low, high + 1)])
        taken.subset(font)
        subset.save_font(font, path, options)


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
