from collections.abc import Callable, Coroutine, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from os import PathLike
from pathlib import Path
from typing import Any, ClassVar, Literal, Protocol, TypeAlias, final, type_check_only

from typing_extensions import Self

from clearance._words import (
    Basis,
    Effect,
    Enforcement,
    EntryState,
    LintKind,
    LoadStep,
    Severity,
    Status,
    Verdict,
    WaiverState,
)

class _Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]

class _Model(Protocol):
    def model_dump(self) -> Any: ...

@type_check_only
class _Record:
    # What every result can do: be matched, compared, hashed, copied (it is its own copy, being frozen) and pickled.
    __match_args__: ClassVar[tuple[str, ...]]
    def __hash__(self) -> int: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, _memo: Any) -> Self: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

_Facts: TypeAlias = (
    Facts | Mapping[str, Any] | Sequence[Any] | _Dataclass | _Model | str | bytes | bytearray | memoryview
)
_Time: TypeAlias = datetime | str | None
_Path: TypeAlias = str | PathLike[str]

version: str

@final
class Engine:
    """Loads rules and policies and holds what they share: the compiler, the pool of sandboxes and the limits.

    It may be shared between threads, and it survives a fork. Rules run without the GIL.

    `limits` are what one call of a rule may use. `code_cache` is where compiled code is kept for the next process: a folder
    that only this user can write to, `False` for nowhere, or `None` for `$CLEARANCE_CACHE`, `$XDG_CACHE_HOME/clearance` or
    `~/.cache/clearance`.

    Raises `SandboxError` where the sandbox cannot be set up on this machine, a limit is above its ceiling, or others could
    write to the folder named for compiled code."""
    def __new__(cls, *, limits: Limits | None = None, code_cache: _Path | Literal[False] | None = None) -> Engine: ...
    @property
    def limits(self) -> Limits:
        """The limits within which rules run."""
    @property
    def code_cache(self) -> Path | None:
        """Where compiled code is kept for the next process; `None` where it is not."""
    @property
    def code_cache_problem(self) -> str | None:
        """Why compiled code cannot be kept; `None` where it can, or was not to be."""
    def load_policy(self, path: _Path, /, *, progress: Callable[[LoadProgress], object] | None = None) -> Policy:
        """Loads a policy and its rules. Paths of rules are relative to the policy file.

        `progress` is called with a `LoadProgress` whenever an entry is about to be compiled or is ready, on this thread.
        What it raises is raised here.

        Raises `PolicyError` or `RuleError` where the file, a rule or its params cannot be used, with file, line and
        column."""
    def parse_policy(
        self, text: str, folder: _Path, *, progress: Callable[[LoadProgress], object] | None = None
    ) -> Policy:
        """Reads a policy from YAML text. Paths of rules are relative to `folder`; the rules that this package brings are
        in `clearance.CATALOGUE`. `progress` is as `load_policy` has it.

        Raises `PolicyError` or `RuleError` where the text, a rule or its params cannot be used, with line and column."""
    def load_rule(self, path: _Path, /) -> Rule:
        """Loads one rule, to look at it or to evaluate it without a policy.

        Raises `RuleError` where the file is not a rule."""

@final
class LoadProgress:
    """How far the load of a policy is."""
    @property
    def entry(self) -> str:
        """The id of the entry that this is about."""
    @property
    def step(self) -> LoadStep:
        """What has become of it."""
    @property
    def ready(self) -> int:
        """Entries that are ready."""
    @property
    def entries(self) -> int:
        """Entries of the policy."""

@final
class Limits:
    """What one call of a rule may use. Every limit is on by default; what is not given has its default."""
    def __new__(
        cls,
        *,
        instructions: int | None = None,
        time_ms: int | None = None,
        memory_bytes: int | None = None,
        table_elements: int | None = None,
        stack_bytes: int | None = None,
        output_bytes: int | None = None,
        checks: int | None = None,
        function_bytes: int | None = None,
        functions: int | None = None,
        component_bytes: int | None = None,
    ) -> Limits: ...
    @property
    def instructions(self) -> int:
        """WebAssembly instructions executed. Counted, so that the same rule on the same facts hits it at the same place
        on every machine. A hit is the row `limit-instructions`."""
    @property
    def time_ms(self) -> int:
        """Wall-clock time in milliseconds, which stands behind `instructions`. A hit is the row `limit-time`."""
    @property
    def memory_bytes(self) -> int:
        """Linear memory, in bytes. A hit is the row `limit-memory`."""
    @property
    def table_elements(self) -> int:
        """Elements over all tables. A hit is the row `limit-table`."""
    @property
    def stack_bytes(self) -> int:
        """Call stack, in bytes. A thread that has less left is lent it for the call. A hit is the row `limit-stack`."""
    @property
    def output_bytes(self) -> int:
        """What a call may hand back, in bytes as the host holds it. A hit is the row `limit-output`."""
    @property
    def checks(self) -> int:
        """Checks in one outcome. A hit is the row `limit-output`."""
    @property
    def function_bytes(self) -> int:
        """The size of one function of a component, in bytes. A component with a larger one is not loaded."""
    @property
    def functions(self) -> int:
        """Functions of a component, over all modules in it. A component with more is not loaded."""
    @property
    def component_bytes(self) -> int:
        """The size of a component file, in bytes. A larger file is not loaded."""

