"""Triples written as Turtle and as JSON-LD: the little of RDF that a catalogue needs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

__all__ = ["PREFIXES", "Iri", "Literal", "Triple", "as_json_ld", "as_turtle", "name"]

PREFIXES: dict[str, str] = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_UNSAFE = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_SHORT = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True, order=True)
class Iri:
    """An address that names something."""

    value: str

    def __post_init__(self) -> None:
        if _UNSAFE.search(self.value) or ":" not in self.value:
            raise ValueError(f"not an address: {self.value!r}")


@dataclass(frozen=True, slots=True, order=True)
class Literal:
    """A text in a language, or of a datatype (``xsd:date``)."""

    value: str
    language: str = ""
    datatype: str = ""


Triple = tuple[Iri, Iri, "Iri | Literal"]


def name(short: str) -> Iri:
    """Return the address of a prefixed name.

    Examples
    --------
    >>> name("dct:title").value
    'http://purl.org/dc/terms/title'
    """
    prefix, _, local = short.partition(":")
    return Iri(PREFIXES[prefix] + local)


def _short(iri: Iri) -> str:
    for prefix, start in PREFIXES.items():
        local = iri.value.removeprefix(start)
        if local != iri.value and _SHORT.fullmatch(local):
            return f"{prefix}:{local}"
    return f"<{iri.value}>"


def _turtle(node: Iri | Literal) -> str:
    if isinstance(node, Iri):
        return _short(node)
    escaped = "".join(_ESCAPES.get(c, c) for c in node.value)
    if node.language:
        return f'"{escaped}"@{node.language}'
    return f'"{escaped}"^^{node.datatype}' if node.datatype else f'"{escaped}"'


def _by_subject(triples: Iterable[Triple]) -> dict[Iri, dict[Iri, list[Iri | Literal]]]:
    """Return subject → predicate → objects, each triple once, in the order they came."""
    out: dict[Iri, dict[Iri, list[Iri | Literal]]] = {}
    for s, p, o in dict.fromkeys(triples):
        out.setdefault(s, {}).setdefault(p, []).append(o)
    return out


def as_turtle(triples: Iterable[Triple]) -> bytes:
    """Return triples as Turtle."""
    kind = name("rdf:type")
    lines = [f"@prefix {p}: <{start}> ." for p, start in PREFIXES.items()]
    for subject, rows in _by_subject(triples).items():
        lines.append("")
        statements = [
            f"{'a' if p == kind else _short(p)} {', '.join(_turtle(o) for o in objects)}"
            for p, objects in rows.items()
        ]
        lines.append(f"{_short(subject)} " + " ;\n    ".join(statements) + " .")
    return ("\n".join(lines) + "\n").encode()


def _json(node: Iri | Literal) -> dict[str, str]:
    if isinstance(node, Iri):
        return {"@id": node.value}
    if node.language:
        return {"@value": node.value, "@language": node.language}
    if node.datatype:
        return {"@value": node.value, "@type": node.datatype}
    return {"@value": node.value}


def as_json_ld(triples: Iterable[Triple]) -> bytes:
    """Return triples as JSON-LD."""
    kind = name("rdf:type")
    graph: list[dict[str, Any]] = []
    for subject, rows in _by_subject(triples).items():
        one: dict[str, Any] = {"@id": subject.value}
        for p, objects in rows.items():
            if p == kind:
                one["@type"] = [_short(o) for o in objects if isinstance(o, Iri)]
            else:
                one[_short(p)] = [_json(o) for o in objects]
        graph.append(one)
    whole = {"@context": PREFIXES, "@graph": graph}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()
