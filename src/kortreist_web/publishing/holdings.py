"""What many organisations have made public, found with a handful of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kortreist_web.core.datasets import Dataset
from kortreist_web.people.models import Membership
from kortreist_web.publishing.models import Publication
from kortreist_web.publishing.published import public_kinds, state_of
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import publishing_of

__all__ = ["Holding", "holdings"]


@dataclass(slots=True)
class Holding:
    """What one organisation has made public; contents are not read."""

    organisation: Organisation
    #: Somebody of the municipality works here; else the figures are computed for it.
    own: bool
    #: Kind → what of it anyone may read and stands in the catalogue, newest first.
    rows: dict[str, list[Any]] = field(default_factory=dict)
    datasets: list[Dataset] = field(default_factory=list)

    @property
    def pins(self) -> tuple[Any, ...]:
        """Return all that decides what a catalogue says of it."""
        o = self.organisation
        return (
            o.code,
            o.name,
            o.language,
            o.invented,
            self.own,
            *(
                (d.id, str(d.modified), *((i.part, i.content_hash) for i in d.items))
                for d in self.datasets
            ),
        )


def holdings(organisations: Sequence[Organisation]) -> list[Holding]:
    """Return what is public of each organisation, in their order."""
    ids = [o.pk for o in organisations]
    by_id = {o.pk: o for o in organisations}
    peopled = set(
        Membership.objects.filter(organisation__in=ids).values_list("organisation_id", flat=True)
    )
    out = {o.pk: Holding(o, o.invented or o.pk in peopled) for o in organisations}
    publications = _publications(ids)
    for kind in public_kinds():
        publishing = publishing_of(kind)
        for key, row in publishing.rows(organisations):
            state = state_of(by_id[key], kind, row, publications[key, kind])
            if publishing.in_catalogue(row) and state.open:
                out[key].rows.setdefault(kind, []).append(row)
        held = [(one.organisation, one.rows.get(kind, [])) for one in out.values()]
        for one, made in zip(out.values(), publishing.datasets(held), strict=True):
            one.datasets += made
    return list(out.values())


def _publications(ids: list[Any]) -> dict[tuple[int, str], dict[int, Publication]]:
    by_kind: dict[tuple[int, str], dict[int, Publication]] = defaultdict(dict)
    rows = Publication.objects.filter(organisation__in=ids).defer("content").order_by("id")
    for p in rows:
        by_kind[p.organisation_id, p.kind][p.source_row] = p
    return by_kind
