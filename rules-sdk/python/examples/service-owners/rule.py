"""Every service has an owner, bears a label, and was reviewed lately.

It does a little of all that a rule can do, and is the same in every language.
"""

import math
from dataclasses import dataclass, field
from typing import Annotated

from clearance_rule import About, Check, Doc, Fact, Mismatch, Outcome, Rule, Score, Severity, fact
from clearance_rule.text import number

DAY = 86_400_000


@dataclass
class Service:
    """A service."""

    name: Annotated[str, Doc("Its name.")]
    owner: Annotated[str | None, Doc("The team that answers for it.")] = None
    labels: Annotated[dict[str, str], Doc("Whatever it is labelled with.")] = field(default_factory=dict)
    reviewed: Annotated[float | None, Doc("When it was reviewed last, in milliseconds since 1970.")] = None


@dataclass
class Facts:
    """The sections of the facts that the rule reads."""

    services: Annotated[list[Service], Doc("The services that the release touches.")]


@dataclass
class ServiceOwners(Rule[Facts]):
    """The rule. Its fields are the params that a policy sets."""

    points: Annotated[float, Doc("The points that a service without an owner adds to the score, out of 100.")]
    label: Annotated[str | None, Doc("A label that every service is to bear.")] = None
    review_days: Annotated[float, Doc("For how many days a review holds.")] = 90.0

    about = About(
        id="service-owners",
        version="1.0.0",
        title="Service owners",
        summary="Every service has an owner, bears a label, and was reviewed lately.",
        checks={
            "owner": "The service has an owner.",
            "label": "The service bears the label.",
            "review": "The service was reviewed lately.",
        },
        practices=["1.2"],
        controls=["SOC2:CC8.1"],
    )

    def prepare(self) -> None:
        if self.review_days < 1:
            raise Mismatch("/review_days", "a review holds for a day at least")

    def evaluate(self, facts: Facts, at: int) -> Outcome:
        outcome = Outcome(score=Score(out_of=100))
        owners: dict[str, list[str]] = {}
        lines = ["| service | owner |", "|---|---|"]
        for i, service in enumerate(facts.services):
            self.owned(facts, i, outcome)
            if service.owner is not None:
                owners.setdefault(service.owner, []).append(service.name)
            lines.append(f"| {service.name} | {service.owner if service.owner is not None else 'nobody'} |")
            if self.label is not None:
                place = Fact(fact(facts, "services", i, "labels", self.label).pointer, service.labels.get(self.label))
                outcome.push(labelled(service, self.label, place))
            outcome.push(self.reviewed(facts, i, at))
        orphans = sum(service.owner is None for service in facts.services)
        outcome.write("owners.md", "text/markdown", "\n".join(lines) + "\n")
        outcome.derived = {"orphans": orphans, "owners": owners}
        return outcome

    def owned(self, facts: Facts, i: int, outcome: Outcome) -> None:
        service = facts.services[i]
        if service.owner is not None:
            check = Check.passed("owner", service.name, f"{service.owner} owns it")
            outcome.push(check.seen(fact(facts, "services", i, "owner")).required("an owner"))
            return
        owner = fact(facts, "services", i, "owner")
        outcome.push(
            Check.failed("owner", service.name, "nobody owns it")
            .seen(owner)
            .required("an owner")
            .remedy(f"name an owner in `{owner.pointer}`")
            .with_severity(Severity.HIGH)
        )
        if outcome.score is not None:
            outcome.score.add(service.name, self.points, "nobody owns it")

    def reviewed(self, facts: Facts, i: int, at: int) -> Check:
        service = facts.services[i]
        reviewed = fact(facts, "services", i, "reviewed")
        if service.reviewed is None:
            check = Check.unknown("review", service.name, "nobody knows when it was reviewed")
            return check.seen(reviewed).remedy_if_unknown(f"supply `{reviewed.pointer}`")
        days = math.floor((at - service.reviewed) / DAY)
        message = f"days since its review: {number(days)}"
        check = (
            Check.passed("review", service.name, message)
            if days <= self.review_days
            else Check.failed("review", service.name, message).remedy("review it")
        )
        return check.seen(reviewed).required(f"at most {number(self.review_days)} days")


def labelled(service: Service, label: str, place: Fact[str]) -> Check:
    check = (
        Check.failed("label", service.name, f"does not bear `{label}`")
        if place.value is None
        else Check.passed("label", service.name, f"bears `{label}`: {place.value}")
    )
    return check.remedy(f"add `{place.pointer}`").seen(place)
