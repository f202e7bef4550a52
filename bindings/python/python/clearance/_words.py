"""The closed lists of words that a decision uses. Each member is the string that stands in the JSON."""

from enum import Enum


class _Word(str, Enum):
    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, spec: str) -> str:
        return format(str(self.value), spec)


class Verdict(_Word):
    """Whether a release is cleared to go."""

    ALLOW = "allow"
    """Cleared."""
    REVIEW = "review"
    """A person has to look."""
    DENY = "deny"
    """Not cleared."""


class Basis(_Word):
    """What a verdict rests on."""

    RULES = "rules"
    """At least one entry applied."""
    NO_RULE_APPLIED = "no-rule-applied"
    """No entry applied: nothing was judged, so nothing is cleared."""


class Enforcement(_Word):
    """What a failing check of an entry means for the release."""

    DENY = "deny"
    """The release is denied."""
    REVIEW = "review"
    """A person has to look."""
    WARN = "warn"
    """The release may go; the failure is shown as a warning."""
    SHADOW = "shadow"
    """The release may go; the rule is on trial and its findings are only recorded."""


class Effect(_Word):
    """What one row does to the verdict."""

    NONE = "none"
    """Nothing: the check passed, does not apply, is waived, or is on trial."""
    WARN = "warn"
    """A warning."""
    REVIEW = "review"
    """A review."""
    DENY = "deny"
    """A denial."""


class EntryState(_Word):
    """Whether an entry of the policy judged the release."""

    APPLIED = "applied"
    """It did."""
    OUT_OF_SCOPE = "out-of-scope"
    """Its `when` does not hold for the release."""
    SCOPE_UNKNOWN = "scope-unknown"
    """Whether its `when` holds cannot be told."""
    NOT_EFFECTIVE = "not-effective"
    """It is not in force at the time of the decision."""


class WaiverState(_Word):
    """What became of a waiver."""

    USED = "used"
    """It waived at least one failing check."""
    UNMATCHED = "unmatched"
    """It is in force, and no failing check is as it says."""
    NOT_BEGUN = "not-begun"
    """Its start lies in the future."""
    EXPIRED = "expired"
    """Its expiry has come."""
    OVER_LONG = "over-long"
    """It lasts longer than the policy honours."""


class Status(_Word):
    """What a check found."""

    PASS = "pass"
    """What the rule requires is so."""
    FAIL = "fail"
    """What the rule requires is not so."""
    NOT_APPLICABLE = "not-applicable"
    """The check does not concern this subject."""
    UNKNOWN = "unknown"
    """The check cannot be answered. It counts as a failure."""


class Severity(_Word):
    """How much a failure of a check matters to the people who read it."""

    INFO = "info"
    """Good to know."""
    LOW = "low"
    """Small."""
    MEDIUM = "medium"
    """Of some weight; what a check has where its author says nothing."""
    HIGH = "high"
    """Serious."""
    CRITICAL = "critical"
    """As bad as it gets."""


class LintKind(_Word):
    """What kind of remark on a policy it is."""

    WAIVER_EXPIRED = "waiver-expired"
    """A waiver will never be used again."""
    WAIVER_OVER_LONG = "waiver-over-long"
    """A waiver lasts longer than the policy honours, and is not used."""
    NEED_MISSING = "need-missing"
    """An entry reads a section named after another entry without needing it."""
    NEED_UNUSED = "need-unused"
    """An entry needs another whose derived facts it does not read."""
    ENTRY_ENDED = "entry-ended"
    """An entry will never be in force again."""
    NOTHING_ENFORCED = "nothing-enforced"
    """No entry can do more than warn."""


class LoadStep(_Word):
    """What has become of an entry of a policy that is being loaded."""

    COMPILING = "compiling"
    """Its rule has to be compiled, which takes the most part of a second. Said at most once of an entry."""
    READY = "ready"
    """Its rule is loaded and has its params."""


for _word in (Verdict, Basis, Enforcement, Effect, EntryState, WaiverState, Status, Severity, LintKind, LoadStep):
    _word.__module__ = "clearance"
