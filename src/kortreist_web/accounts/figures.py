"""Figures of a climate account, by their pointers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist.i18n import name_in
from kortreist_web.accounts.basis import labelled
from kortreist_web.core.figure import Figure, Keys, band, boundary_of, plain
from kortreist_web.core.pointers import MISSING, join, resolve
from kortreist_web.core.texts import engine, language, text, web

__all__ = ["account_figure", "change_figure", "edition_of", "source_name"]

_VINTAGE = "vintage/"
_POPULATION = "facts/population"


def account_figure(content: Mapping[str, Any], keys: Keys) -> Figure | None:
    """Return what an account's figure is; None for what is not a figure we can name."""
    year = content["year"]
    match keys:
        case ("totals", boundary, *rest) if boundary in content["totals"]:
            return _total(content, boundary, tuple(rest))
        case ("missing", boundary):
            return Figure(
                text("publishing.figure.total", boundary=_boundary(boundary), year=year),
                None,
                "tonnes",
                boundary=boundary,
                missing=content["missing"].get(boundary, ""),
            )
        case ("per_head", boundary) if boundary in content["per_head"]:
            return Figure(
                text(
                    "publishing.figure.per_head",
                    boundary=labelled(content, boundary, _boundary(boundary)),
                    year=year,
                ),
                content["per_head"][boundary],
                "tonnes_per_head",
                boundary=boundary,
                origins=(f"total/{boundary}", _POPULATION),
                how=text("publishing.how.per_head"),
                made_of=(
                    (_total_label(content, boundary), join("totals", boundary, "value")),
                    (text("publishing.figure.population", year=year), "population"),
                ),
            )
        case ("population",):
            label = text("publishing.figure.population", year=year)
            return plain(label, content["population"], "people", origins=(_POPULATION,))
        case ("overlap", *rest):
            label = text("publishing.figure.overlap", year=year)
            value, more = content.get("overlap"), tuple(rest)
            return band(label, value, more, certainty=90, origins=("total/overlap",))
        case ("history", when):
            return _history(content, when)
        case ("sources", number, *rest):
            return _source(content, number, tuple(rest))
        case ("asides", number, "value"):
            aside = resolve(content, ("asides", number))
            if aside is MISSING:
                return None
            label = engine()(f"accounts.aside.{aside['id']}")
            return plain(
                labelled(content, "consumption", label),
                aside["value"],
                "tonnes",
                origins=(aside["origin"],),
            )
        case ("households", number, "kg_per_household"):
            group = resolve(content, ("households", number))
            if group is MISSING:
                return None
            label = text("publishing.figure.household", name=group["name"])
            origins = (group["origin"],)
            return plain(label, group["kg_per_household"], "kg_per_household", origins=origins)
        case ("derived", "share", boundary, number):
            return _share_figure(content, boundary, number)
        case ("web", *rest):
            return _sum_figure(content, tuple(rest))
        case _:
            return change_figure(content, keys)


def _boundary(boundary: str) -> str:
    key = f"accounts.boundary.{boundary}"
    return engine()(key) if engine().has(key) else boundary


def _total_label(content: Mapping[str, Any], boundary: str) -> str:
    name = labelled(content, boundary, _boundary(boundary))
    return text("publishing.figure.total", boundary=name, year=content["year"])


def _total(content: Mapping[str, Any], boundary: str, rest: Keys) -> Figure | None:
    sectors = _sectors_of(content, boundary)
    return band(
        _total_label(content, boundary),
        content["totals"][boundary],
        rest,
        certainty=90,
        boundary=boundary,
        origins=(f"total/{boundary}",),
        how=text("publishing.how.total") if sectors else "",
        made_of=sectors,
    )


def _sectors_of(content: Mapping[str, Any], boundary: str) -> tuple[tuple[str, str], ...]:
    """Return the name and pointer of each sector of a total; empty of an older account."""
    rows = resolve(content, ("web", "boundaries", boundary, "sectors"))
    if rows is MISSING:
        return ()
    here = ("web", "boundaries", boundary, "sectors")
    return tuple(
        (_sector(content, r["sector"]), join(*here, n, "value")) for n, r in enumerate(rows)
    )


def _share_figure(content: Mapping[str, Any], boundary: str, number: str) -> Figure | None:
    """Return the share a sector has of a total: ``derived/share/territorial/0``."""
    row = resolve(content, ("web", "boundaries", boundary, "sectors", number))
    total = (content["totals"].get(boundary) or {}).get("value")
    if row is MISSING or not total:
        return None
    return Figure(
        text(
            "publishing.figure.share",
            name=_sector(content, row["sector"]),
            boundary=labelled(content, boundary, _boundary(boundary)),
            year=content["year"],
        ),
        row["value"] / total,
        "share",
        boundary=boundary,
        origins=(f"total/{boundary}",),
        how=text("publishing.how.share"),
        made_of=(
            (
                _sector(content, row["sector"]),
                join("web", "boundaries", boundary, "sectors", number, "value"),
            ),
            (_total_label(content, boundary), join("totals", boundary, "value")),
        ),
    )


def _edition(content: Mapping[str, Any]) -> tuple[str, ...]:
    return (_VINTAGE + content["vintage"]["id"],)


