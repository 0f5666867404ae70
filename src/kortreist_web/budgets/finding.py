"""Measures of adopted budgets, and those looked at and left out, that anyone can find."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from django.http import HttpRequest
from django.urls import reverse

from kortreist_web.budgets.frozen import open_current
from kortreist_web.budgets.identified import why_not
from kortreist_web.budgets.kind import BUDGETS
from kortreist_web.budgets.labels import named
from kortreist_web.budgets.traces import known, readable
from kortreist_web.core.searching import Findable
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation

__all__ = ["find_adopted_measures", "find_considered"]


def find_adopted_measures(
    request: HttpRequest, organisation: Organisation, at_work: bool
) -> Iterator[Findable]:
    """Yield each measure of the budgets that are open; at work the measure's own page is found."""
    if at_work:
        return
    names, _ = known(readable(organisation, member=False))
    about = text("core.search.adopted")
    for measure, name in names.items():
        values = {"code": organisation.code, "measure": measure}
        url = reverse("budgets:measure", kwargs=values)
        yield Findable("measure", named(name, measure), url, about, (measure,))


def find_considered(
    request: HttpRequest, organisation: Organisation, at_work: bool
) -> Iterator[Findable]:
    """Yield what the budget in force says was looked at and is not proposed."""
    version = None if at_work else open_current(organisation)
    if version is None:
        return
    taken = {line["measure"] for line in version.content["lines"]}
    page = BUDGETS.page(version, organisation.code)
    found = text("core.search.considered", year=version.year)
    for row in version.content.get("identified") or ():
        if row["measure"] not in taken:
            about = text("core.search.considered_why", found=found, why=why_not(row))
            url = f"{page}#identified-{quote(row['measure'], safe='')}"
            yield Findable("considered", named(row["name"], row["measure"]), url, about)
