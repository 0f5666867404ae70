"""What many organisations have made public, found with a handful of questions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from kortreist_web.accounts.models import AccountResult, InventoryFigure
from kortreist_web.publishing.models import Publication
from kortreist_web.publishing.published import state_of

__all__ = ["Holding", "holdings"]


@dataclass(slots=True)
class Holding:
    """What one organisation has made public; contents are not read."""

    organisation: Any
    #: Somebody of the municipality works here; else the figures are computed for it.
    own: bool
    account: Any = None
    #: The edition its history is given in.
    vintage: Any = None
    budgets: list[Any] = field(default_factory=list)
    reports: list[Any] = field(default_factory=list)
    decisions: list[Any] = field(default_factory=list)

    @property
    def pins(self) -> tuple[Any, ...]:
        """Return all that decides what a catalogue says of it."""
        o = self.organisation
        return (
            o.code, o.name, o.language, o.invented, self.own,
            self.account and self.account.content_hash,
            self.vintage and self.vintage.engine_id,
            tuple(b.content_hash for b in self.budgets),
            tuple(r.content_hash for r in self.reports),
            tuple((d.pk, d.version) for d in self.decisions),
        )  # fmt: skip


def holdings(organisations: Sequence[Any]) -> list[Holding]:
    """Return what is public of each organisation, in their order."""
    from kortreist_web.budgets.frozen import ADOPTED, BUDGET
    from kortreist_web.decisions.models import Resolution
    from kortreist_web.people.models import Membership
    from kortreist_web.reports.frozen import REPORT
    from kortreist_web.versions.models import Version

    ids = [o.pk for o in organisations]
    by_id = {o.pk: o for o in organisations}
    peopled = set(
        Membership.objects.filter(organisation__in=ids).values_list("organisation_id", flat=True)
    )
    out = {o.pk: Holding(o, o.invented or o.pk in peopled) for o in organisations}
    known = _publications(ids)

    def is_open(kind: str, organisation_id: int, row: Any) -> bool:
        found = known[organisation_id, kind]
        return state_of(by_id[organisation_id], kind, row, found).open

    _accounts(organisations, out, is_open)
    budgets = Version.objects.filter(organisation__in=ids, kind=BUDGET, state=ADOPTED)
    for b in budgets.defer("content"):
        if is_open("budget", b.organisation_id, b):
            out[b.organisation_id].budgets.append(b)
    for r in Version.objects.filter(organisation__in=ids, kind=REPORT).defer("content"):
        if is_open("report", r.organisation_id, r):
            out[r.organisation_id].reports.append(r)
    for d in Resolution.objects.filter(organisation__in=ids):
        if is_open("decision", d.organisation_id, d):
            out[d.organisation_id].decisions.append(d)
    return list(out.values())


def _publications(ids: list[Any]) -> dict[tuple[int, str], dict[int, Publication]]:
    known: dict[tuple[int, str], dict[int, Publication]] = defaultdict(dict)
    rows = Publication.objects.filter(organisation__in=ids).defer("content").order_by("id")
    for p in rows:
        known[p.organisation_id, p.kind][p.source_row] = p
    return known


def _accounts(organisations: Sequence[Any], out: dict[Any, Holding], is_open: Any) -> None:
    by_place = {o.code: o for o in organisations}
    rows = (
        AccountResult.objects.filter(place__in=by_place)
        .filter(Q(organisation=None) | Q(organisation__in=list(out)))
        .select_related("vintage")
        .defer("content", "vintage__rows_file", "vintage__description")
        .order_by("-vintage__date", "-id")
    )
    for row in rows:
        owner = by_place[row.place]
        if row.organisation_id not in (None, owner.pk):
            continue
        one = out[owner.pk]
        if one.account is None and is_open("account", owner.pk, row):
            one.account, one.vintage = row, row.vintage
    lacking = [one for one in out.values() if one.vintage is None]
    if not lacking:
        return
    places = [one.organisation.figures_code for one in lacking]
    found = dict(
        InventoryFigure.objects.filter(place__in=places, vintage__organisation=None)
        .order_by("vintage__date", "vintage_id")
        .values_list("place", "vintage_id")
        .distinct()
    )
    from kortreist_web.accounts.models import Vintage

    vintages = Vintage.objects.defer("rows_file", "description").in_bulk(set(found.values()))
    for one in lacking:
        one.vintage = vintages.get(found.get(one.organisation.figures_code))
