"""The table that a notebook shows for a decision. Every text in it is foreign, and is escaped."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clearance._native import Decision, EntryDecision, Row

_COLOURS = {"allow": "#1a7f37", "review": "#9a6700", "deny": "#cf222e"}
_MOST_ROWS = 200
_MOST_CHARACTERS = 2000


def decision(decision: Decision) -> str:
    """A heading with the verdict, then the rows: what stands against the release first."""
    rows = [(entry, row) for entry in decision.entries for row in entry.checks]
    rows.sort(key=lambda pair: _weight(pair[1]))
    parts = [
        f'<div><p><strong style="color:{_COLOURS[decision.verdict]}">{_text(decision.verdict)}</strong> '
        f"{_text(decision.summary)}</p>"
    ]
    if rows:
        head = "".join(f"<th>{name}</th>" for name in ("", "entry", "subject", "found", "required", "remedy"))
        body = "".join(_row(entry, row) for entry, row in rows[:_MOST_ROWS])
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
    if len(rows) > _MOST_ROWS:
        parts.append(f"<p>{len(rows) - _MOST_ROWS} further rows are not shown.</p>")
    parts.append(
        f"<p><small>policy {_text(decision.policy.name)}, {decision.at.isoformat()}, "
        f"facts {_text(decision.facts.digest[:19])}…</small></p></div>"
    )
    return "".join(parts)


def _weight(row: Row) -> int:
    if row.waived is not None:
        return 4
    return ("deny", "review", "warn", "none").index(row.effect)


def _row(entry: EntryDecision, row: Row) -> str:
    status = row.status if row.waived is None else f"{row.status}, waived by {row.waived}"
    cells = (status, entry.id, row.subject, row.message, row.required, row.remedy)
    return "<tr>" + "".join(f'<td style="text-align:left">{_text(cell)}</td>' for cell in cells) + "</tr>"


def _text(text: str | None) -> str:
    if text is None:
        return ""
    shown = text if len(text) <= _MOST_CHARACTERS else text[:_MOST_CHARACTERS] + "…"
    # What turns the direction of text could make a row say another thing than it does.
    return escape("".join(" " if not c.isprintable() and c != "\n" else c for c in str(shown)))
