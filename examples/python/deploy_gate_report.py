"""What `deploy_gate.py` shows of a decision: as text for a log, and as Markdown for GitHub.

Nearly all of it is foreign: it comes from facts, rules and policies, which may be hostile. It is shown, and nothing
obeys it.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import clearance
from clearance import Decision, Effect, EntryDecision, EntryState, Facts, Row, Status

ROWS, READ, CONTRIBUTIONS = 50, 4, 5
"""How many rows, facts of a row and contributions to a score are shown before the rest is counted."""
LENGTHS = (1000, 300, 60)
"""How long a text may get: the first of these with which everything fits where it goes."""

Cell = str | list[str] | None


@dataclass(frozen=True)
class Table:
    title: str
    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]


@dataclass(frozen=True)
class Report:
    """In the order in which somebody who has to act wants to read it."""

    headline: str
    sentence: str
    notice: str | None
    tables: list[Table]


def report(decision: Decision, facts: Facts, notice: str | None) -> Report:
    failing = decision.failing()
    excused = [
        (entry, row)
        for entry in decision.entries
        for row in entry.checks
        if row.status in (Status.FAIL, Status.UNKNOWN) and row.effect is Effect.NONE
    ]
    tables = [
        checks("What blocks it", [pair for pair in failing if pair[1].effect is Effect.DENY]),
        checks("What needs review", [pair for pair in failing if pair[1].effect is Effect.REVIEW]),
        checks("Warnings", [pair for pair in failing if pair[1].effect is Effect.WARN]),
        checks("Waived", [pair for pair in excused if pair[1].waived is not None]),
        checks("On trial, counts for nothing", [pair for pair in excused if pair[1].waived is None]),
        waivers(decision),
        *scores(decision),
        rules(decision),
        artifacts(decision),
        record(decision),
    ]
    return Report(
        headline=f"{decision.verdict.upper()}{' (dry run)' if notice else ''}: {release_name(facts)}",
        sentence=sentence(decision.summary),
        notice=notice,
        tables=[table for table in tables if table.rows],
    )


def release_name(facts: Facts) -> str:
    """What the facts call the release."""
    parts = (facts.get("/release/name"), facts.get("/release/version"))
    texts = [str(part) for part in parts if isinstance(part, str | int | float) and not isinstance(part, bool)]
    return " ".join(texts) or "this release"


def checks(title: str, pairs: list[tuple[EntryDecision, Row]]) -> Table:
    """The gravest first."""
    severities = list(clearance.Severity)
    rows: list[tuple[Cell, ...]] = []
    for entry, row in sorted(pairs, key=lambda pair: -severities.index(pair[1].severity)):
        check = f"{entry.id}/{row.code}{' (unknown)' * (row.status is Status.UNKNOWN)}"
        read = [observed(fact) for fact in row.observed[:READ]]
        if len(row.observed) > READ:
            read.append(f"and {len(row.observed) - READ} more")
        rows.append((check, row.subject, row.message, read, row.required, row.remedy, row.waived))
    return Table(title, ("check", "subject", "found", "read", "required", "remedy", "waived by"), rows)


def observed(fact: clearance.Observation) -> str:
    value = f"is {json.dumps(fact.value, ensure_ascii=False)}" if fact.present else "is absent"
    return f"`{fact.pointer}` {value}"


def waivers(decision: Decision) -> Table:
    """Every waiver: a used one is why something may go, another one may be why something may not."""
    rows: list[tuple[Cell, ...]] = []
    for waiver in decision.waivers:
        matched = number(waiver.matched, "failing check is", "failing checks are")
        state = f"{waiver.state.replace('-', ' ')}; {matched} as it says"
        waived = f"{waiver.entry}/{waiver.check}: {waiver.subject}"
        times = f"from {waiver.from_:%Y-%m-%d %H:%M} until {waiver.until:%Y-%m-%d %H:%M} UTC"
        rows.append((waiver.id, state, waived, waiver.reason, list(waiver.approvers), waiver.ticket, times))
    return Table("Waivers", ("waiver", "state", "waives", "reason", "approvers", "ticket", "in force"), rows)


def scores(decision: Decision) -> Iterator[Table]:
    for entry in decision.entries:
        if entry.score is not None:
            terms = sorted(entry.score.contributions, key=lambda term: -abs(term.points))
            rows: list[tuple[Cell, ...]] = [(term.factor, f"{term.points:.1f}", term.reason) for term in terms]
            title = f"Score {entry.id}: {entry.score.points:.1f} of {entry.score.out_of:g}"
            if len(rows) > CONTRIBUTIONS:
                title += f", the {CONTRIBUTIONS} greatest of {len(rows)} contributions"
            yield Table(title, ("factor", "points", "reason"), rows[:CONTRIBUTIONS] or [("nothing", "0", None)])


def rules(decision: Decision) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for entry in decision.entries:
        judged = entry.state in (EntryState.APPLIED, EntryState.SCOPE_UNKNOWN)
        verdict = entry.verdict if judged else entry.state.replace("-", " ")
        counts = ((status, sum(row.status is status for row in entry.checks)) for status in Status)
        found = ", ".join(f"{count} {status.replace('-', ' ')}" for status, count in counts if count)
        rows.append((entry.id, str(verdict), f"{entry.rule.id} {entry.rule.version}", found or None))
    return Table("Rules", ("entry", "verdict", "rule", "checks"), rows)


def artifacts(decision: Decision) -> Table:
    written = [(entry.id, artifact) for entry in decision.entries for artifact in entry.artifacts]
    rows: list[tuple[Cell, ...]] = [
        (f"{entry}/{artifact.name}", artifact.media_type, f"`{artifact.digest}`") for entry, artifact in written
    ]
    return Table("Artifacts", ("artifact", "type", "digest"), rows)


def record(decision: Decision) -> Table:
    policy = decision.policy
    rows: list[tuple[Cell, ...]] = [
        ("decided for", decision.to_dict()["at"], None),
        ("policy", f"{policy.name} {policy.version or ''}".rstrip(), f"`{policy.digest}`"),
        ("facts", None, f"`{decision.facts.digest}`"),
        ("clearance", clearance.__version__, None),
    ]
    return Table("For the record", ("what", "value", "digest"), rows)


def number(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


# Foreign text is shown, and nothing obeys it

TOKEN = re.compile(
    r"(?P<command>##(?=[a-z]*\[)|\A\s*::)"  # runners obey it, the one in the middle of a line, too
    r"|(?P<linked>@|#(?=\d)|gh-(?=\d)|:(?!\d\d:)(?=[\w+-]+:))"  # GitHub makes mentions, references and emoji of it
    r"|(?P<address>:(?=//)|(?<=www)\.)"
    r"|.",
    re.IGNORECASE | re.DOTALL,
)
Form = Callable[[re.Match[str]], str]


def visible(text: str) -> str:
    """What a terminal would obey, and what turns or hides text, as its code."""
    return "".join(map(visible_character, text))


def visible_character(character: str) -> str:
    if character in "\n\t":
        return " "
    # Scripts and emoji need the two joiners.
    if character in "\u200c\u200d" or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return character
    return code_of(character)


def code_of(character: str) -> str:
    return f"\\u{{{ord(character):x}}}"


def shortened(text: str, most: int, form: Form) -> str:
    """`text`, each token in its form, in so many characters at most, and a note where there is more."""
    parts: list[str] = []
    size = used = 0
    for token in TOKEN.finditer(text):
        part = form(token)
        size += len(part)
        if size > most:
            parts.append(f"… ({number(len(text) - used, 'more character', 'more characters')})")
            break
        parts.append(part)
        used = token.end()
    return "".join(parts)


def plain(text: str, most: int = LENGTHS[0]) -> str:
    """For a log."""

    def form(token: re.Match[str]) -> str:
        if token["command"]:
            return visible(token[0][:-1]) + code_of(token[0][-1])
        return visible(token[0])

    return shortened(text, most, form)


def markdown(text: str, most: int = LENGTHS[0]) -> str:
    """For GitHub's Markdown, inside a line. What stands between backticks is shown as code."""
    code = "``" not in text and text.count("`") % 2 == 0
    inside = False

    def form(token: re.Match[str]) -> str:
        nonlocal inside
        if token[0] == "`" and code:
            inside = not inside
            return "<code>" if inside else "</code>"
        if token[0] == "$":
            # An escaped one may still begin a formula.
            return "<span>$</span>"
        if token[0] == "@" and inside:
            # Nobody is mentioned in code, but a reader of Markdown would link an address.
            return "<!-- -->@"
        if token["address"] or token[0] in "&<>|`\\":
            return f"&#{ord(token[0])};"
        if token["command"]:
            return f"{visible(token[0][:-1])}&#{ord(token[0][-1])};&#8203;"
        shown = "".join(f"\\{each}" if each in r"\*_[]#~" else each for each in visible(token[0]))
        # Behind a character without width, GitHub finds nothing to link.
        return f"{shown}&#8203;" if token["linked"] and not inside else shown

    shown = shortened(text, most, form)
    return f"{shown}</code>" if shown.count("<code>") > shown.count("</code>") else shown


