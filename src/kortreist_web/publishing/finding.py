"""Figures of the published account that can be found by searching."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from kortreist_web.core.searching import Findable
from kortreist_web.core.texts import engine, language, text, web
from kortreist_web.publishing.published import public_account
from kortreist_web.tenants.models import Organisation

__all__ = ["find_figures"]


def find_figures(
    request: HttpRequest, organisation: Organisation, at_work: bool
) -> Iterator[Findable]:
    """Yield the totals and the sources of the account anyone may read, with their values."""
    account = public_account(organisation)
    if account is None:
        return
    from kortreist.accounts.labels import Naming

    names, content = Naming(language()), account.content
    year, prefix = content["year"], account.content_hash[:12]

    def figure(title: str, pointer: str, value: float, *texts: str) -> Findable:
        values = {
            "code": organisation.code,
            "kind": "account",
            "prefix": prefix,
            "pointer": pointer,
        }
        about = text("core.search.figure", value=web().number(value), year=year)
        return Findable("figure", title, reverse("publishing:figure", kwargs=values), about, texts)

    for boundary, total in content["totals"].items():
        title = engine()(f"accounts.boundary.{boundary}")
        yield figure(title, f"totals/{boundary}/value", total["value"])
    for number, source in enumerate(content["sources"]):
        if source["scope"] != "direct":
            continue
        title = names.source_of(source["scope"], source["sector"], source["source"])
        sector = names.sector(source["sector"])
        yield figure(f"{sector}: {title}", f"sources/{number}/value", source["value"])
