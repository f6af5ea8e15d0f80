"""Names from outside, of files and classes, in a form that is only read."""

import re

# control characters (ESC begins a terminal's commands), marks that turn the direction of writing,
# ends of lines and of paragraphs, and the halves that stand for bytes that are no text
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def visible(text: str, keep: str = "") -> str:
    r"""The text with what a terminal or a page would obey written out, as \u001b.

    Parameters
    ----------
    text : str
    keep : str
        Such characters that stay, as the ends of lines of a text of several. With them JSON stays
        the same JSON.
    """
    return _OBEYED.sub(
        lambda found: found[0] if found[0] in keep else f"\\u{ord(found[0]):04x}", text
    )
