"""Planned and actual money and full-time posts of a measure in a year, and how they differ.

What was entered is in the kroner of its own year. What the climate budget planned stands in for
a planned amount nobody has entered, and is compared only where its kroner are the year's: the
carried price index makes them so, or there is no difference to show. Missing is not zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kortreist_web.budgets.kinds import line_kinds, price_year_of
from kortreist_web.core.texts import web
from kortreist_web.reports.models import Spending
from kortreist_web.tenants.models import Organisation

__all__ = [
    "FIGURES",
    "KINDS",
    "Compared",
    "compare",
    "deviation_in_words",
    "in_all",
    "spending_of",
    "spent_in",
    "with_words",
]

#: What is planned and counted: running cost and investment (NOK), and full-time posts.
KINDS = ("running", "investment", "posts")
#: The fields of a row.
FIGURES = tuple(f"{when}_{kind}" for kind in KINDS for when in ("planned", "actual"))


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
    """

    kind: str
    planned: float | None
    actual: float | None
    source: str = ""
    other_prices: int | None = None

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
        }


def compare(
    line: Mapping[str, Any] | None, price_year: int | None, row: Spending | None, year: int
) -> list[Compared]:
    """Return planned beside actual of a measure in a year, by kind.

    Parameters
    ----------
    line : mapping or None
        The measure's line in the adopted budget.
    price_year : int or None
        Whose kroner the budget is in; None where it is of several years'.
    row : Spending or None
        What was entered.
    year : int
    """
    apart = line_kinds(line, (year,)) if line else {}
    out = []
    for kind in KINDS:
        actual = getattr(row, f"actual_{kind}", None)
        planned = getattr(row, f"planned_{kind}", None)
        source, other = "entered" if planned is not None else "", None
        if planned is None and line is not None:
            if kind == "posts":
                planned = (line.get("posts") or {}).get(str(year))
            else:
                cell = apart[kind].by_year[year]  # type: ignore[index]
                planned = (cell.known or 0) if cell.complete else None
                planned, other = _in_kroner_of(year, planned, price_year)
            source = "budget" if planned is not None else ""
        out.append(Compared(kind, planned, actual, source, other))
    return out


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


def spending_of(
    organisation: Organisation, content: Mapping[str, Any], year: int
) -> dict[str, list[Compared]]:
    """Return measure → planned beside actual, of every line of an adopted budget's content."""
    rows = Spending.objects.filter(organisation=organisation, year=year).select_related("choice")
    by_measure = {row.choice.measure: row for row in rows}
    price_year = price_year_of(content)
    return {
        line["measure"]: compare(line, price_year, by_measure.get(line["measure"]), year)
        for line in content["lines"]
    }


def in_all(compared: Iterable[list[Compared]]) -> list[Compared]:
    """Return the sums of what is known of both, by kind; nothing of what lacks either."""
    rows = [one for each in compared for one in each]
    out = []
    for kind in KINDS:
        whole = [r for r in rows if r.kind == kind and r.difference is not None]
        planned = sum(r.planned or 0 for r in whole) if whole else None
        actual = sum(r.actual or 0 for r in whole) if whole else None
        out.append(Compared(kind, planned, actual))
    return out


def spent_in(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rows and sums of an interim report that has anything spent; else none.

    A report from before there were any has none.
    """
    rows = []
    for row in content["rows"]:
        kinds = [
            Compared(
                s["kind"], s["planned"], s["actual"], s["planned_from"], s["planned_price_year"]
            )
            for s in row.get("spending") or ()
        ]
        rows.append((None, row["name"], kinds, ""))
    if all(one.actual is None for _, _, kinds, _ in rows for one in kinds):
        return {"spent": [], "spent_sums": []}
    return {
        "spent": [(c, name, with_words(kinds), note) for c, name, kinds, note in rows],
        "spent_sums": with_words(in_all(kinds for _, _, kinds, _ in rows)),
    }


def with_words(compared: Iterable[Compared]) -> list[tuple[Compared, str]]:
    """Return each with how it differs, in words."""
    return [(one, deviation_in_words(one.as_dict())) for one in compared]


def deviation_in_words(row: Mapping[str, Any], code: str | None = None) -> str:
    """Write how an actual amount differs from the planned, in words and per cent.

    Parameters
    ----------
    row : mapping
        As :meth:`Compared.as_dict` gives it.
    code : str, optional
        Language; the reader's by default.
    """
    say = web(code)
    if row["actual"] is None:
        return say("reports.spending.not_reported")
    if row["planned"] is None:
        return say("reports.spending.not_planned")
    if row["difference"] is None:
        if row["planned_price_year"]:
            return say("reports.spending.other_prices", year=row["planned_price_year"])
        return say("reports.spending.several_prices")
    share = row["share"]
    if share is None and row["difference"]:
        return say("reports.spending.nothing_planned")
    if share is None or abs(share) < 0.005:
        return say("reports.spending.as_planned")
    key = "over" if share > 0 else "under"
    return say(f"reports.spending.{key}", share=say.percent(abs(share)))
