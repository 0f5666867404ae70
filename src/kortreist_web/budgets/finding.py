"""Measures of adopted budgets that anyone can find by searching."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from kortreist_web.budgets.labels import named
from kortreist_web.budgets.traces import known, readable
from kortreist_web.core.searching import Findable
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation

__all__ = ["find_adopted_measures"]


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
