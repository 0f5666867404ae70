"""The trace: from what somebody said to what came of it, walked both ways."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from kortreist_web.participation.models import TraceLink
from kortreist_web.participation.trace_kinds import TraceEnd, trace_kinds
from kortreist_web.tenants.models import Organisation

__all__ = ["Step", "ends_of", "links_from", "links_to", "walk"]

#: One end: kind and key.
Node = tuple[str, int]
#: So many arrows from what is asked about, at most: a trace is short, and none goes in a circle.
_FURTHEST = 12


@dataclass(frozen=True, slots=True)
class Step:
    """One arrow of a walk, and the end it leads to; ``depth``: arrows from where it began."""

    link: TraceLink
    end: TraceEnd
    node: Node
    depth: int


def _standing(organisation: Organisation, where: Q) -> list[TraceLink]:
    """Return the arrows that have not been taken back, oldest first."""
    rows = list(TraceLink.objects.filter(where, organisation=organisation))
    taken_back = set(
        TraceLink.objects.filter(
            organisation=organisation,
            kind=TraceLink.Kind.WITHDRAWS,
            to_kind="trace_link",
            to_id__in=[row.pk for row in rows],
        ).values_list("to_id", flat=True)
    )
    withdraws = TraceLink.Kind.WITHDRAWS
    return [row for row in rows if row.pk not in taken_back and row.kind != withdraws]


def _where(nodes: Iterable[Node], side: str) -> Q:
    by_kind: dict[str, list[int]] = defaultdict(list)
    for kind, key in nodes:
        by_kind[kind].append(key)
    where = Q(pk__in=[])
    for kind, keys in by_kind.items():
        where |= Q(**{f"{side}_kind": kind, f"{side}_id__in": keys})
    return where


def links_from(organisation: Organisation, nodes: Iterable[Node]) -> list[TraceLink]:
    """Return the arrows that begin at some ends."""
    return _standing(organisation, _where(nodes, "from"))


def links_to(organisation: Organisation, nodes: Iterable[Node]) -> list[TraceLink]:
    """Return the arrows that lead to some ends."""
    return _standing(organisation, _where(nodes, "to"))


def ends_of(
    organisation: Organisation, nodes: Iterable[Node], *, member: bool
) -> dict[Node, TraceEnd]:
    """Return how ends are shown to a reader; those she may not see are left out."""
    by_kind: dict[str, set[int]] = defaultdict(set)
    for kind, key in nodes:
        by_kind[kind].add(key)
    known, ends = trace_kinds(), {}
    for kind, keys in by_kind.items():
        if kind in known:
            found = known[kind].find(organisation, keys, member)
            ends.update({(kind, key): end for key, end in found.items()})
    return ends


def walk(
    organisation: Organisation, start: Node, *, member: bool, backwards: bool = False
) -> Iterator[Step]:
    """Yield every arrow that can be followed from an end, the nearest first.

    Parameters
    ----------
    organisation : Organisation
    start : tuple of str and int
        Kind and key.
    member : bool
        Whether the reader belongs to the organisation; others see what is public.
    backwards : bool
        From what came of it to what was said.
    """
    seen, front = {start}, [start]
    for depth in range(1, _FURTHEST + 1):
        links = links_to(organisation, front) if backwards else links_from(organisation, front)
        nodes = [(r.from_kind, r.from_id) if backwards else (r.to_kind, r.to_id) for r in links]
        ends = ends_of(organisation, nodes, member=member)
        front = []
        for link, node in zip(links, nodes, strict=True):
            if node in ends:
                yield Step(link, ends[node], node, depth)
            if node not in seen:
                seen.add(node)
                front.append(node)
        if not front:
            return
