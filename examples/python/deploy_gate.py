#!/usr/bin/env python3
"""Stops a pipeline whose release is not cleared to go.

    deploy_gate.py --policy policy.yaml --facts release.json --facts tests.json

Reads the facts, asks for a decision, prints it, writes it as Markdown for a job summary and a pull request, and exits
with 0 for allow, 10 for review, 20 for deny, 2 for wrong usage and 1 where it could not decide.

This file and `deploy_gate_report.py` are made to be copied. They need the package `clearance` and nothing else.
"""

import sys

if sys.version_info < (3, 10):  # noqa: UP036 - who has an older one is told so, rather than shown a traceback
    raise SystemExit("error: this needs Python 3.10 or later, and is run by {}.{}".format(*sys.version_info[:2]))

import argparse
import contextlib
import errno
import io
import os
import re
import secrets
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

try:
    import clearance
    from clearance import Decision, Facts, Verdict
except ImportError as missing:
    raise SystemExit(
        f"error: {sys.executable} cannot import the package `clearance` ({missing}); "
        "install its wheel there: `python -m pip install clearance-….whl`"
    ) from None

try:
    from deploy_gate_report import Report, as_markdown, as_text, plain, report, sentence
except ImportError as missing:
    raise SystemExit(f"error: `deploy_gate_report.py` has to lie beside this file ({missing})") from None

EXIT = {Verdict.ALLOW: 0, Verdict.REVIEW: 10, Verdict.DENY: 20}
COULD_NOT_DECIDE = 1
WRONG_USAGE = 2

FACTS_BYTES = 64 << 20
"""The engine takes no more."""
SUMMARY_BYTES = 1 << 20
"""GitHub takes no more for the job summary of a step."""
COMMENT_BYTES = 65_536
"""GitHub takes no more characters in a comment, and a text has at least as many bytes."""


class GateError(Exception):
    """Why the gate cannot do its work."""

    def __init__(self, text: str, exit_code: int = COULD_NOT_DECIDE) -> None:
        super().__init__(text)
        self.exit_code = exit_code


# What is asked for


