"""What the cells of lesson 11 say, in words and in the run with stubs."""

from runs import read, stubs

LESSON = "11-your-own-data"


def words(cell: str) -> str:
    """The text of a cell."""
    [found] = [one.source for one in read(LESSON).cells if one.id == cell]
    return " ".join(found.split())


def said(cell: str) -> str:
    """What a cell prints and shows in words in the run with stubs."""
    parts = []
    for one in stubs(LESSON)[cell].outputs:
        parts.append(one.get("text", "") or one.get("data", {}).get("text/plain", ""))
    return "".join(parts)
