"""What axe-core says of the panels of a page: nothing may be lost to ears or keys."""

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

_SCRIPT = Path(axe_playwright_python.__file__).with_name("axe.min.js")
_RUN = """async (selector) => {
    const include = [...document.querySelectorAll(selector)];
    const { violations, incomplete, passes } = await axe.run({ include });
    return { violations, incomplete, passes: passes.length };
}"""


def faults(page: Page, selector: str = ".drsn") -> list[str]:
    """Each fault that axe sees in a panel, and each that it could neither see nor rule out.

    `selector` says what to look at, if not at panels.
    """
    if not page.evaluate("Boolean(globalThis.axe)"):
        # JupyterLab has a loader of modules, to which the script would give itself
        hide = "const [define, module] = []; "
        page.evaluate(f"() => {{ {hide} {_SCRIPT.read_text('utf-8')} }}")
    found: dict[str, Any] = page.evaluate(_RUN, selector)
    assert found.pop("passes"), f"there is no {selector} in the page"
    return [
        f"{kind}: {rule['id']}: {node['html'][:160]}: {node['failureSummary']}"
        for kind, rules in found.items()
        for rule in rules
        for node in rule["nodes"]
    ]