class Options(argparse.Namespace):
    """What the command line says."""

    policy: str
    catalogue: bool
    facts: list[str]
    at: str | None
    summary: str | None
    comment: str | None
    json: str | None
    artifacts: str | None
    dry_run: bool


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as every other failure is said."""

    def error(self, message: str) -> NoReturn:
        raise GateError(f"{message}; `--help` shows what there is", WRONG_USAGE)


def read_options(arguments: list[str] | None) -> Options:
    parser = Parser(
        prog="deploy_gate.py",
        allow_abbrev=False,
        description="Stops a pipeline whose release is not cleared to go.",
        epilog="Exit codes: 0 allow, 10 review, 20 deny, 2 usage, 1 could not decide.",
    )
    add = parser.add_argument
    add("--policy", metavar="FILE", required=True, help="the policy file")
    add("--catalogue", action="store_true", help="take the policy's rules from those that the package brings")
    facts = "facts as JSON or MessagePack; `-` is standard input. The sections of several files are put together"
    add("--facts", metavar="FILE", required=True, action="append", help=facts)
    at = "the time to decide for: RFC 3339, or a date for its midnight in UTC [default: now]"
    add("--at", metavar="TIME", help=at)
    summary = "append the decision as Markdown, for a job summary [default: $GITHUB_STEP_SUMMARY]"
    add("--summary", metavar="FILE", default=os.environ.get("GITHUB_STEP_SUMMARY") or None, help=summary)
    add("--comment", metavar="FILE", help="write the decision as Markdown, for a comment on a pull request")
    add("--json", metavar="FILE", help="write the whole decision, one line of canonical JSON, for the record")
    add("--artifacts", metavar="DIR", help="write the documents that rules wrote to DIR/ENTRY/NAME")
    add("--dry-run", action="store_true", help="decide, say what would be done, and exit with 0 whatever the verdict")
    options = parser.parse_args(arguments, namespace=Options())
    if options.facts.count("-") > 1:
        parser.error("standard input can be read once, so `--facts -` can be said once")
    read = [("--policy", options.policy), *(("--facts", path) for path in options.facts if path != "-")]
    taken = {Path(path).resolve(): option for option, path in read}
    written = (("--summary", options.summary), ("--comment", options.comment), ("--json", options.json))
    for option, path in written:
        if path is not None and not is_device(Path(path)):
            other = taken.setdefault(Path(path).resolve(), option)
            if other != option:
                parser.error(f"`{option}` would write over `{path}`, which is the file of `{other}`")
    return options


# Facts and policy


def read_facts(paths: list[str]) -> Facts:
    """The facts of all files, put together by section."""
    parts = [(f"`{path}`" if path != "-" else "standard input", path) for path in paths]
    facts = [(name, read_part(name, path)) for name, path in parts]
    if len(facts) == 1:
        return facts[0][1]
    sections: dict[str, object] = {}
    owners: dict[str, str] = {}
    for name, part in facts:
        for section in part.sections:
            if section in owners:
                both = f"{owners[section]} and in {name}"
                raise GateError(f"the section `{section}` stands in {both}; leave it in one of them")
            owners[section] = name
            sections[section] = part.get("/" + section.replace("~", "~0").replace("/", "~1"))
    return Facts(sections)


def read_part(name: str, path: str) -> Facts:
    try:
        content = read_bytes(path)
    except OSError as error:
        raise GateError(f"cannot read the facts from {name}: {error.strerror}") from error
    try:
        if not content.strip():
            raise GateError(f"the facts in {name} cannot be used: there is nothing in it")
        # No JSON text begins with a byte that begins a MessagePack map.
        if 0x80 <= content[0] <= 0x8F or content[0] in (0xDE, 0xDF):
            return Facts(content)
        return Facts(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        what = f"they are neither JSON in UTF-8 nor a MessagePack map (byte {error.start} is not UTF-8)"
        raise GateError(f"the facts in {name} cannot be used: {what}") from error
    except clearance.FactsError as error:
        raise GateError(f"the facts in {name} cannot be used: {error}") from error


def read_bytes(path: str) -> bytes:
    """One byte more than is allowed is enough for the engine to say that it is too much."""
    if path != "-":
        with Path(path).open("rb") as file:
            return file.read(FACTS_BYTES + 1)
    if sys.stdin is None or sys.stdin.isatty():
        raise GateError("`--facts -` reads standard input, and nothing is piped into it", WRONG_USAGE)
    return sys.stdin.buffer.read(FACTS_BYTES + 1)


def load_policy(path: str, catalogue: bool) -> clearance.Policy:
    """The policy, with its rules from the places that it names, or from the package."""
    engine = clearance.Engine()
    if not catalogue:
        return engine.load_policy(path)
    try:
        return engine.parse_policy(Path(path).read_bytes().decode(), clearance.CATALOGUE)
    except OSError as error:
        raise GateError(f"{path}: cannot read the policy: {error.strerror}") from error
    except (UnicodeDecodeError, clearance.ClearanceError) as error:
        raise GateError(f"{path}: {error}") from error


# Files


def is_device(path: Path) -> bool:
    """A pipe or a terminal, say: it is written to rather than replaced."""
    return path.exists() and not path.is_file()


def write_whole(path: Path, content: bytes) -> None:
    """The file is there whole, or is as it was."""
    if is_device(path):
        path.write_bytes(content)
        return
    path = path.resolve()
    beside = path.with_name(f".{secrets.token_hex(8)}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def append_summary(path: Path, report: Report) -> None:
    """The step may have written there before: what it left of the room is used."""
    with path.open("ab", buffering=0) as file:
        before = 0 if is_device(path) else file.tell()
        content = ("\n" + as_markdown(report, SUMMARY_BYTES - before - 1)).encode()
        if file.write(content) != len(content):
            file.truncate(before)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def as_comment(report: Report, policy: str) -> bytes:
    """Begins with a line that nobody sees, by which a bot finds its comment again: one for each policy."""
    name = re.sub(r"[^A-Za-z0-9.]+", "-", policy)
    marker = f"<!-- clearance deploy-gate: {name} -->\n"
    return (marker + as_markdown(report, COMMENT_BYTES - len(marker))).encode()


@contextlib.contextmanager
def writing(what: str, path: str | Path, verb: str = "wrote") -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise GateError(f"cannot write {what} to `{path}`: {error.strerror}") from error
    say(f"{verb} {what} to `{plain(str(path))}`")


def write_reports(report: Report, options: Options) -> None:
    """Writes what people read."""
    if options.summary is not None:
        with writing("the summary", options.summary):
            append_summary(Path(options.summary), report)
    if options.comment is not None:
        with writing("the comment", options.comment):
            write_whole(Path(options.comment), as_comment(report, options.policy))


def write_record(decision: Decision, options: Options) -> None:
    """Writes what is kept. In a dry run it is only said, because there is no place in it to say that it was one."""
    verb = "would write" if options.dry_run else "wrote"
    if options.json is not None:
        with writing("the decision", options.json, verb):
            if not options.dry_run:
                write_whole(Path(options.json), f"{decision.to_json()}\n".encode())
    if options.artifacts is not None:
        for entry in decision.entries:
            for artifact in entry.artifacts:
                # The engine let through plain names only.
                path = Path(options.artifacts, entry.id, artifact.name)
                with writing("an artifact", path, verb):
                    if not options.dry_run:
                        path.parent.mkdir(parents=True, exist_ok=True)
                        write_whole(path, artifact.content)


# The gate


def main(arguments: list[str] | None = None) -> int:
    """Whatever goes wrong, the exit code is none of a verdict."""
    options = None
    try:
        if isinstance(sys.stdout, io.TextIOWrapper):
            # What the log's encoding lacks is shown as its code.
            sys.stdout.reconfigure(errors="backslashreplace")
        options = read_options(arguments)
        return gate(options)
    except GateError as error:
        return fail(str(error), error.exit_code, error.__cause__, options)
    except clearance.TimestampError as error:
        return fail(f"argument --at: {error}", WRONG_USAGE, error, options)
    except clearance.ClearanceError as error:
        return fail(str(error), COULD_NOT_DECIDE, error, options)
    except KeyboardInterrupt:
        return fail("interrupted", COULD_NOT_DECIDE, None, options)
    except Exception as error:
        for line in traceback.format_exc().splitlines():
            complain(f"  | {line}")
        return fail(f"a fault of this script: {error!r}", COULD_NOT_DECIDE, None, options)


def gate(options: Options) -> int:
    """Decides, says so wherever it was asked to, and gives the exit code."""
    facts = read_facts(options.facts)
    policy = load_policy(options.policy, options.catalogue)
    decision = policy.decide(facts, at=options.at)
    exit_code = EXIT[decision.verdict]
    shown = report(decision, facts, dry_run_notice(exit_code) if options.dry_run else None)
    say(as_text(shown))
    write_record(decision, options)
    write_reports(shown, options)
    if options.dry_run:
        exit_code = 0
    # A log opens at its end.
    say(f"{plain(shown.headline)} (exit code {exit_code})")
    return exit_code


def dry_run_notice(exit_code: int) -> str:
    would = "stop the pipeline" if exit_code else "let the pipeline go on"
    return f"This is a dry run, which stops nothing. Without `--dry-run` it would {would} (exit code {exit_code})."


def fail(text: str, exit_code: int, cause: BaseException | None, options: Options | None) -> int:
    """Says why there is no decision: in the log, and where somebody would else read an earlier one."""
    code = f"[{cause.code}]" if isinstance(cause, clearance.ClearanceError) else ""
    text = f"error{code}: {text}"
    complain(text)
    if options is not None:
        # What cannot be written, there or here, was said before or is said by the exit code.
        with contextlib.suppress(Exception):
            write_reports(Report("COULD NOT DECIDE", sentence(text), None, []), options)
    return exit_code


def complain(text: str) -> None:
    with contextlib.suppress(OSError):
        print(plain(text, 4000), file=sys.stderr, flush=True)


def say(text: str) -> None:
    """A reader that went away early has seen all it wanted; any other failure means that nobody knows the answer."""
    try:
        print(text, flush=True)
    except OSError as error:
        # What is left of it would be tried again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise GateError(f"cannot write the answer: {error.strerror}") from error


if __name__ == "__main__":
    sys.exit(main())
