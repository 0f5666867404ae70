"""The catalogue after DCAT-AP-NO: what is public, in which forms, under which licence.

One catalogue an organisation, and one of the whole installation. Addresses are the stable
ones of the data; titles are in bokmål, nynorsk and English.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from kortreist.i18n import LANGUAGES
from kortreist_web.core.clock import day_of
from kortreist_web.core.texts import web
from kortreist_web.publishing.holdings import Holding
from kortreist_web.publishing.naming import row_title
from kortreist_web.publishing.rdf import Iri, Literal, Triple, name

__all__ = ["LICENCES", "catalogue", "whole_catalogue"]

_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
#: Dataset → licence. The account holds figures made from works shared on the same terms, so
#: that it must be shared on them too; the history is the environment agency's own.
LICENCES: dict[str, str] = {
    "account": "CC_BYSA_4_0",
    "history": "NLOD_2_0",
    "budget": "CC_BY_4_0",
    "report": "CC_BY_4_0",
    "decision": "CC_BY_4_0",
}
_FORMS = {
    "csv": ("CSV", "text/csv"),
    "json": ("JSON", "application/json"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_THEMES = {"account": ("ENVI",), "history": ("ENVI",), "decision": ("ENVI", "GOVE")}
_FREQUENCY = {"account": "ANNUAL", "history": "ANNUAL", "budget": "ANNUAL", "report": "ANNUAL_3"}
_LANGUAGES = {"nb": "NOB", "nn": "NNO", "en": "ENG"}
_A = name("rdf:type")


def _texts(subject: Iri, predicate: str, key: str, **values: object) -> Iterator[Triple]:
    for code in LANGUAGES:
        yield subject, name(predicate), Literal(web(code)(key, **values), code)


def _date(when: dt.date | dt.datetime) -> Literal:
    day = day_of(when) if isinstance(when, dt.datetime) else when
    return Literal(day.isoformat(), datatype="xsd:date")


class _Writer:
    """Writes one organisation's datasets."""

    def __init__(self, holding: Holding) -> None:
        self.holding, self.organisation = holding, holding.organisation
        self.code = self.organisation.code
        self.base = settings.ORIGIN + reverse("data:catalogue_ttl", kwargs={"code": self.code})
        self.publisher = self.iri("publisher") if holding.own else _house()
        self.contact = Iri(settings.ORIGIN + reverse("data:all_ttl") + "#contact")

    def iri(self, fragment: str) -> Iri:
        return Iri(f"{self.base}#{fragment}")

    def address(self, view: str, **values: Any) -> Iri:
        return Iri(settings.ORIGIN + reverse(f"data:{view}", kwargs={"code": self.code, **values}))

    def page(self, view: str) -> Iri:
        with override(self.organisation.language):
            return Iri(settings.ORIGIN + reverse(view, kwargs={"code": self.code}))

    def shared(self, subject: Iri) -> Iterator[Triple]:
        """Say who publishes, and whom to ask."""
        yield subject, name("dct:publisher"), self.publisher
        yield subject, name("dcat:contactPoint"), self.contact

    def agent(self) -> Iterator[Triple]:
        if not self.holding.own:
            yield from _house_agent()
            return
        yield self.publisher, _A, name("foaf:Agent")
        yield self.publisher, name("foaf:name"), Literal(self.organisation.name)
        yield self.publisher, name("dct:identifier"), Literal(self.code)

    def dataset(self, kind: str, issued: Any) -> Iterator[Triple]:
        subject = self.iri(kind)
        said = {"name": self.organisation.name}
        borrowed = self.organisation.invented
        yield subject, _A, name("dcat:Dataset")
        yield from _texts(subject, "dct:title", f"publishing.dataset.{kind}.title", **said)
        for code in LANGUAGES:
            t = web(code)
            parts = []
            if borrowed and kind in ("account", "history"):
                number = self.organisation.figures_code
                parts.append(t("plans.borrowed_short", number=number, **said))
            elif borrowed:
                parts.append(t("publishing.dataset.invented", **said))
            if not (borrowed and kind == "history"):  # the agency has no figures for it
                parts.append(t(f"publishing.dataset.{kind}.description", **said))
            yield subject, name("dct:description"), Literal(" ".join(parts), code)
        yield from self.shared(subject)
        yield subject, name("dct:identifier"), Literal(subject.value, datatype="xsd:anyURI")
        for theme in _THEMES.get(kind, ("ENVI", "GOVE")):
            yield subject, name("dcat:theme"), Iri(f"{_EU}data-theme/{theme}")
        yield subject, name("dct:accessRights"), Iri(f"{_EU}access-right/PUBLIC")
        yield subject, name("dct:spatial"), Iri(f"{_EU}country/NOR")
        yield subject, name("dcat:landingPage"), self.page("publishing:data")
        if kind in _FREQUENCY:
            frequency = Iri(f"{_EU}frequency/{_FREQUENCY[kind]}")
            yield subject, name("dct:accrualPeriodicity"), frequency
        for code in LANGUAGES if kind in ("account", "history") else (self.organisation.language,):
            yield subject, name("dct:language"), Iri(f"{_EU}language/{_LANGUAGES[code]}")
        for code in LANGUAGES:
            for word in web(code)(f"publishing.dataset.{kind}.keywords").split(","):
                yield subject, name("dcat:keyword"), Literal(word.strip(), code)
        yield subject, name("dct:modified"), _date(issued)

    def years(self, kind: str, years: Iterable[int]) -> Iterator[Triple]:
        found = sorted(years)
        if not found:
            return
        period = self.iri(f"{kind}-period")
        yield self.iri(kind), name("dct:temporal"), period
        yield period, _A, name("dct:PeriodOfTime")
        for which, day in (("startDate", f"{found[0]}-01-01"), ("endDate", f"{found[-1]}-12-31")):
            yield period, name(f"dcat:{which}"), Literal(day, datatype="xsd:date")

    def file(
        self, kind: str, form: str, where: Iri, part: str = "", row: Any = None, layout: str = ""
    ) -> Iterator[Triple]:
        """Say that a dataset, or the version of it in a row, is found at an address in a form."""
        subject = self.iri("-".join(filter(None, (kind, part, form))))
        short, media = _FORMS[form]
        yield self.iri(kind), name("dcat:distribution"), subject
        yield subject, _A, name("dcat:Distribution")
        for code in LANGUAGES:
            title = web(code)(f"publishing.dataset.{kind}.title", name=self.organisation.name)
            if row is not None:
                title = f"{self.organisation.name}: {row_title(kind, row, code)}"
            said = f"{title}, {layout}" if layout else title
            yield subject, name("dct:title"), Literal(f"{said} ({short})", code)
        yield subject, name("dcat:accessURL"), where
        yield subject, name("dcat:downloadURL"), where
        yield subject, name("dct:format"), Iri(f"{_EU}file-type/{short}")
        yield subject, name("dcat:mediaType"), Iri(_IANA + media)
        yield subject, name("dct:license"), Iri(f"{_EU}licence/{LICENCES[kind]}")

    def origin(self, kind: str) -> Iterator[Triple]:
        """Say where the figures come from: a page, which is no dataset and so no source."""
        page = Iri("https://www.miljodirektoratet.no/tjenester/klimagassutslipp-kommuner/")
        yield self.iri(kind), name("dct:relation"), page

    def datasets(self) -> tuple[list[str], list[Triple]]:
        """Return the datasets there are, and all said of them."""
        h = self.holding
        out: list[Triple] = []
        kinds: list[str] = []
        if h.account is not None:
            kinds.append("account")
            out += self.dataset("account", h.account.computed_at)
            out += self.years("account", [max(h.vintage.years or [h.vintage.date.year])])
            out += self.origin("account")
            out.append((self.iri("account"), name("dct:source"), self.iri("history")))
            for form in _FORMS:
                out += self.file("account", form, self.address("account", form=form))
            gpc = self.address("gpc", form="xlsx")
            out += self.file("account", "xlsx", gpc, "gpc", layout="GPC, CDP-ICLEI")
        if h.vintage is not None:
            kinds.append("history")
            out += self.dataset("history", h.vintage.date)
            out += self.years("history", h.vintage.years)
            out += self.origin("history")
            for form in _FORMS:
                out += self.file("history", form, self.address("history", form=form))
        if h.budgets:
            kinds.append("budget")
            out += self.dataset("budget", h.budgets[0].created_at)
            for b in h.budgets:
                for form in _FORMS:
                    where = self.address("budget", year=b.year, number=b.number, form=form)
                    part = f"{b.year}-{b.number}"
                    out += self.file("budget", form, where, part, b)
        if h.reports:
            kinds.append("report")
            out += self.dataset("report", h.reports[0].created_at)
            for r in h.reports:
                year, period = r.year, r.part
                where = self.address("report", year=year, period=period)
                part = f"{year}-{period}"
                out += self.file("report", "json", where, part, r)
        if h.decisions:
            kinds.append("decision")
            out += self.dataset("decision", max(d.updated_at for d in h.decisions))
            for form in _FORMS:
                out += self.file("decision", form, self.address("decisions", form=form))
        return kinds, out


