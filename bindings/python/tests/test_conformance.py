"""What the engine must answer in every language, answered in Python. `tests/conformance/README.md` has the format."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

import clearance
import pytest
from conftest import GUESTS, ROOT
from ruamel.yaml import YAML

FOLDER = ROOT / "tests" / "conformance"
FILES = {path.name: YAML(typ="safe", pure=True).load(path) for path in sorted(FOLDER.glob("*.yaml"))}
CASES = [
    pytest.param(name, case, id=f"{name}: {case['name']}") for name, file in FILES.items() for case in file["cases"]
]


@cache
def engine_of(file: str) -> clearance.Engine:
    return clearance.Engine(limits=clearance.Limits(**FILES[file].get("limits", {})))


@cache
def policy_of(file: str, name: str) -> clearance.Policy:
    path = FILES[file].get("policy_files", {}).get(name)
    if path is not None:
        return engine_of(file).load_policy(ROOT / path)
    return engine_of(file).parse_policy(FILES[file]["policies"][name], GUESTS)


@cache
def components() -> dict[str, str]:
    paths = [*GUESTS.glob("*.wasm"), *(ROOT / "target" / "rules").glob("*.wasm")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def expected(path: Path) -> str:
    text = "".join(line.lstrip() for line in path.read_text(encoding="utf-8").split("\n"))
    for name, digest in components().items():
        text = text.replace(f"sha256:{{{name}}}", f"sha256:{digest}")
    return text


def forms(case: dict[str, Any]) -> list[Any]:
    """The same facts in every form in which they can be handed over; a value is made twice, as objects are."""
    if "facts_json" in case:
        return [case["facts_json"]]
    if "facts_messagepack" in case:
        return [bytes.fromhex(case["facts_messagepack"])]
    facts = case["facts"] if "facts" in case else json.loads((ROOT / case["facts_file"]).read_text(encoding="utf-8"))
    return [
        lambda: facts,
        lambda: json.dumps(facts),
        lambda: json.dumps(facts, ensure_ascii=False),
        lambda: clearance.Facts(facts),
        lambda: clearance.Facts(facts).to_messagepack(),
    ]


def answer(file: str, case: dict[str, Any], form: Any) -> clearance.Decision | None:
    if "policy_text" in case:
        engine_of(file).parse_policy(case["policy_text"], GUESTS)
        return None
    facts = form() if callable(form) else form
    return policy_of(file, case["policy"]).decide(facts, at=case.get("at", FILES[file]["at"]))


@pytest.mark.parametrize(("file", "case"), CASES)
def test_every_case_is_answered_as_expected(file: str, case: dict[str, Any]) -> None:
    for form in forms(case) if "policy" in case else [None]:
        if "error" in case["expect"]:
            with pytest.raises(clearance.ClearanceError) as raised:
                answer(file, case, form)
            wanted = dict(case["expect"]["error"])
            assert raised.value.code == wanted.pop("code")
            assert {key: getattr(raised.value.place, key) for key in wanted} == wanted
        else:
            decision = answer(file, case, form)
            assert decision is not None
            bytes_wanted = expected(FOLDER / "decisions" / case["expect"]["decision"])
            assert decision.to_json() == bytes_wanted
            assert clearance.Decision.from_json(bytes_wanted) == decision
            assert decision.to_dict() == json.loads(bytes_wanted)
