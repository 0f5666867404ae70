"""Pages of municipalities with official figures alone: which there should be, made and kept.

A municipality that has opened or closed its pages itself is left alone. One that was taken
into use and has done neither gets its page with official figures too, whichever came first;
from then on its account is its own to renew, and what was computed for it before stays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from kortreist_web.accounts.computation import keep_account, make_account, pins_of
from kortreist_web.accounts.data_directories import engine_data_dir
from kortreist_web.accounts.models import AccountResult, InventoryFigure, Vintage
from kortreist_web.changes.models import Change
from kortreist_web.core.actor_context import actor
from kortreist_web.core.history import announce
from kortreist_web.installation.models import OfficialFile
from kortreist_web.installation.reading import today_numbers
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import enqueue
from kortreist_web.people.models import Membership
from kortreist_web.tenants.actions.change_settings import keep
from kortreist_web.tenants.models import Organisation

__all__ = [
    "AT_A_TIME",
    "MadePage",
    "ask_for_pages",
    "close_page",
    "compute_page",
    "keep_page",
    "lacking_pages",
    "places_held_by",
    "untouched",
]

#: What a municipality's people do when they open or close its pages.
_OPENED = "tenants.open_site"
#: Municipalities a job: their accounts are in memory, and written, together.
AT_A_TIME = 30


@dataclass(frozen=True, slots=True)
class MadePage:
    """A municipality's account from everybody's editions, computed and not yet kept."""

    organisation: Organisation
    vintage: Vintage
    content: dict[str, Any] | None


def untouched(*numbers: str) -> set[str]:
    """Return the numbers of municipalities that are not ours to make or renew pages for.

    They are invented or tried, were added without people or official pages, have opened or
    closed their pages themselves, or have an official page and people here, or had some who
    came. ``numbers``: only these are asked for; by default all.
    """
    today, mine = timezone.localdate(), Membership.objects.filter(organisation=OuterRef("pk"))
    came = Exists(mine.exclude(awaited=True, valid_to__lte=today))
    decided = Exists(Change.objects.filter(organisation=OuterRef("pk"), verb=_OPENED))
    rows = Organisation.objects.annotate(taken=Exists(mine), came=came, decided=decided)
    if numbers:
        rows = rows.filter(code__in=numbers)
    return {o.code for o in rows if not _is_ours(o, o.taken, o.came, o.decided)}


def _is_ours(organisation: Organisation, taken: bool, came: bool, decided: bool) -> bool:
    if organisation.official_only:
        return not (came and organisation.published)
    own = organisation.invented or organisation.expires_on is not None
    return taken and not (own or organisation.published or decided)


def lacking_pages(file: OfficialFile) -> list[str]:
    """Return the municipalities of a file's edition whose page is not of the newest edition."""
    numbers = set(file.preview.get("places", ())) & today_numbers().keys()
    numbers -= untouched()
    newest = _newest_by_place(numbers)
    here = set(Organisation.objects.filter(published=True).values_list("code", flat=True))
    kept = set(
        AccountResult.objects.filter(organisation=None, place__in=numbers).values_list(
            "place", "vintage_id"
        )
    )
    return sorted(n for n in numbers if n in newest and not (n in here and (n, newest[n]) in kept))


def places_held_by(file: OfficialFile) -> set[str]:
    """Return the municipalities of a file whose newest edition is the file's."""
    numbers = set(file.preview.get("places", ())) & today_numbers().keys()
    return {n for n, pk in _newest_by_place(numbers).items() if pk == file.vintage_id}


def ask_for_pages(file: OfficialFile, job: Job | None = None) -> int:
    """Queue the pages that a file's edition should have and has not; returns how many."""
    numbers = lacking_pages(file)
    asked = f"{timezone.now().timestamp():.3f}"
    for first in range(0, len(numbers), AT_A_TIME):
        some = numbers[first : first + AT_A_TIME]
        enqueue(
            "installation.make_pages",
            {"file": file.pk, "places": some},
            user=job.created_by if job else None,
            key=f"installation.make_pages.{file.pk}.{some[0]}.{asked}",
        )
    return len(numbers)


def _newest_by_place(numbers: set[str]) -> dict[str, int]:
    """Return number → key of the newest of everybody's editions that holds it."""
    editions = Vintage.objects.filter(organisation=None, withdrawn_at=None)
    out: dict[str, int] = {}
    for pk in editions.order_by("date", "id").values_list("pk", flat=True):
        places = InventoryFigure.objects.filter(vintage=pk).values_list("place", flat=True)
        out.update((n, pk) for n in places.distinct().order_by() if n in numbers)
    return out


def compute_page(number: str) -> MadePage | None:
    """Return a municipality's account of the newest edition everybody has; nothing is stored.

    None: its page is not ours to make.

    Raises
    ------
    FiguresMissingError
        No edition holds it.
    """
    from kortreist import places

    if untouched(number):
        return None
    place = places.find(number)
    form = places.language_form(place)
    organisation = Organisation.objects.filter(code=number).first() or Organisation(
        code=number,
        figures_code=number,
        name=place.name,
        language="nn" if form == "nn" else "nb",
        valid_from=place.valid_from,
        valid_to=place.valid_to,
        official_only=True,
    )
    rows = InventoryFigure.objects.filter(
        place=number, vintage__organisation=None, vintage__withdrawn_at=None
    )
    newest = rows.order_by("-vintage__date", "-vintage_id").values("vintage")[:1]
    editions = Vintage.objects.defer("rows_file", "description")
    vintage = editions.filter(pk__in=list(newest.values_list("vintage", flat=True))).first()
    if vintage is not None and AccountResult.objects.filter(**pins_of(number, vintage)).exists():
        return MadePage(organisation, vintage, None)
    vintage_id, content = make_account(organisation, engine_data_dir(None))
    if vintage is None or vintage.engine_id != vintage_id:
        vintage = editions.get(engine_id=vintage_id, organisation=None)
    return MadePage(organisation, vintage, content)


def keep_page(page: MadePage) -> None:
    """Store an account, and open the municipality's page if it is not; both are logged there."""
    code = page.organisation.code
    row = Organisation.objects.select_for_update().filter(code=code).first()
    if row is None:
        row = page.organisation
        row.published = True
        row.save()
        after = {"name": row.name, "published": True, "official_only": True}
        announce(actor(), row, "add", {}, after)
    elif untouched(code):
        return  # taken into use while it was computed
    elif not row.published:
        keep(row, {"published": True, "official_only": True})
    if page.content is not None:
        keep_account(row, page.vintage, page.content)


def close_page(organisation: Organisation) -> None:
    """Close the page of a municipality that no edition holds any more."""
    if organisation.published and not untouched(organisation.code):
        keep(organisation, {"published": False})