@final
class Facts:
    """Everything known about a release, encoded once: named top-level sections of what JSON can hold.

    Whatever takes facts takes a dict just as well; this class is for facts that are used more than once, and for their
    digests.

    `content` is a dict or another mapping, a dataclass, a Pydantic model, a JSON text or MessagePack bytes. Inside it
    stand `None`, bools, numbers, strings, lists, tuples, mappings keyed by strings, dataclasses, models, aware
    datetimes (written as RFC 3339 in UTC), dates (`YYYY-MM-DD`), decimals (the nearest 64-bit number) and members of
    enumerations (their values). `None` is null: known to be nothing. What is not known is left out.

    Raises `FactsError` where `content` holds something else, a NaN, an infinity, a naive datetime, itself."""
    def __new__(cls, content: _Facts, /) -> Facts: ...
    @property
    def sections(self) -> tuple[str, ...]:
        """The names of the sections, in ascending order."""
    @property
    def digest(self) -> str:
        """The digest of the facts, made of the digests of their sections."""
    def section_digest(self, name: str) -> str | None:
        """The digest of one section, or `None` where there is no such section."""
    def get(self, pointer: str, default: Any = None) -> Any:
        """The value at an RFC 6901 JSON Pointer, or `default` where nothing stands there or `pointer` is not one."""
    def to_messagepack(self) -> bytes:
        """The facts in their canonical MessagePack encoding."""
    def __hash__(self) -> int: ...
    def __copy__(self) -> Facts: ...
    def __deepcopy__(self, _memo: Any) -> Facts: ...
    def __reduce__(self) -> tuple[Any, ...]: ...

@final
class Policy:
    """A loaded policy, ready to decide. `Engine.load_policy` makes one. It may be shared between threads."""
    @property
    def name(self) -> str:
        """The name of the policy."""
    @property
    def version(self) -> str | None:
        """The version of the policy, where it has one."""
    @property
    def digest(self) -> str:
        """The digest of the policy file's bytes."""
    @property
    def entries(self) -> tuple[PolicyEntry, ...]:
        """The entries, in the order of the file."""
    def decide(self, facts: _Facts, *, at: _Time = None, outcomes: OutcomeCache | None = None) -> Decision:
        """Decides whether a release is cleared to go.

        `facts` are `Facts`, or anything that `Facts` takes. `at` is the time of the decision: an aware datetime, an RFC
        3339 text, or now. A decision always comes: a rule that traps, hits a limit or lacks a fact is a row in it that
        counts as a failure.

        `outcomes` may be used again, and new ones are kept there; without, every rule is evaluated.

        Raises `FactsError` or `TimestampError` where `facts` or `at` cannot be used."""
    def decide_timed(
        self, facts: _Facts, *, at: _Time = None, outcomes: OutcomeCache | None = None
    ) -> tuple[Decision, Timings]:
        """As `decide`, with the time it took."""
    def decide_async(
        self, facts: _Facts, *, at: _Time = None, outcomes: OutcomeCache | None = None
    ) -> Coroutine[Any, Any, Decision]:
        """As `decide`, for a coroutine: the event loop goes on while rules run. The facts are read at once, so they may be
        changed afterwards."""
    def decide_batch(
        self,
        releases: Iterable[_Facts],
        *,
        at: _Time = None,
        outcomes: OutcomeCache | None = None,
        progress: Callable[[int], object] | None = None,
    ) -> Batch:
        """Decides many releases on all cores.

        `releases` is an iterable of facts, each as `decide` takes them. The decisions come in its order, and where a
        release's facts cannot be used, the exception comes in its place instead of being raised. Releases are taken
        as decisions are asked for, a few ahead, so the iterable may be without end.

        `progress` is called with the number of releases done before each is handed over. What it raises, and what
        `releases` raises, ends the batch."""
    def lint(self, *, at: _Time = None) -> tuple[Lint, ...]:
        """Remarks on what is likely a mistake in the policy, as of a time."""
    def facts_schema(self) -> dict[str, Any]:
        """The facts that this policy needs, as one JSON Schema (2020-12)."""

