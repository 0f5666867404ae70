"""Planned and actual money and full-time posts of a measure in a year, and how they differ.

What was entered is in the kroner of its own year. What the climate budget planned stands in for
a planned amount nobody has entered, and is compared only where its kroner are the year's: the
carried price index makes them so, or there is no difference to show. Missing is not zero.

What was spent is entered by a domain to the right (``reports``), which tells; a proposal keeps
what its own year's forerunner came to, so that the paper says the same for ever.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from kortreist_web.budgets.frozen import current
from kortreist_web.budgets.kinds import line_kinds
from kortreist_web.core.clock import day_of
from kortreist_web.core.hooks import Hook
from kortreist_web.core.texts import web
from kortreist_web.tenants.models import Organisation

__all__ = [
    "KINDS",
    "SPENT",
    "Compared",
    "Spent",
    "compare",
    "deviation_in_words",
    "in_all",
    "sums_of",
    "year_before",
    "year_spent",
]

#: What is planned and counted: running cost and investment (NOK), and full-time posts.
KINDS = ("running", "investment", "posts")
#: Those of them that are money: two accounts by law, never added.
MONEY = ("running", "investment")
#: Origin of what was entered as planned and spent.
SPENT = "spent/year_before"


class Spent(Protocol):
    """What was entered of a measure in a year: NOK of that year and posts; None is not known."""

    planned_running: int | None
    actual_running: int | None
    planned_investment: int | None
    actual_investment: int | None
    planned_posts: float | None
    actual_posts: float | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Planned and actual of one kind; None is not known.

    Parameters
    ----------
    kind : {"running", "investment", "posts"}
    planned, actual : float or None
        NOK of the year's kroner, or full-time posts.
    source : {"entered", "budget", ""}
        Where the planned comes from.
    other_prices : int or None
        The price year of a planned amount that cannot be compared.
    elsewhere : str
        The kind the climate budget and the economic plan have this money as, where what was
        entered is of another; empty where nothing speaks against it.
    adopted : float or None
        What the adopted budget has of this kind that year: in the year's kroner, or in those of
        ``adopted_prices`` where they cannot be made the year's.
    adopted_as, adopted_prices : float or None, int or None
        The adopted amount as it was adopted, and its price year, where that is another year's.
    entered_on : str
        The day the planned was last entered, as ISO; empty where the budget's stands in.
    """

    kind: str
    planned: float | None
    actual: float | None
    source: str = ""
    other_prices: int | None = None
    elsewhere: str = ""
    adopted: float | None = None
    adopted_as: float | None = None
    adopted_prices: int | None = None
    entered_on: str = ""

    @property
    def over_adopted(self) -> float | None:
        """Return actual less adopted; None where either is not known, or not of one price year."""
        apart = self.adopted_prices is not None and self.adopted == self.adopted_as
        if self.adopted is None or self.actual is None or apart:
            return None
        return self.actual - self.adopted

    @property
    def difference(self) -> float | None:
        """Return actual less planned; None where either is not known, or not of one price year."""
        if self.planned is None or self.actual is None or self.other_prices is not None:
            return None
        return self.actual - self.planned

    @property
    def share(self) -> float | None:
        """Return the difference as a share of the planned; None of nothing planned."""
        if self.difference is None or not self.planned:
            return None
        return self.difference / abs(self.planned)

    def as_dict(self) -> dict[str, Any]:
        """Return what an interim report keeps."""
        return {
            "kind": self.kind,
            "planned": self.planned,
            "actual": self.actual,
            "planned_from": self.source,
            "planned_price_year": self.other_prices,
            "difference": self.difference,
            "share": self.share,
            "other_kind": self.elsewhere,
            "adopted": self.adopted,
            "adopted_as": self.adopted_as,
            "adopted_price_year": self.adopted_prices,
            "over_adopted": self.over_adopted,
            "planned_entered_on": self.entered_on,
        }

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Compared:
        """Return what was kept by :meth:`as_dict`."""
        return cls(
            kept["kind"],
            kept["planned"],
            kept["actual"],
            kept["planned_from"],
            kept["planned_price_year"],
            # What was kept before it was told has none.
            kept.get("other_kind") or "",
            kept.get("adopted"),
            kept.get("adopted_as"),
            kept.get("adopted_price_year"),
            kept.get("planned_entered_on") or "",
        )