def _house() -> Iri:
    return Iri(settings.ORIGIN + reverse("data:all_ttl") + "#publisher")


def _house_agent() -> Iterator[Triple]:
    yield _house(), _A, name("foaf:Agent")
    yield _house(), name("foaf:name"), Literal(settings.RESPONSIBLE or "Kortreist")
    yield _house(), name("dct:identifier"), Literal(_house().value)


def _contact() -> Iterator[Triple]:
    subject = Iri(settings.ORIGIN + reverse("data:all_ttl") + "#contact")
    said, mail = parseaddr(settings.CONTACT or "")
    yield subject, _A, name("vcard:Organization")
    yield subject, name("vcard:fn"), Literal(said or settings.RESPONSIBLE or "Kortreist")
    if "@" in mail:
        yield subject, name("vcard:hasEmail"), Iri(f"mailto:{mail}")
    with override("nb"):
        yield subject, name("vcard:hasURL"), Iri(settings.ORIGIN + reverse("about"))


def _service(datasets: Sequence[Iri], publisher: Iri) -> Iterator[Triple]:
    subject = Iri(f"{settings.ORIGIN}/api/v1/#service")
    yield subject, _A, name("dcat:DataService")
    yield subject, name("dct:identifier"), Literal(subject.value, datatype="xsd:anyURI")
    yield from _texts(subject, "dct:title", "publishing.dataset.api")
    yield subject, name("dcat:endpointURL"), Iri(f"{settings.ORIGIN}/api/v1/")
    description = Iri(f"{settings.ORIGIN}/api/v1/openapi.json")
    yield subject, name("dcat:endpointDescription"), description
    yield subject, name("dct:publisher"), publisher
    contact = Iri(settings.ORIGIN + reverse("data:all_ttl") + "#contact")
    yield subject, name("dcat:contactPoint"), contact
    for dataset in datasets:
        yield subject, name("dcat:servesDataset"), dataset