@final
class OutcomeCache:
    """Outcomes for who asks again about the same facts.

    A rule is not evaluated where its component, its params, the sections it saw and, unless it is timeless, the time are
    those of an earlier evaluation. The decision is the same, byte for byte. It may be shared between threads.

    Make one for each tenant: how long an answer takes would otherwise tell one that another had asked about the same facts.

    `max_bytes` are counted as outcomes take them in memory. What was not asked for goes first."""
    def __new__(cls, max_bytes: int) -> OutcomeCache: ...
    @property
    def bytes(self) -> int:
        """The bytes that are kept."""
    def clear(self) -> None:
        """Forgets everything."""
    def __len__(self) -> int: ...

@final
class PolicyEntry:
    """An entry of a policy: a rule, bound."""
    @property
    def id(self) -> str:
        """The entry's id."""
    @property
    def manifest(self) -> Manifest:
        """What its rule says of itself."""

@final
class Lint:
    """A remark on a policy that loads."""
    @property
    def kind(self) -> LintKind:
        """What kind of remark it is."""
    @property
    def line(self) -> int | None:
        """The line of the entry it concerns, counted from 1, where it concerns one."""
    @property
    def message(self) -> str:
        """What was found, and what to do."""

@final
class Timings:
    """How long a decision took. It stands beside the decision, never in it."""
    @property
    def total(self) -> float:
        """The whole decision, in seconds."""
    @property
    def entries(self) -> tuple[tuple[str, float], ...]:
        """Each entry that applied, in the order of evaluation: its id and its time in seconds."""

@final
class Batch(Iterator[Decision | Exception]):
    """The decisions of `Policy.decide_batch`: an iterator."""
    def __iter__(self) -> Batch: ...
    def __next__(self) -> Decision | Exception: ...

@final
class Rule:
    """A rule by itself, without a policy. `Engine.load_rule` makes one."""
    @property
    def manifest(self) -> Manifest:
        """What the rule says of itself."""
    @property
    def digest(self) -> str:
        """The digest of the component's bytes."""
    @property
    def startup(self) -> Startup:
        """How an evaluation begins, unless the params make it otherwise."""
    def configure(
        self, params: Mapping[str, Any] | _Dataclass | _Model | None = None, *, snapshot: bool = True
    ) -> ConfiguredRule:
        """Binds the rule to params, which are written as facts are.

        The rule is compiled once more with the memory that its own `configure` leaves, so that no evaluation has to
        configure it. `snapshot=False` is quicker for a few evaluations.

        Raises `RuleError` where the rule refuses them, `FactsError` where they hold what cannot be written."""

@final
class Startup:
    """How an evaluation of a rule begins."""
    @property
    def snapshot(self) -> bool:
        """Whether it begins from a snapshot of the memory that the rule had after it was configured."""
    @property
    def reason(self) -> str | None:
        """Why there is none, so that each evaluation configures the rule anew."""

@final
class ConfiguredRule:
    """A rule bound to params."""
    @property
    def startup(self) -> Startup:
        """How an evaluation begins."""
    def evaluate(self, facts: _Facts, *, at: _Time = None) -> Outcome:
        """Evaluates the sections that the rule declares, in a fresh sandbox.

        Raises `EvaluationError`, whose code is the row that it would be in a decision, where the rule traps, hits a
        limit or lacks a fact."""

@final
class Manifest(_Record):
    """What a rule says of itself. Every text in it comes from the rule: escape it for where it is shown."""

    @property
    def id(self) -> str:
        """Lower case, digits and hyphens."""
    @property
    def version(self) -> str:
        """Semantic version of the rule."""
    @property
    def title(self) -> str:
        """A few words for a heading."""
    @property
    def summary(self) -> str:
        """One or two sentences."""
    @property
    def reads(self) -> tuple[SectionNeed, ...]:
        """The sections it reads, in ascending order of their names."""
    @property
    def checks(self) -> tuple[CheckKind, ...]:
        """The codes its checks may bear."""
    @property
    def practices(self) -> tuple[str, ...]:
        """Identifiers of the governance practices it serves."""
    @property
    def controls(self) -> tuple[str, ...]:
        """Identifiers of the controls it gives evidence for."""
    @property
    def timeless(self) -> bool:
        """Whether its outcome does not depend on the time of the decision."""
    @property
    def params_schema(self) -> Any:
        """JSON Schema (2020-12) of its params: a copy, to change at will."""