def compare(
    line: Mapping[str, Any] | None, price_year: int | None, row: Spent | None, year: int
) -> list[Compared]:
    """Return planned beside actual of a measure in a year, by kind.

    Parameters
    ----------
    line : mapping or None
        The measure's line in the adopted budget.
    price_year : int or None
        Whose kroner the budget is in; None where it is of several years'.
    row : Spent or None
        What was entered.
    year : int
    """
    apart = line_kinds(line, (year,)) if line else {}
    planned_as = _planned_as(line, apart, row, year)
    out = []
    for kind in KINDS:
        actual = getattr(row, f"actual_{kind}", None)
        planned = getattr(row, f"planned_{kind}", None)
        source, other = "entered" if planned is not None else "", None
        adopted = as_adopted = apart_prices = None
        if line is not None and kind == "posts":
            adopted = as_adopted = (line.get("posts") or {}).get(str(year))
        elif line is not None:
            cell = apart[kind].by_year[year]  # type: ignore[index]
            as_adopted = (cell.known or 0) if cell.complete else None
            adopted, apart_prices = _in_kroner_of(year, as_adopted, price_year)
        if planned is None and adopted is not None:
            planned, other, source = adopted, apart_prices, "budget"
        prices = price_year if kind in MONEY and as_adopted and price_year != year else None
        if apart_prices is not None:
            prices = apart_prices
        day = getattr(row, "updated_at", None) if source == "entered" and line else None
        entered = actual or (planned if source == "entered" else None)
        apart_from = planned_as if entered and kind in MONEY and kind not in planned_as else ()
        out.append(
            Compared(
                kind,
                planned,
                actual,
                source,
                other,
                "".join(apart_from),
                adopted,
                as_adopted,
                prices,
                day_of(day).isoformat() if day else "",
            )
        )
    return out


def _planned_as(
    line: Mapping[str, Any] | None,
    apart: Mapping[Any, Any],
    row: Spent | None,
    year: int,
) -> tuple[str, ...]:
    """Return the kinds of money that are planned for a year; none where that is not known.

    The climate budget's and the economic plan's; where they say nothing, what was entered.
    """
    lines = [e for e in (line or {}).get("economic") or () if e["amounts"].get(str(year))]
    if any(e.get("kind") not in MONEY for e in lines):
        return ()
    found = {e["kind"] for e in lines}
    found |= {kind for kind, one in apart.items() if one.by_year[year].known}
    if not found:
        found = {kind for kind in MONEY if getattr(row, f"planned_{kind}", None)}
    return tuple(kind for kind in MONEY if kind in found)


def _in_kroner_of(
    year: int, nok: float | None, price_year: int | None
) -> tuple[float | None, int | None]:
    """Return an amount in a year's kroner, or as it is and the price year it stays in."""
    from kortreist.measures.prices import price_level

    if not nok or price_year == year:
        return nok, None
    index = price_level().factor
    if price_year is None or price_year not in index or year not in index:
        return nok, price_year or 0
    return round(nok * index[price_year] / index[year]), None


def in_all(compared: Iterable[list[Compared]]) -> list[Compared]:
    """Return the sums of what is known of both, by kind; nothing of what lacks either."""
    rows = [one for each in compared for one in each]
    out = []
    for kind in KINDS:
        whole = [r for r in rows if r.kind == kind and r.difference is not None]
        planned = sum(r.planned or 0 for r in whole) if whole else None
        actual = sum(r.actual or 0 for r in whole) if whole else None
        held = [r for r in rows if r.kind == kind and r.over_adopted is not None]
        adopted = sum(r.adopted or 0 for r in held) if held else None
        # Of the same measures only: a sum is never compared with what another set came to.
        same = bool(held) and {id(r) for r in held} == {id(r) for r in whole}
        entered = max((r.entered_on for r in whole), default="") if same else ""
        source = "entered" if entered else ""
        out.append(
            Compared(
                kind,
                planned,
                actual,
                source,
                adopted=adopted if same else None,
                adopted_as=adopted if same else None,
                entered_on=entered,
            )
        )
    return out


