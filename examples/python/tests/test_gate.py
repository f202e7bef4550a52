"""What a release manager and a pipeline see of a decision."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timezone

import clearance
import pytest
from conftest import AT, ROOT, SAMPLE, Gate

NOTICE = "This is a dry run, which stops nothing. Without `--dry-run` it would stop the pipeline (exit code 20)."
ONE_RULE = """
policy: grün
entries: [{id: tests, rule: test-thresholds.wasm, params: {thresholds: {lines: 70}}}]
"""
NOTES = '{"notes": {"markdown": "# Notes\\n\\n- See http://build.shop.example.net/log\\n"}}'


def test_what_is_allowed_goes_on(gate: Gate) -> None:
    done = gate.judge("tests.json")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("ALLOW: shop 4.2.1\nCleared to go, 1 waived.\n")
    assert done.stdout.endswith("\nALLOW: shop 4.2.1 (exit code 0)\n")
    assert "What blocks it" not in done.stdout


def test_what_is_denied_is_stopped_with_what_was_found_and_what_to_do(gate: Gate) -> None:
    done = gate.judge("failing-tests.json")
    assert (done.returncode, done.stderr) == (20, "")
    assert done.stdout.startswith(
        "DENY: shop 4.2.1\nNot cleared: 2 checks stand against it, 1 waived.\n\nWhat blocks it\n"
    )
    assert (
        "  - tests/line-coverage: catalogue\n"
        "      found     covers 1,730 of 2,600 lines (66.53%)\n"
        "      read      `/coverage/0/lines/covered` is 1730\n"
        "      read      `/coverage/0/lines/total` is 2600\n"
        '      read      `/risk/tier` is "medium"\n'
        "      required  at least 70%\n"
        "      remedy    cover 90 more of its 2,600 lines\n"
    ) in done.stdout


def test_what_a_person_has_to_look_at_has_an_exit_code_of_its_own(gate: Gate) -> None:
    release = json.loads(gate.read("sample/release.json"))
    del release["notes"]
    gate.write("release.json", json.dumps(release))
    gate.write("notes.json", NOTES)
    files = ["release.json", "sample/tests.json", "notes.json"]
    facts = [argument for file in files for argument in ("--facts", file)]
    done = gate("--policy", "sample/policy.yaml", "--catalogue", "--at", AT, *facts)
    assert done.returncode == 10
    assert done.stdout.startswith("REVIEW: shop 4.2.1\n")
    assert "\nWhat needs review\n  - notes/" in done.stdout


def test_waivers_in_force_and_expired_ones_are_told_apart(gate: Gate) -> None:
    said = gate.judge("failing-tests.json").stdout
    waived = said[said.index("\nWaived\n") : said.index("\nWaivers\n")]
    assert "tests/branch-coverage: legacy-import" in waived
    assert "waived by W-31" in waived
    assert "  - W-31: used; 1 failing check is as it says\n" in said
    assert "  - W-12: expired; 1 failing check is as it says\n" in said


def test_the_score_shows_its_greatest_contributions(gate: Gate) -> None:
    said = gate.judge("tests.json").stdout
    score = said[said.index("\nScore risk: ") : said.index("\nRules\n")].splitlines()
    points = [float(line.split(": ")[1].split(" ")[0]) for line in score if line.startswith("  - ")]
    assert points == sorted(points, reverse=True)
    assert len(points) == 5
    assert "the 5 greatest of 7 contributions" in score[1]


def test_the_record_is_the_canonical_decision(gate: Gate) -> None:
    done = gate.judge("failing-tests.json", "--json", "decision.json")
    written = gate.read("decision.json")
    decision = clearance.Decision.from_json(written)
    assert decision.to_json() + "\n" == written
    assert decision.verdict == "deny"
    assert decision.policy.digest in done.stdout
    assert decision.facts.digest in done.stdout
    assert "wrote the decision to `decision.json`" in done.stdout


def test_facts_may_come_in_pieces_and_through_a_pipe(gate: Gate) -> None:
    whole = json.loads(gate.read("sample/release.json")) | json.loads(gate.read("sample/tests.json"))
    gate.write("whole.json", json.dumps(whole))
    gate.write("whole.msgpack", clearance.Facts(whole).to_messagepack())
    gate.write("bom.json", b"\xef\xbb\xbf" + json.dumps(whole).encode())
    policy = ("--policy", "sample/policy.yaml", "--catalogue", "--at", AT, "--json", "decision.json", "--facts")
    decisions = set()
    for facts, stdin in [
        (["whole.json"], b""),
        (["whole.msgpack"], b""),
        (["bom.json"], b""),
        (["-"], json.dumps(whole).encode()),
        (["sample/release.json", "--facts", "sample/tests.json"], b""),
        (["sample/release.json", "--facts", "-"], gate.read("sample/tests.json").encode()),
    ]:
        assert gate(*policy, *facts, stdin=stdin).returncode == 0
        decisions.add(gate.read("decision.json"))
    assert len(decisions) == 1


def test_sections_are_put_together_whatever_their_names(gate: Gate) -> None:
    odd = {"a/b~c": 1, "": [2], "ü": None}
    gate.write("odd.json", json.dumps(odd))
    gate.judge("tests.json", "--facts", "odd.json", "--json", "decision.json")
    digests = clearance.Decision.from_json(gate.read("decision.json")).facts.sections
    facts = clearance.Facts(odd)
    assert {name: digests[name] for name in odd} == {name: facts.section_digest(name) for name in odd}


def test_the_time_of_the_decision_counts(gate: Gate) -> None:
    later = gate.judge("tests.json", "--at", "2026-12-15T00:00:00Z")
    assert later.returncode == 20
    assert "  - W-31: expired; 1 failing check is as it says\n" in later.stdout
    assert "decided for: 2026-12-15T00:00:00Z" in later.stdout


def test_without_a_time_it_is_decided_for_now(gate: Gate) -> None:
    arguments = [argument for argument in SAMPLE if argument not in ("--at", AT)]
    before = datetime.now(timezone.utc).replace(microsecond=0)
    gate(*arguments, "--facts", "sample/tests.json", "--json", "decision.json")
    decision = clearance.Decision.from_json(gate.read("decision.json"))
    assert before <= decision.at <= datetime.now(timezone.utc)


def test_the_policy_is_the_same_wherever_its_rules_are_from(gate: Gate) -> None:
    gate.write("policy.yaml", ONE_RULE.replace("\n", "\r\n"))
    shutil.copy(clearance.CATALOGUE / "test-thresholds.wasm", gate.folder)
    arguments = ("--policy", "policy.yaml", "--facts", "sample/tests.json", "--at", AT, "--json", "decision.json")
    decisions = set()
    for more in ([], ["--catalogue"]):
        gate(*arguments, *more)
        decisions.add(gate.read("decision.json"))
    assert len(decisions) == 1


def test_a_policy_may_name_rules_beside_it(gate: Gate) -> None:
    shutil.copy(clearance.CATALOGUE / "test-thresholds.wasm", gate.folder)
    gate.write("policy.yaml", ONE_RULE)
    facts = ("--facts", "sample/release.json", "--facts", "sample/tests.json")
    done = gate("--policy", "policy.yaml", *facts)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("release", "exit_code"), [("allowed", 0), ("denied", 20)])
def test_the_pack_for_regulated_production_is_judged_as_the_command_judges_it(
    gate: Gate, release: str, exit_code: int
) -> None:
    pack = ROOT / "example-rules" / "packs" / "regulated-production.yaml"
    facts = pack.with_suffix("") / f"{release}.json"
    done = gate("--policy", pack, "--facts", facts, "--at", "2026-11-24T10:00:00Z", "--comment", "comment.md")
    assert done.returncode == exit_code, done.stderr
    heading = {0: "## ALLOW: ", 20: "## DENY: "}[exit_code]
    assert gate.read("comment.md").splitlines()[1].startswith(heading)


def test_artifacts_are_written_where_they_are_wanted(gate: Gate) -> None:
    done = gate.judge("tests.json", "--artifacts", "written")
    written = [path for path in (gate.folder / "written").rglob("*") if path.is_file()]
    assert written == [gate.folder / "written" / "notes" / "notes.md"]
    assert "The catalogue finds products" in gate.read("written/notes/notes.md")
    assert "wrote an artifact to `written/notes/notes.md`" in done.stdout


def test_the_comment_has_a_hidden_mark_the_verdict_and_then_what_blocks(gate: Gate) -> None:
    gate.write("comment.md", "an earlier one")
    gate.judge("failing-tests.json", "--comment", "comment.md")
    mark, heading, _, summary, _, blocks = gate.read("comment.md").splitlines()[:6]
    assert mark == "<!-- clearance deploy-gate: sample-policy.yaml -->"
    assert heading == "## DENY: shop 4.2.1"
    assert summary == "Not cleared: 2 checks stand against it, 1 waived."
    assert blocks == "### What blocks it"
    assert not [path for path in gate.folder.iterdir() if path.name.startswith(".")]


def test_the_job_summary_is_appended_to_what_the_step_wrote(gate: Gate) -> None:
    gate.write("step.md", "built in 3 min")
    gate.judge("tests.json", GITHUB_STEP_SUMMARY="step.md")
    gate.judge("failing-tests.json", "--summary", "step.md")
    headings = [line for line in gate.read("step.md").splitlines() if line.startswith(("built", "## "))]
    assert headings == ["built in 3 min", "## ALLOW: shop 4.2.1", "## DENY: shop 4.2.1"]
    assert gate.judge("tests.json", GITHUB_STEP_SUMMARY="").returncode == 0


def test_a_dry_run_stops_nothing_and_says_so_everywhere(gate: Gate) -> None:
    read = ("--summary", "summary.md", "--comment", "comment.md")
    kept = ("--json", "decision.json", "--artifacts", "written")
    done = gate.judge("failing-tests.json", "--dry-run", *read, *kept)
    assert done.returncode == 0
    assert done.stdout.startswith("DENY (dry run): shop 4.2.1\n")
    assert done.stdout.endswith("DENY (dry run): shop 4.2.1 (exit code 0)\n")
    for text in (done.stdout, gate.read("summary.md"), gate.read("comment.md")):
        assert "DENY (dry run): shop 4.2.1" in text
        assert NOTICE in text
    # There is no place in them to say that it was a dry run.
    assert not (gate.folder / "decision.json").exists()
    assert not (gate.folder / "written").exists()
    assert "would write the decision to `decision.json`\n" in done.stdout
    assert "would write an artifact to `written/notes/notes.md`\n" in done.stdout


def test_what_the_encoding_of_the_log_lacks_is_shown_as_its_code(gate: Gate) -> None:
    gate.write("policy.yaml", ONE_RULE)
    facts = ("--facts", "sample/release.json", "--facts", "sample/tests.json")
    done = gate("--policy", "policy.yaml", "--catalogue", *facts, PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert r"policy: gr\xfcn" in done.stdout
