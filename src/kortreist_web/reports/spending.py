"""Planned and actual money and posts as they were entered, and as an interim report tells them.

How they are compared: :mod:`kortreist_web.budgets.spending`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from kortreist_web.budgets.kinds import price_year_of
from kortreist_web.budgets.spending import KINDS, Compared, compare, deviation_in_words, in_all
from kortreist_web.changes.models import Change
from kortreist_web.core.clock import day_of
from kortreist_web.reports.models import Spending
from kortreist_web.tenants.models import Organisation

__all__ = ["FIGURES", "planned_by", "spending_of", "spent_in", "with_words"]

#: The fields of a row.
FIGURES = tuple(f"{when}_{kind}" for kind in KINDS for when in ("planned", "actual"))


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


def spent_in(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the rows and sums of an interim report that has anything spent; else none.

    A report from before there were any has none.
    """
    rows = []
    for row in content["rows"]:
        kinds = [Compared.of(s) for s in row.get("spending") or ()]
        rows.append((None, row["name"], kinds, ""))
    if all(one.actual is None for _, _, kinds, _ in rows for one in kinds):
        return {"spent": [], "spent_sums": []}
    kept = content.get("spent_sums")
    # What was completed before its sums were kept has them from its own rows.
    sums = in_all(k for _, _, k, _ in rows) if kept is None else [Compared.of(s) for s in kept]
    return {
        "spent": [(c, name, with_words(kinds), note) for c, name, kinds, note in rows],
        "spent_sums": with_words(sums),
    }


def planned_by(rows: Iterable[Spending]) -> dict[int, tuple[str, dt.date]]:
    """Return spending row → who entered its planned amounts last, and the day, by the log."""
    there = {row.pk: row for row in rows}
    if not there:
        return {}
    lines = Change.objects.filter(
        organisation=next(iter(there.values())).organisation_id,
        what=Spending._meta.label,
        row__in=there,
        kind__in=("add", "change"),
    )
    out: dict[int, tuple[str, dt.date]] = {}
    for line in lines.select_related("user").order_by("number"):
        given = (line.after.get(f"planned_{kind}") for kind in KINDS)
        touched = line.kind == "change" and any(f"planned_{kind}" in line.after for kind in KINDS)
        if touched or any(value is not None for value in given):
            out[int(line.row or 0)] = (str(line.user or line.program), day_of(line.at))
    return out


def with_words(compared: Iterable[Compared]) -> list[tuple[Compared, str]]:
    """Return each with how it differs, in words."""
    return [(one, deviation_in_words(one.as_dict())) for one in compared]
