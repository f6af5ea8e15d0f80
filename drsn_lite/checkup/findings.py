"""What the doctor found, and how it is shown in a terminal and in a notebook."""

import html
from dataclasses import dataclass

HEAD = "".join(
    f'<th style="text-align: left">{text}</th>' for text in ("", "what", "found", "wanted")
)


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `mend` is the one command that mends it when it is not as wanted."""

    topic: str
    passed: bool
    found: str
    wanted: str = ""
    mend: str = ""


@dataclass(frozen=True)
class Report:
    """All findings; shows itself as text in a terminal and as a table in a notebook."""

    findings: tuple[Finding, ...]

    @property
    def failed(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.passed)

    @property
    def commands(self) -> dict[str, list[str]]:
        """Each command that mends something: the topics it mends."""
        commands: dict[str, list[str]] = {}
        for finding in self.failed:
            commands.setdefault(finding.mend, []).append(finding.topic)
        return commands

    @property
    def verdict(self) -> str:
        count = len(self.findings)
        if not self.failed:
            return f"All {count} checks passed: this environment can run the lessons."
        return f"{len(self.failed)} of {count} checks failed."

    def __str__(self) -> str:
        topics = max((len(finding.topic) for finding in self.findings), default=0)
        lines = [
            f"{'ok' if finding.passed else 'FAIL':<6}{finding.topic:<{topics + 2}}{finding.found}"
            + (f"  (wanted: {finding.wanted})" if finding.wanted else "")
            for finding in self.findings
        ]
        lines += ["", self.verdict]
        for command, mended in self.commands.items():
            lines += ["", f"To mend {', '.join(mended)}:", f"    {command}"]
        return "\n".join(lines)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = "".join(
            "<tr>"
            + "".join(
                f'<td style="text-align: left">{html.escape(text)}</td>'
                for text in (
                    "✓" if finding.passed else "✗ mend",
                    finding.topic,
                    finding.found,
                    finding.wanted,
                )
            )
            + "</tr>"
            for finding in sorted(self.findings, key=lambda finding: finding.passed)
        )
        mends = "".join(
            f"<p>To mend {html.escape(', '.join(mended))}, in a terminal:</p>"
            f"<pre>{html.escape(command)}</pre>"
            for command, mended in self.commands.items()
        )
        return (
            f"<p><strong>{html.escape(self.verdict)}</strong></p>{mends}"
            f"<details{' open' if self.failed else ''}><summary>What was checked</summary><table>"
            f"<tr>{HEAD}</tr>{rows}</table></details>"
        )