def _history(content: Mapping[str, Any], when: str) -> Figure | None:
    value = (content.get("history") or {}).get(when)
    if value is None:
        return None
    label = text("publishing.figure.history", year=when)
    return plain(label, value, "tonnes", boundary="territorial", origins=_edition(content))


def edition_of(content: Mapping[str, Any]) -> str:
    """Return the id of the edition of the inventory a content is made from; empty: unknown."""
    named = content.get("vintage") or (content.get("pins") or {}).get("vintage") or ""
    return str(named["id"] if isinstance(named, Mapping) else named)


def change_figure(content: Mapping[str, Any], keys: Keys) -> Figure | None:
    """Return the change between two years of the history: ``derived/change/2009/2024``.

    It stands in no snapshot; it is computed from two figures that do.
    """
    if keys[:2] != ("derived", "change") or len(keys) != 4:
        return None
    history = content.get("history") or {}
    first, last = history.get(keys[2]), history.get(keys[3])
    if not first or last is None:
        return None
    edition = edition_of(content)
    return Figure(
        text("publishing.figure.change", first=keys[2], last=keys[3]),
        last / first - 1,
        "share",
        boundary="territorial",
        origins=(f"{_VINTAGE}{edition}",) if edition else (),
        how=text("publishing.how.change", first=keys[2], last=keys[3]),
        made_of=tuple(
            (text("publishing.figure.history", year=y), join("history", y)) for y in keys[2:]
        ),
    )


def source_name(content: Mapping[str, Any], source: Mapping[str, Any]) -> str:
    """Return the name of a source and of who acts, in the reader's language."""
    names = (content.get("web") or {}).get("names", {}).get(source["id"]) or {}
    name = name_in(names, language()) or source["name"]
    key = f"accounts.actor.{source['actor']}"
    actor = engine()(key) if engine().has(key) else source["actor"]
    return f"{name} ({actor})"


def _source(content: Mapping[str, Any], number: str, rest: Keys) -> Figure | None:
    source = resolve(content, ("sources", number))
    if source is MISSING:
        return None
    name = source_name(content, source)
    boundary = boundary_of(source.get("weights") or {})
    if rest in ((), ("value",), ("low",), ("high",)):
        when = "/".join(str(y) for y in source.get("basis") or (content["year"],))
        label = text("publishing.figure.source", name=name, year=when)
        origins = (source["origin"],)
        return band(label, source, rest, certainty=90, boundary=boundary, origins=origins)
    if rest == ("influence",):
        label = text("publishing.figure.influence", name=name)
        return plain(label, source["influence"], "share", origins=("facts/inventory_sources",))
    if rest == ("activity", "value") and source.get("activity"):
        label = text("publishing.figure.activity", name=name, year=content["year"])
        activity = source["activity"]
        return plain(label, activity["value"], activity["unit"], origins=(source["origin"],))
    return None


def _sum_figure(content: Mapping[str, Any], rest: Keys) -> Figure | None:
    """Return a sum that is kept with the account for its page."""
    value = resolve(content["web"], rest) if "web" in content else MISSING
    if value is MISSING:
        return None
    match rest:
        case ("history", when, sector):
            label = text("publishing.figure.sector", name=_sector(content, sector), year=when)
            return plain(label, value, "tonnes", boundary="territorial", origins=_edition(content))
        case ("boundaries", boundary, "sectors", _, *more):
            row = resolve(content["web"], rest[:4])
            return _sector_sum(content, boundary, row, tuple(more))
        case ("boundaries", boundary, "decides", who):
            key = f"accounts.decides.{who}"
            name = text(key) if web().has(key) else who
            label = text("publishing.figure.decides", name=name, year=content["year"])
            return plain(
                label,
                value,
                "tonnes",
                boundary=boundary,
                origins=(f"total/{boundary}", "facts/inventory_sources"),
                how=text("publishing.how.decides"),
            )
        case _:
            return None


def _sector(content: Mapping[str, Any], sector: str) -> str:
    names = content["web"].get("sector_names", {}).get(sector)
    return name_in(names, language()) if names else sector.replace("_", " ")


def _sector_sum(
    content: Mapping[str, Any], boundary: str, row: Mapping[str, Any], more: Keys
) -> Figure | None:
    actor = more[1] if len(more) == 2 and more[0] == "actors" else None
    if more not in ((), ("value",)) and actor is None:
        return None
    inside = [
        (n, s)
        for n, s in enumerate(content["sources"])
        if s["sector"] == row["sector"]
        and s["weights"].get(boundary)
        and actor in (None, s["actor"])
    ]
    name = _sector(content, row["sector"])
    if actor is not None:
        name = f"{name} ({engine()(f'accounts.actor.{actor}')})"
    return Figure(
        text("publishing.figure.sector", name=name, year=content["year"]),
        row["value"] if actor is None else row["actors"].get(actor),
        "tonnes",
        boundary=boundary,
        origins=tuple(dict.fromkeys(s["origin"] for _, s in inside)),
        how=text("publishing.how.sector"),
        made_of=tuple((source_name(content, s), join("sources", n, "value")) for n, s in inside),
    )