@final
class SectionNeed(_Record):
    """A section of the facts that a rule reads."""

    @property
    def name(self) -> str:
        """The name of the section."""
    @property
    def required(self) -> bool:
        """Whether the rule cannot say anything without it."""
    @property
    def schema(self) -> Any:
        """JSON Schema (2020-12) of the section: a copy, to change at will."""

@final
class CheckKind(_Record):
    """A code that a rule's checks may bear."""

    @property
    def code(self) -> str:
        """The code."""
    @property
    def summary(self) -> str:
        """What it means for such a check to pass."""

@final
class Decision(_Record):
    """What a policy says of a release at a time, with the digests of all that went in. The same rules, policy, facts
    and time give the same decision, byte for byte."""

    @property
    def format(self) -> int:
        """The version of this format."""
    @property
    def verdict(self) -> Verdict:
        """Whether the release is cleared to go."""
    @property
    def basis(self) -> Basis:
        """What the verdict rests on."""
    @property
    def summary(self) -> str:
        """The verdict in a sentence."""
    @property
    def at(self) -> datetime:
        """The time for which it was decided, in UTC."""
    @property
    def policy(self) -> PolicyReference:
        """The policy."""
    @property
    def facts(self) -> FactsReference:
        """The facts."""
    @property
    def entries(self) -> tuple[EntryDecision, ...]:
        """The policy's entries in the order of its file."""
    @property
    def waivers(self) -> tuple[Waiver, ...]:
        """The policy's waivers in the order of its file."""
    def failing(self) -> list[tuple[EntryDecision, Row]]:
        """The rows that count against the release, each with the entry it belongs to."""
    def raise_for_verdict(self) -> None:
        """Does nothing where the verdict is allow.

        Raises `VerdictError`, which holds the decision, where it is review or deny."""
    def to_dict(self) -> dict[str, Any]:
        """The decision as dicts, lists, strings and numbers: what its JSON holds."""
    def to_json(self) -> str:
        """The decision as one line of canonical JSON: the same bytes for the same decision, in every language."""
    def to_messagepack(self) -> bytes:
        """The decision as MessagePack, maps keyed by names."""
    @staticmethod
    def from_json(text: str) -> Decision:
        """A decision that was written by `to_json`, here or in another language.

        Raises `DecisionError` where the text is no decision."""
    def _repr_html_(self) -> str: ...

@final
class PolicyReference(_Record):
    """The policy of a decision."""

    @property
    def name(self) -> str:
        """Its name."""
    @property
    def version(self) -> str | None:
        """Its version, where it has one."""
    @property
    def digest(self) -> str:
        """The digest of the policy file's bytes."""

@final
class FactsReference(_Record):
    """The facts of a decision."""

    @property
    def digest(self) -> str:
        """The digest of the facts."""
    @property
    def sections(self) -> Mapping[str, str]:
        """The digest of each section."""

@final
class EntryDecision(_Record):
    """What one entry of the policy found."""

    @property
    def id(self) -> str:
        """The entry's id."""
    @property
    def rule(self) -> RuleReference:
        """Its rule."""
    @property
    def params(self) -> str:
        """The digest of its params."""
    @property
    def enforce(self) -> Enforcement:
        """What a failing check of it means."""
    @property
    def state(self) -> EntryState:
        """Whether it judged the release."""
    @property
    def verdict(self) -> Verdict:
        """What its checks together mean for the release."""
    @property
    def saw(self) -> Mapping[str, str]:
        """The digest of each section that the rule was given, derived ones included."""
    @property
    def checks(self) -> tuple[Row, ...]:
        """One row a check: the rule's, then the engine's own."""
    @property
    def score(self) -> Score | None:
        """The score, where the rule gave one."""
    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """Documents that the rule wrote."""
    @property
    def derived(self) -> Any:
        """Facts that it derived for the entries that need it: a copy, to change at will."""

@final
class RuleReference(_Record):
    """The rule of an entry."""

    @property
    def id(self) -> str:
        """The id in its manifest."""
    @property
    def version(self) -> str:
        """The version in its manifest."""
    @property
    def title(self) -> str:
        """The title in its manifest."""
    @property
    def digest(self) -> str:
        """The digest of the component's bytes."""