# The two writers


def texts(cell: Cell) -> list[str]:
    return cell if isinstance(cell, list) else [cell] if cell else []


def as_text(report: Report) -> str:
    """For a log: the first two cells of a row are its heading."""
    lines = [plain(report.headline), plain(report.sentence), *([report.notice] if report.notice else [])]
    for table in report.tables:
        lines += ["", plain(table.title)]
        short = len(table.columns) <= 4
        for row in table.rows[:ROWS]:
            cells = [", ".join(plain(text) for text in texts(cell)) for cell in row]
            heading = [cell for cell in (cells if short else cells[:2]) if cell]
            lines.append(f"  - {': '.join(heading[:2])}{''.join(f' ({cell})' for cell in heading[2:])}")
            if not short:
                named = zip(table.columns[2:], row[2:], strict=True)
                lines += [f"      {name:<10}{plain(text)}" for name, cell in named for text in texts(cell)]
        if len(table.rows) > ROWS:
            lines.append(f"  … and {len(table.rows) - ROWS:,} more; `--json FILE` writes them all")
    return "\n".join(lines) + "\n"


def as_markdown(report: Report, most_bytes: int) -> str:
    """For GitHub, in so many bytes. What does not fit is left out from the end, and said to be."""
    lines: list[str] = []
    for most in LENGTHS:
        lines = markdown_lines(report, most)
        if sum(size(line) for line in lines) <= most_bytes:
            return "".join(lines)
    note = "\n… and more, which GitHub would not take; the log shows more of it, and `--json FILE` writes it all.\n"
    room = most_bytes - size(note)
    kept = []
    for line in lines:
        room -= size(line)
        if room < 0:
            break
        kept.append(line)
    return "".join([*kept, note]) if kept else ""


def markdown_lines(report: Report, most: int) -> list[str]:
    lines = [f"## {markdown(report.headline, most)}\n\n{markdown(report.sentence, most)}\n"]
    if report.notice:
        lines.append(f"\n> **{report.notice}**\n")
    for table in report.tables:
        # A column in which nothing stands says nothing.
        used = [at for at in range(len(table.columns)) if any(row[at] for row in table.rows)]
        lines.append(f"\n### {markdown(table.title, most)}\n\n")
        lines.append(f"| {' | '.join(table.columns[at] for at in used)} |\n|{'---|' * len(used)}\n")
        for row in table.rows[:ROWS]:
            cells = ("<br>".join(markdown(text, most) for text in texts(row[at])) for at in used)
            lines.append(f"| {' | '.join(cells)} |\n")
        if len(table.rows) > ROWS:
            lines.append(f"\n… and {len(table.rows) - ROWS:,} more; `--json FILE` writes them all.\n")
    return lines


def size(text: str) -> int:
    return len(text.encode())