def _catalogue(
    subject: Iri, publisher: Iri, key: str, homepage: Iri, datasets: Sequence[Iri], **said: object
) -> Iterator[Triple]:
    yield subject, _A, name("dcat:Catalog")
    yield subject, name("dct:identifier"), Literal(subject.value, datatype="xsd:anyURI")
    yield from _texts(subject, "dct:title", f"publishing.catalogue.{key}", **said)
    yield from _texts(subject, "dct:description", f"publishing.catalogue.{key}_help", **said)
    yield subject, name("dct:publisher"), publisher
    contact = Iri(settings.ORIGIN + reverse("data:all_ttl") + "#contact")
    yield subject, name("dcat:contactPoint"), contact
    yield subject, name("foaf:homepage"), homepage
    yield subject, name("dct:license"), Iri(f"{_EU}licence/CC0")
    for code in LANGUAGES:
        yield subject, name("dct:language"), Iri(f"{_EU}language/{_LANGUAGES[code]}")
    for dataset in datasets:
        yield subject, name("dcat:dataset"), dataset
    yield subject, name("dcat:service"), Iri(f"{settings.ORIGIN}/api/v1/#service")


def catalogue(holding: Holding) -> list[Triple]:
    """Return the catalogue of one organisation as triples."""
    w = _Writer(holding)
    kinds, said = w.datasets()
    datasets = [w.iri(k) for k in kinds]
    return [
        *_catalogue(
            w.iri("catalogue"), w.publisher, "one", w.page("publishing:overview"), datasets,
            name=w.organisation.name,
        ),
        *w.agent(),
        *_contact(),
        *_service(datasets, w.publisher),
        *said,
    ]  # fmt: skip


def whole_catalogue(found: Sequence[Holding]) -> list[Triple]:
    """Return the catalogue of the installation: every published organisation's datasets."""
    datasets: list[Iri] = []
    said: list[Triple] = []
    for holding in found:
        w = _Writer(holding)
        kinds, triples = w.datasets()
        datasets += [w.iri(k) for k in kinds]
        said += [*w.agent(), *triples]
    with override("nb"):
        home = Iri(settings.ORIGIN + reverse("front"))
    subject = Iri(settings.ORIGIN + reverse("data:all_ttl") + "#catalogue")
    return [
        *_catalogue(subject, _house(), "all", home, datasets),
        *_house_agent(),
        *_contact(),
        *_service(datasets, _house()),
        *said,
    ]