@final
class Row(_Record):
    """A check and what it does to the verdict. Its texts come from the rule and the facts: escape them for where they
    are shown."""

    @property
    def code(self) -> str:
        """What kind of check it is: one of the codes in the rule's manifest, or one of the engine's own."""
    @property
    def subject(self) -> str:
        """What was checked: a component, a file, a resource."""
    @property
    def status(self) -> Status:
        """What was found."""
    @property
    def severity(self) -> Severity:
        """How much a failure matters."""
    @property
    def message(self) -> str:
        """What was found, in a sentence of plain text."""
    @property
    def observed(self) -> tuple[Observation, ...]:
        """The facts read."""
    @property
    def required(self) -> str | None:
        """What the rule wanted to find."""
    @property
    def remedy(self) -> str | None:
        """The nearest change that would make this check pass."""
    @property
    def effect(self) -> Effect:
        """What it does to the verdict."""
    @property
    def waived(self) -> str | None:
        """The id of the waiver by which it does nothing. A waived check still shows what was found."""

@final
class Waiver(_Record):
    """A waiver of the policy and what became of it."""

    @property
    def id(self) -> str:
        """Its id."""
    @property
    def state(self) -> WaiverState:
        """What became of it."""
    @property
    def matched(self) -> int:
        """The failing checks that are as it says, whether it could waive them or not."""
    @property
    def entry(self) -> str:
        """The entry whose checks it waives."""
    @property
    def check(self) -> str:
        """The code of the checks it waives."""
    @property
    def subject(self) -> str:
        """The subject of the checks it waives."""
    @property
    def reason(self) -> str:
        """Why the exception was accepted."""
    @property
    def approvers(self) -> tuple[str, ...]:
        """Who accepted it."""
    @property
    def ticket(self) -> str:
        """Where it is tracked."""
    @property
    def from_(self) -> datetime:
        """When it begins. The name has an underscore because `from` is a word of the language."""
    @property
    def until(self) -> datetime:
        """When it has expired."""

@final
class Outcome(_Record):
    """All that one evaluation of a rule found."""

    @property
    def checks(self) -> tuple[Check, ...]:
        """One row a subject checked, passed ones too."""
    @property
    def score(self) -> Score | None:
        """The score, where the rule gives one."""
    @property
    def artifacts(self) -> tuple[Artifact, ...]:
        """Documents that the rule wrote."""
    @property
    def derived(self) -> Any:
        """Facts for the entries that need this one: a copy, to change at will."""

@final
class Check(_Record):
    """One row that a rule yields. Its texts come from the rule and the facts: escape them for where they are shown."""

    @property
    def code(self) -> str:
        """What kind of check it is: one of the codes in the rule's manifest, or one of the engine's own."""
    @property
    def subject(self) -> str:
        """What was checked: a component, a file, a resource."""
    @property
    def status(self) -> Status:
        """What was found."""
    @property
    def severity(self) -> Severity:
        """How much a failure matters."""
    @property
    def message(self) -> str:
        """What was found, in a sentence of plain text."""
    @property
    def observed(self) -> tuple[Observation, ...]:
        """The facts read."""
    @property
    def required(self) -> str | None:
        """What the rule wanted to find."""
    @property
    def remedy(self) -> str | None:
        """The nearest change that would make this check pass."""

@final
class Observation(_Record):
    """A fact that a check read."""

    @property
    def pointer(self) -> str:
        """RFC 6901 JSON Pointer into the facts."""
    @property
    def value(self) -> Any:
        """The value found there: a copy, to change at will. `None` where the fact was null or absent."""
    @property
    def present(self) -> bool:
        """Whether anything stood there: what tells a null from an absent fact."""

@final
class Score(_Record):
    """A number that the policy may band into review and deny."""

    @property
    def points(self) -> float:
        """The points, always finite."""
    @property
    def out_of(self) -> float:
        """The most points there can be."""
    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """What the points are made of."""

@final
class Contribution(_Record):
    """One term of a score."""

    @property
    def factor(self) -> str:
        """What contributes."""
    @property
    def points(self) -> float:
        """The points it adds; may be negative."""
    @property
    def reason(self) -> str:
        """Why so many."""

@final
class Artifact(_Record):
    """A document that a rule wrote."""

    @property
    def name(self) -> str:
        """A file name without a folder, unique within the outcome."""
    @property
    def media_type(self) -> str:
        """RFC 6838 media type."""
    @property
    def content(self) -> bytes:
        """The document itself."""
    @property
    def text(self) -> str | None:
        """The content as text, where it is UTF-8."""
    @property
    def digest(self) -> str:
        """The digest of the content."""

def policy_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of policy files, for editors and other tools."""

def _restore(name: str, content: bytes) -> Any: ...
