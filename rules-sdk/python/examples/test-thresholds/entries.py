"""Which components there are, and where the facts speak of each."""

from __future__ import annotations

from dataclasses import dataclass, field

from clearance_rule import Check
from facts import Facts


@dataclass
class Named:
    """A component and the places of its entries."""

    name: str
    tests: list[int] = field(default_factory=list)
    coverage: list[int] = field(default_factory=list)


def named(facts: Facts) -> list[Named]:
    """Every component that any section names, those of the release first."""
    found: dict[str, Named] = {}

    def place(name: str) -> Named:
        return found.setdefault(name, Named(name))

    for component in facts.components or []:
        place(component.name)
    for i, tests in enumerate(facts.tests or []):
        place(tests.component).tests.append(i)
    for i, coverage in enumerate(facts.coverage or []):
        place(coverage.component).coverage.append(i)
    return list(found.values())


@dataclass
class Gap:
    """Why a component has no entry to judge by."""

    section: str
    places: list[int]
    absent: bool

    def check(self, code: str, component: str) -> Check:
        """The row that says so."""
        section = self.section
        supply = f"supply an entry for `{component}` in `/{section}`"
        if self.absent:
            check = Check.unknown(code, component, f"`/{section}` is absent").missing(f"/{section}")
            return check.remedy_if_unknown(supply)
        if not self.places:
            message = f"`/{section}` has no entry for `{component}`"
            return Check.unknown(code, component, message).remedy_if_unknown(supply)
        places = [f"/{section}/{place}" for place in self.places]
        listed = ", ".join(f"`{place}`" for place in places)
        check = Check.unknown(code, component, f"several entries are for it: {listed}")
        check.remedy_if_unknown(f"keep one entry for `{component}` in `/{section}`")
        for place in places:
            check.observe(f"{place}/component", component)
        return check


def only(section: str, places: list[int], absent: bool) -> int | Gap:
    """The place of a component's only entry in a section."""
    return places[0] if len(places) == 1 else Gap(section, places, absent)
