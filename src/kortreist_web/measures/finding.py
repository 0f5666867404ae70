"""Measures that can be found by searching at work: the library's and the municipality's own."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from kortreist_web.core.policy import policy_of
from kortreist_web.core.searching import Findable
from kortreist_web.core.texts import engine, language
from kortreist_web.measures.catalogue import choice_key, measures_of
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.tenants.models import Organisation

__all__ = ["find_measures"]


def find_measures(
    request: HttpRequest, organisation: Organisation, at_work: bool
) -> Iterator[Findable]:
    """Yield each measure; what anyone may read of one is an adopted budget's to say."""
    if not at_work or not policy_of(MeasureChoice).may(request.user, "view", organisation):
        return
    code, t = language(), engine()
    for measure in measures_of(organisation)[0]:
        values = {"code": organisation.code, "measure": choice_key(measure)}
        yield Findable(
            "measure",
            measure.name[code],
            reverse("measures:show", kwargs=values),
            t(f"documents.theme.{measure.theme}"),
            (
                measure.id,
                t(f"documents.theme.{measure.theme}"),
                measure.description[code],
                measure.indicator[code],
                *(i.name[code] for i in measure.instruments),
            ),
        )
