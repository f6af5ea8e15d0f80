"""What data/results/PLAN.md says has not been run yet."""

import re

from drsn_lite.paths import DATA

PLAN = (DATA / "results" / "PLAN.md").read_text(encoding="utf-8")
RUNS: set[tuple[str, str]] = set(
    re.findall(r"^- waits: `([^`]+)`, `([^`]+)`$", PLAN, flags=re.MULTILINE)
)
"""Of heart.csv: conditions and networks."""

TABLES: set[str] = set(re.findall(r"^- waits: `([^`]+)`$", PLAN, flags=re.MULTILINE))
"""Studies that have no table."""
