"""The rows a plan's page shows: a measure by name, in its group, and in the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kortreist_web.core.texts import engine, text
from kortreist_web.plans.money import Price

__all__ = ["Group", "Member", "Named", "Row"]


@dataclass(frozen=True, slots=True)
class Named:
    """A measure: the engine's id, the name to show, and its page's key ("" where none)."""

    id: str
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Member:
    """A measure in its group: why, when, who decides by which paragraph, how sure.

    ``late``: it cannot wait, or its deadline is past; ``beside``: what it is started with, or
    instead of; ``held``: in how many variants it keeps its group; ``facts``: tonnes, kroner and
    year in so few words that rows can be held against each other.
    """

    measure: Named
    reason: str
    start_year: int | None
    decide_by: int | None
    decider: str
    stability: float | None
    uncertain: bool
    signpost: str
    #: Whether somebody can see the sign: nobody offers a price of a fee.
    can_watch: bool
    told: str
    pilot: str
    gives: str
    facts: tuple[str, ...]
    weighs: str
    late: bool
    #: Its deadline is past: said so, never as a deadline to keep.
    past: bool
    paragraph: str
    beside: str
    held: str


@dataclass(frozen=True, slots=True)
class Group:
    """One of the groups; ``folded`` are shown on request, by their reason.

    ``closed``: nothing in it is to be decided now, so it is shown when asked for.
    """

    id: str
    members: tuple[Member, ...]
    folded: tuple[tuple[str, tuple[Member, ...]], ...]
    closed: bool = False

    @property
    def name(self) -> str:
        """Return what the group is called to those whose plan it is."""
        own = self.id in ("adopted", "chosen", "small")
        return text(f"plans.groups.name_{self.id}") if own else engine()(f"plans.group.{self.id}")

    @property
    def common(self) -> str:
        """Return the reason that all its members share; "" where they differ."""
        reasons = {m.reason for m in self.members}
        return reasons.pop() if len(reasons) == 1 else ""

    @property
    def head(self) -> str:
        """Return the shared reason where what is said of the group does not say it already."""
        return "" if self.id in ("adopted", "chosen", "start_now", "anchor_first") else self.common

    @property
    def count(self) -> int:
        """Return how many measures the group holds."""
        return len(self.members) + sum(len(m) for _, m in self.folded)


@dataclass(frozen=True, slots=True)
class Row:
    """A measure in the plan: effect in the plan's last year, cost by bearer over its years.

    A bearer in ``missing`` has an unknown cost; one not in ``cost`` pays nothing. ``price``
    holds municipality, society, and why there is none; plans made before the two columns have
    one price, of everybody, which is not shown as the municipality's.
    """

    measure: Named
    start_year: int
    effect: Mapping[str, float] | None
    cost: Mapping[str, float]
    missing: tuple[str, ...]
    price: Price
    mark: str
    group: str