def deviation_in_words(row: Mapping[str, Any], code: str | None = None) -> str:
    """Write how an actual amount differs from the planned, in words and per cent.

    Parameters
    ----------
    row : mapping
        As :meth:`Compared.as_dict` gives it.
    code : str, optional
        Language; the reader's by default.
    """
    say, other = web(code), row.get("other_kind")
    said = _in_words(row, code)
    if row.get("planned_entered_on") and row["actual"] is not None:
        day = say.date(row["planned_entered_on"])
        said = f"{_from_adopted(row, code)}; {said}{say('budgets.spending.entered_on', day=day)}"
    if not other:
        return said
    kinds = {k: say(f"budgets.spending.as_{k}") for k in (row["kind"], other)}
    apart = say("budgets.spending.other_kind", kind=kinds[row["kind"]], planned=kinds[other])
    return f"{said}. {apart}"


def _from_adopted(row: Mapping[str, Any], code: str | None) -> str:
    """Write how an amount differs from what was adopted; empty where that is not known.

    What somebody enters as planned later never stands in for what the council adopted.
    """
    say, adopted, over = web(code), row.get("adopted"), row.get("over_adopted")
    if adopted is None:
        return say("budgets.spending.adopted_unknown")
    posts = row["kind"] == "posts"
    amount = say.number(adopted, 1 if posts else 0)
    if over is None:
        return say("budgets.spending.adopted_apart", adopted=amount, year=row["adopted_price_year"])
    if not adopted:
        said = say("budgets.spending.adopted_none")
    elif abs(over / adopted) < 0.005:
        said = say("budgets.spending.adopted_as", adopted=amount)
    else:
        share = say.percent(abs(over / adopted))
        key = "adopted_over" if over / abs(adopted) > 0 else "adopted_under"
        said = say(f"budgets.spending.{key}", share=share, adopted=amount)
    if row.get("adopted_price_year"):
        was = say.number(row["adopted_as"], 0)
        said += say("budgets.spending.adopted_was", adopted=was, year=row["adopted_price_year"])
    return said


def _in_words(row: Mapping[str, Any], code: str | None) -> str:
    say = web(code)
    if row["actual"] is None:
        return say("budgets.spending.not_reported")
    if row["planned"] is None:
        return say("budgets.spending.not_planned")
    if row["difference"] is None:
        if row["planned_price_year"]:
            return say("budgets.spending.other_prices", year=row["planned_price_year"])
        return say("budgets.spending.several_prices")
    share = row["share"]
    if share is None and row["difference"]:
        return say("budgets.spending.nothing_planned")
    if share is None or abs(share) < 0.005:
        return say("budgets.spending.as_planned")
    key = "over" if share > 0 else "under"
    return say(f"budgets.spending.{key}", share=say.percent(abs(share)))


#: (organisation, content of the adopted budget, year) → measure → planned beside actual.
year_spent: Hook[Callable[[Organisation, Mapping[str, Any], int], dict[str, list[Compared]]]] = (
    Hook("what was spent")
)


def year_before(organisation: Organisation, year: int, day: dt.date) -> dict[str, Any] | None:
    """Return what was planned and spent in the year before a budget's, as a proposal keeps it.

    Parameters
    ----------
    organisation : Organisation
    year : int
        The budget's.
    day : datetime.date
        On which it is told.

    Returns
    -------
    dict or None
        ``year``, ``as_of``, ``rows`` (a measure each that has anything spent, its ``spending``
        as :meth:`Compared.as_dict`) and ``unreported``, how many measures have nothing. None
        where no budget of the year before is in force.
    """
    before = current(organisation, year - 1)
    if before is None:
        return None
    found = year_spent()(organisation, before.content, year - 1)
    rows = [
        {
            "measure": line["measure"],
            "name": line["name"],
            "spending": [one.as_dict() for one in found[line["measure"]]],
        }
        for line in before.content["lines"]
        if any(one.actual is not None for one in found[line["measure"]])
    ]
    return {
        "year": year - 1,
        "as_of": day.isoformat(),
        "budget": {"number": before.number, "content_hash": before.content_hash},
        "rows": rows,
        "unreported": len(before.content["lines"]) - len(rows),
    }


def sums_of(rows: Iterable[Mapping[str, Any]]) -> list[Compared]:
    """Return the sums of kept rows, by kind: of what has both figures, in one year's kroner."""
    return in_all([Compared.of(one) for one in row.get("spending") or ()] for row in rows)
