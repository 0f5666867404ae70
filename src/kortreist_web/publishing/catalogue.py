"""The catalogue after DCAT-AP-NO: what is public, in which forms, under which licence.

One catalogue an organisation, and one of the whole installation. Addresses are the stable
ones of the data; titles are in bokmål, nynorsk and English.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from kortreist.accounts import Naming
from kortreist.i18n import LANGUAGES
from kortreist_web.core.clock import day_of
from kortreist_web.core.datasets import Dataset, Item
from kortreist_web.core.texts import engine, web
from kortreist_web.publishing.holdings import Holding
from kortreist_web.publishing.rdf import Iri, Literal, Triple, name

__all__ = ["catalogue", "whole_catalogue"]

_EU = "http://publications.europa.eu/resource/authority/"
_IANA = "https://www.iana.org/assignments/media-types/"
_FORMS = {
    "csv": ("CSV", "text/csv"),
    "json": ("JSON", "application/json"),
    "xlsx": ("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
_A = name("rdf:type")


def _texts(subject: Iri, predicate: str, key: str, **values: object) -> Iterator[Triple]:
    for code in LANGUAGES:
        yield subject, name(predicate), Literal(web(code)(key, **values), code)


def _language(code: str) -> Iri:
    return Iri(f"{_EU}language/{engine(code)('languages.authority')}")


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

    def dataset(self, d: Dataset) -> Iterator[Triple]:
        """Say all of a dataset."""
        subject = self.iri(d.id)
        values = {"name": self.organisation.name}
        borrowed = self.organisation.invented
        yield subject, _A, name("dcat:Dataset")
        yield from _texts(subject, "dct:title", d.text("title"), **values)
        for code in LANGUAGES:
            t = web(code)
            parts = []
            if borrowed and d.official:
                number = self.organisation.figures_code
                parts.append(t("plans.borrowed_short", number=number, **values))
            elif borrowed:
                parts.append(t("publishing.dataset.invented", **values))
            if not borrowed or d.borrowed_too:  # the agency has no figures for it
                parts.append(t(d.text("description"), **values))
            if d.gwp:
                parts.append(t("publishing.dataset.gwp", gwp=Naming(code).gwp(d.gwp)))
            yield subject, name("dct:description"), Literal(" ".join(parts), code)
        yield from self.shared(subject)
        yield subject, name("dct:identifier"), Literal(subject.value, datatype="xsd:anyURI")
        for theme in d.themes:
            yield subject, name("dcat:theme"), Iri(f"{_EU}data-theme/{theme}")
        yield subject, name("dct:accessRights"), Iri(f"{_EU}access-right/PUBLIC")
        yield subject, name("dct:spatial"), Iri(f"{_EU}country/NOR")
        yield subject, name("dcat:landingPage"), self.page("publishing:data")
        if d.frequency:
            yield subject, name("dct:accrualPeriodicity"), Iri(f"{_EU}frequency/{d.frequency}")
        for code in LANGUAGES if d.official else (self.organisation.language,):
            yield subject, name("dct:language"), _language(code)
        for code in LANGUAGES:
            for word in web(code)(d.text("keywords")).split(","):
                yield subject, name("dcat:keyword"), Literal(word.strip(), code)
        yield subject, name("dct:modified"), _date(d.modified)
        yield from self.years(d.id, d.years)
        if d.official:  # a page, which is no dataset and so no source
            page = "https://www.miljodirektoratet.no/tjenester/klimagassutslipp-kommuner/"
            yield subject, name("dct:relation"), Iri(page)
        if d.source:
            yield subject, name("dct:source"), self.iri(d.source)
        for item in d.items:
            for form, address in item.addresses.items():
                yield from self.file(d, item, form, Iri(settings.ORIGIN + address))

    def years(self, id: str, years: Iterable[int]) -> Iterator[Triple]:
        """Say which years a dataset covers."""
        ordered = sorted(years)
        if not ordered:
            return
        period = self.iri(f"{id}-period")
        yield self.iri(id), name("dct:temporal"), period
        yield period, _A, name("dct:PeriodOfTime")
        for which, day in (
            ("startDate", f"{ordered[0]}-01-01"),
            ("endDate", f"{ordered[-1]}-12-31"),
        ):
            yield period, name(f"dcat:{which}"), Literal(day, datatype="xsd:date")

    def file(self, d: Dataset, item: Item, form: str, where: Iri) -> Iterator[Triple]:
        """Say that an item of a dataset is found at an address in a form."""
        subject = self.iri("-".join(filter(None, (d.id, item.part, form))))
        short, media = _FORMS[form]
        yield self.iri(d.id), name("dcat:distribution"), subject
        yield subject, _A, name("dcat:Distribution")
        for code in LANGUAGES:
            title = web(code)(d.text("title"), name=self.organisation.name)
            if item.named and item.title is not None:
                title = f"{self.organisation.name}: {item.title(code)}"
            label = f"{title}, {item.layout}" if item.layout else title
            yield subject, name("dct:title"), Literal(f"{label} ({short})", code)
        yield subject, name("dcat:accessURL"), where
        yield subject, name("dcat:downloadURL"), where
        yield subject, name("dct:format"), Iri(f"{_EU}file-type/{short}")
        yield subject, name("dcat:mediaType"), Iri(_IANA + media)
        yield subject, name("dct:license"), Iri(f"{_EU}licence/{d.licence}")

    def datasets(self) -> tuple[list[str], list[Triple]]:
        """Return the datasets there are, and all said of them."""
        datasets = self.holding.datasets
        return [d.id for d in datasets], [t for d in datasets for t in self.dataset(d)]


def _house() -> Iri:
    return Iri(settings.ORIGIN + reverse("data:all_ttl") + "#publisher")


def _house_agent() -> Iterator[Triple]:
    yield _house(), _A, name("foaf:Agent")
    yield _house(), name("foaf:name"), Literal(settings.RESPONSIBLE or "Kortreist")
    yield _house(), name("dct:identifier"), Literal(_house().value)


def _contact() -> Iterator[Triple]:
    subject = Iri(settings.ORIGIN + reverse("data:all_ttl") + "#contact")
    contact_name, mail = parseaddr(settings.CONTACT or "")
    yield subject, _A, name("vcard:Organization")
    yield subject, name("vcard:fn"), Literal(contact_name or settings.RESPONSIBLE or "Kortreist")
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
    subject: Iri, publisher: Iri, key: str, homepage: Iri, datasets: Sequence[Iri], **values: object
) -> Iterator[Triple]:
    yield subject, _A, name("dcat:Catalog")
    yield subject, name("dct:identifier"), Literal(subject.value, datatype="xsd:anyURI")
    yield from _texts(subject, "dct:title", f"publishing.catalogue.{key}", **values)
    yield from _texts(subject, "dct:description", f"publishing.catalogue.{key}_help", **values)
    yield subject, name("dct:publisher"), publisher
    contact = Iri(settings.ORIGIN + reverse("data:all_ttl") + "#contact")
    yield subject, name("dcat:contactPoint"), contact
    yield subject, name("foaf:homepage"), homepage
    yield subject, name("dct:license"), Iri(f"{_EU}licence/CC0")
    for code in LANGUAGES:
        yield subject, name("dct:language"), _language(code)
    for dataset in datasets:
        yield subject, name("dcat:dataset"), dataset
    yield subject, name("dcat:service"), Iri(f"{settings.ORIGIN}/api/v1/#service")


def catalogue(holding: Holding) -> list[Triple]:
    """Return the catalogue of one organisation as triples."""
    w = _Writer(holding)
    kinds, triples = w.datasets()
    datasets = [w.iri(k) for k in kinds]
    return [
        *_catalogue(
            w.iri("catalogue"),
            w.publisher,
            "one",
            w.page("publishing:overview"),
            datasets,
            name=w.organisation.name,
        ),
        *w.agent(),
        *_contact(),
        *_service(datasets, w.publisher),
        *triples,
    ]


def whole_catalogue(holdings: Sequence[Holding]) -> list[Triple]:
    """Return the catalogue of the installation: every published organisation's datasets."""
    datasets: list[Iri] = []
    all_triples: list[Triple] = []
    for holding in holdings:
        w = _Writer(holding)
        kinds, triples = w.datasets()
        datasets += [w.iri(k) for k in kinds]
        all_triples += [*w.agent(), *triples]
    with override("nb"):
        home = Iri(settings.ORIGIN + reverse("front"))
    subject = Iri(settings.ORIGIN + reverse("data:all_ttl") + "#catalogue")
    return [
        *_catalogue(subject, _house(), "all", home, datasets),
        *_house_agent(),
        *_contact(),
        *_service(datasets, _house()),
        *all_triples,
    ]
