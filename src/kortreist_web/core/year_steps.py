"""The steps of the municipality's year as domains declare them, and the look taken at it.

A step does not ask the database: it says what is to be asked, as an expression, and the steps
of all domains are asked with one question (:mod:`kortreist_web.tasks.year`). One more step then
costs none. What no expression can say, a step asks itself, through :meth:`YearLook.once`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeAlias

from django.db.models import Exists, Model, Q
from django.db.models.expressions import NegatedExpression
from typing_extensions import TypeVar

from kortreist_web.core.actors import Organisation

__all__ = ["Answer", "YearLook", "YearStep"]

#: An organisation as the domain that looks knows it.
Tenant = TypeVar("Tenant", default=Organisation)
T = TypeVar("T")

#: What a step says: whether it is so, or what the database is to be asked.
Answer: TypeAlias = bool | Q | Exists | NegatedExpression


class YearLook(Generic[Tenant]):
    """One look at an organisation's year, while a page is made: nothing is asked twice.

    Parameters
    ----------
    organisation : Organisation
    today : date
        By the place's clock.
    being_reported : callable
        ``(organisation, today) → (year, period)`` that people say something about.
    """

    def __init__(
        self,
        organisation: Tenant,
        today: date,
        being_reported: Callable[[Tenant, date], tuple[int, int]],
    ) -> None:
        self.organisation, self.today = organisation, today
        self._being_reported = being_reported
        self._known: dict[Any, Any] = {}

    @property
    def year(self) -> int:
        """The year of the budget that is being made: the next."""
        return self.today.year + 1

    @cached_property
    def reported(self) -> tuple[int, int]:
        """The year and period that is reported."""
        return self._being_reported(self.organisation, self.today)

    def once(self, ask: Callable[[YearLook[Tenant]], T]) -> T:
        """Return what a function of the look returns, asked the first time only."""
        if ask not in self._known:
            self._known[ask] = ask(self)
        known: T = self._known[ask]
        return known


@dataclass(frozen=True, slots=True)
class YearStep(Generic[Tenant]):
    """A step of the municipality's year.

    Parameters
    ----------
    text : str
        Stem of the texts ``<text>.title``, ``.help`` and ``.go``.
    part : {"budget", "site", "follow"}
        Next year's budget, the pages for residents, or following up this year's budget.
    address : str
        Where it is done.
    does, opens : tuple of model and permission
        Who does it, and who may open the page.
    done : callable
        ``(look) → bool, or what the database is to be asked``.
    place : int
        Its place among the steps of the part.
    applies : callable, optional
        As ``done``: it is a step only then; always where nothing is said.
    optional : callable, optional
        As ``done``: it may be left out, so what comes after it does not wait.
    offered : bool
        One that may be left out is proposed before what comes after it, until that is done.
    closes : bool
        Once it is done, what comes before it and was not done has been passed over.
    by : str
        Key of the deadline of the usual year that it is done by (``tasks/annual_cycle.toml``).
    """

    key: str
    text: str
    part: str
    address: str
    does: tuple[type[Model], str]
    opens: tuple[type[Model], str]
    done: Callable[[YearLook[Tenant]], Answer]
    place: int
    applies: Callable[[YearLook[Tenant]], Answer] | None = None
    optional: Callable[[YearLook[Tenant]], Answer] | None = None
    closes: bool = False
    offered: bool = False
    by: str = ""
