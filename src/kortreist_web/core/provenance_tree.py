"""Where figures come from: the origins of a snapshot as a tree, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from kortreist_web.core.texts import engine, language, named, text, web

__all__ = ["Link", "chain", "origins_in_words", "publishers", "works"]

_FIELDS = (
    "id",
    "kind",
    "title",
    "source",
    "url",
    "licence",
    "valid_from",
    "valid_to",
    "checked_on",
    "mark",
    "expression",
)


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain: a fact, an import, or a formula with what it is made from.

    ``anchor`` is where it is written out; ``again`` marks one that already is, further up.
    """

    id: str
    anchor: str
    kind: str
    title: str
    source: str
    url: str
    licence: str
    valid_from: str
    valid_to: str
    checked_on: str
    mark: str
    rule: str
    again: bool = False
    inputs: tuple[Link, ...] = field(default=())

    @property
    def kind_text(self) -> str:
        """Return fact, import or formula in the reader's language."""
        return text(f"publishing.chain.kind.{self.kind}")

    @property
    def mark_text(self) -> str:
        """Return how sure we are that the figure says what its source says."""
        key = f"documents.mark.{self.mark}"
        return engine()(key) if engine().has(key) else self.mark


def chain(
    provenance: Iterable[Mapping[str, Any]],
    roots: Iterable[str],
    pins: Mapping[str, Any] | None = None,
) -> tuple[Link, ...]:
    """Return the trees under some origins; each origin is written out once.

    Parameters
    ----------
    provenance : iterable of mappings
        The snapshot's origins.
    roots : iterable of str
        Ids the figure comes from; one that is not known is left out.
    pins : mapping, optional
        Values that rules name: ``futures`` and ``seed``.
    """
    by_id = {o["id"]: o for o in provenance if "id" in o}
    seen: dict[str, str] = {}
    holes = {k: v for k, v in (pins or {}).items() if k in ("futures", "seed")}
    return tuple(link for id in dict.fromkeys(roots) if (link := _link(id, by_id, seen, holes, 0)))


def _link(
    id: str,
    by_id: Mapping[str, Mapping[str, Any]],
    seen: dict[str, str],
    holes: Mapping[str, Any],
    depth: int,
) -> Link | None:
    if id not in by_id:
        return None
    link = _localised_link(by_id[id], holes)
    if id in seen or depth > 30:
        return replace(link, anchor=seen.get(id, ""), again=True)
    seen[id] = anchor = f"o{len(seen) + 1}"
    inputs = [
        child
        for i in by_id[id].get("inputs") or ()
        if (child := _link(i, by_id, seen, holes, depth + 1))
    ]
    return replace(link, anchor=anchor, inputs=tuple(inputs))


def _localised_link(raw: Mapping[str, Any], holes: Mapping[str, Any]) -> Link:
    """Return an origin in the reader's language."""
    from kortreist.documents.format.names import Names
    from kortreist.provenance import Origin

    origin = Origin(**{k: raw[k] for k in _FIELDS if k in raw})
    names = Names(language())
    title, rule = origin.title, origin.expression
    own = f"publishing.origin.{origin.id.replace('/', '.')}"
    if web().has(f"{own}.title"):
        title, rule = text(f"{own}.title"), text(f"{own}.rule")
    elif origin.id.startswith("report/"):
        title, rule = _of_report(origin)
    elif origin.kind == "formula":
        title, rule = names.formula(origin, holes)
    elif origin.kind == "fact" and origin.id.startswith(("facts/", "figures/", "source/")):
        title = names.taken(origin)
    source = names.publication(origin) if origin.kind != "formula" else ""
    return Link(
        id=origin.id,
        anchor="",
        kind=origin.kind,
        title=title,
        source="" if source == title else source,
        # What a municipality wrote itself is shown as text; only web addresses are links.
        url=origin.url if origin.url.startswith(("https://", "http://")) else "",
        licence=names.licence(origin.licence),
        valid_from=origin.valid_from,
        valid_to=origin.valid_to,
        # What was written from memory was not checked on any day.
        checked_on="" if origin.mark == "recalled" else origin.checked_on,
        mark=origin.mark,
        rule=rule,
    )


def origins_in_words(provenance: Iterable[Mapping[str, Any]]) -> list[Link]:
    """Return each origin of a snapshot by itself, named in the reader's language."""
    from kortreist.documents.format.names import Names
    from kortreist.provenance import Origin

    names, out = Names(language()), []
    for raw in provenance:
        link = _localised_link(raw, {})
        if link.kind == "formula" and link.title == raw.get("title"):
            # A rule with values nobody has given here; its name needs none.
            origin = Origin(**{k: raw[k] for k in _FIELDS if k in raw})
            link = replace(link, title=names.origin(origin))
        out.append(link)
    return out


def _in_language(said: Any) -> str:
    """Return what was frozen in every language in the reader's; a text as it stands."""
    return named(said) if isinstance(said, Mapping) else str(said)


def _of_report(origin: Any) -> tuple[str, str]:
    """Return title and rule of what a report computes itself, in the reader's language."""
    stem = f"reports.origin.{origin.id.partition('/')[2]}"
    title, rule = f"{stem}.title", f"{stem}.rule"
    return (
        text(title) if web().has(title) else origin.title,
        text(rule) if web().has(rule) else _in_language(origin.expression),
    )


def works(provenance: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    """Return work, address and licence of all that lies behind, in the reader's language."""
    links = [_localised_link(o, {}) for o in _leaves(provenance, None)]
    return list(dict.fromkeys((w.source or w.title, w.url, w.licence) for w in links))


def _leaves(
    provenance: Iterable[Mapping[str, Any]], roots: Iterable[str] | None
) -> list[Mapping[str, Any]]:
    by_id = {o["id"]: o for o in provenance if "id" in o}
    waiting = list(by_id) if roots is None else list(roots)
    reached: dict[str, Mapping[str, Any]] = {}
    while waiting:
        id = waiting.pop(0)
        if id in by_id and id not in reached:
            reached[id] = by_id[id]
            waiting += by_id[id].get("inputs") or ()
    return [o for o in reached.values() if o.get("kind") != "formula"]


def publishers(
    provenance: Iterable[Mapping[str, Any]], roots: Iterable[str] | None = None
) -> list[str]:
    """Return the works behind some origins, or behind all of them, each once."""
    names = [o.get("source") or o.get("title", "") for o in _leaves(provenance, roots)]
    return list(dict.fromkeys(filter(None, names)))
