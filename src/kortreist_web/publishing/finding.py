"""Figures of the published account that can be found by searching."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from kortreist_web.core.searching import Findable
from kortreist_web.core.texts import engine, language, text, web
from kortreist_web.publishing.published import public_account
from kortreist_web.tenants.models import Organisation

__all__ = ["find_figures", "find_say"]


def find_say(request: HttpRequest, organisation: Organisation, at_work: bool) -> Iterator[Findable]:
    """Yield where somebody who disagrees, or wants to propose something, is told what to do."""
    url = reverse("publishing:overview", kwargs={"code": organisation.code})
    about = text("decisions.say.about")
    yield Findable("page", text("decisions.say.title"), f"{url}#say", about)


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
    direct = [(n, s) for n, s in enumerate(content["sources"]) if s["scope"] == "direct"]
    called = Counter((s["sector"], s["source"]) for _, s in direct)
    for number, source in direct:
        title = names.source_of(source["scope"], source["sector"], source["source"])
        title = f"{names.sector(source['sector'])}: {title}"
        if called[source["sector"], source["source"]] > 1:  # whose it is tells them apart
            whose = engine()(f"documents.actor.{source['actor']}")
            title += f" ({whose[:1].lower()}{whose[1:]})"
        yield figure(title, f"sources/{number}/value", source["value"])
