"""Background jobs of the accounts: read a workbook, take it in, compute, judge the interval."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from kortreist.errors import KortreistError
from kortreist.i18n import LANGUAGES
from kortreist_web.accounts.coverage import judge
from kortreist_web.accounts.edition_store import store
from kortreist_web.accounts.file_reader import ReadFile, read_file, read_file_in_child
from kortreist_web.accounts.models import Upload, Vintage
from kortreist_web.accounts.queries import history, newest_vintage
from kortreist_web.jobs.kinds import Progress, Write
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.tasks import TakenError
from kortreist_web.tenants.models import Organisation

__all__ = ["backtest", "read_content", "read_upload", "take_in"]


def read_content(name: str, content: bytes, place: str | None, progress: Progress) -> ReadFile:
    """Read a file where reading has an end to its memory; ``place``: for one that does not say."""
    if settings.READING_MAX_BYTES == 0:
        return read_file(name, content, place=place, progress=progress)
    progress(1, 4, "accounts.work.reading")
    read = read_file_in_child(name, content, place=place, maximum=settings.READING_MAX_BYTES)
    progress(2, 4, "accounts.work.adding")
    return read


def _read_file(upload: Upload, progress: Progress) -> ReadFile:
    place = upload.organisation.figures_code
    return read_content(upload.filename, bytes(upload.content), place, progress)


def read_upload(job: Job, progress: Progress) -> Write:
    """Read an upload; what was found, or why it is refused, is kept for its page."""
    upload = Upload.objects.select_related("organisation").get(pk=job.params["upload"])
    state = Upload.State.READ
    try:
        preview = _preview(_read_file(upload, progress), upload.organisation)
    except KortreistError as error:
        state = Upload.State.REFUSED
        messages = {code: error.message(code) for code in LANGUAGES}
        preview = {"refused": {"key": error.key, "said": messages}}

    def write() -> dict[str, Any]:
        now = Upload.objects.get(pk=upload.pk)
        if now.state != Upload.State.READING:
            raise TakenError  # dropped while it was read
        now.state, now.preview = state, preview
        now.save()
        return {"upload": now.pk}

    return write


def _preview(read: ReadFile, organisation: Organisation) -> dict[str, Any]:
    from kortreist.connectors.edition_changes import is_to_tell

    here = organisation.figures_code
    now: dict[int, float] = {}
    for place, year, _, _, tonnes in read.figures:
        if place == here:
            now[year] = now.get(year, 0.0) + tonnes
    before = {y: sum(v.values()) for y, v in history(organisation).items()}
    years = [
        {
            "year": year,
            "before": before.get(year),
            "now": now.get(year),
            "large": bool(before.get(year) and year in now and is_to_tell(before[year], now[year])),
        }
        for year in sorted(before.keys() | now.keys())
    ]
    described = read.description
    return {
        "edition": described["id"],
        "date": described["date"],
        "date_from": described["date_from"],
        "origin": described["origin"],
        "rows": described["rows"],
        "years": described["years"],
        "places": len(described["places"]),
        "here": bool(now),
        "mended": read.corrections,
        "unmapped": read.unmapped,
        "compared": years,
        "doubts": _doubts(described["date"], before, now, newest_vintage(organisation)),
    }


def _doubts(
    date: str, before: dict[int, float], now: dict[int, float], current: Vintage | None
) -> list[dict[str, Any]]:
    """Return what somebody must have looked at before the edition is taken in.

    A total many times as large or small, an edition older than the one in use, or one that
    lacks years of it: each reads as well as a right one.
    """
    from kortreist.connectors.edition_changes import is_large

    if current is None or not now:
        return []
    doubts: list[dict[str, Any]] = []
    large = [y for y in now if y in before and is_large(before[y], now[y])]
    if large:
        year = max(large, key=lambda y: abs(now[y] - before[y]))
        doubts.append({"kind": "large", "year": year, "before": before[year], "now": now[year]})
    if date < current.date.isoformat():
        doubts.append({"kind": "older", "date": date, "current": current.date.isoformat()})
    lacking = sorted(before.keys() - now.keys())
    if lacking:
        doubts.append({"kind": "partial", "lacking": lacking})
    return doubts


def take_in(job: Job, progress: Progress) -> Write:
    """Store an upload's edition and compute the account from it, in one transaction."""
    from kortreist_web.accounts.computation import compute_account

    upload = Upload.objects.select_related("organisation").get(pk=job.params["upload"])
    # The file is read once more: to who waits that is a part of taking it in.
    read = _read_file(upload, lambda done, n, _: progress(done, n, "accounts.work.taking_in"))
    progress(3, 4, "accounts.work.storing")

    def write() -> dict[str, Any]:
        now = Upload.objects.select_related("organisation").get(pk=upload.pk)
        if now.state != Upload.State.READ:
            raise TakenError
        owner = None if job.params.get("everybody") else now.organisation
        now.vintage = store(read, owner)
        now.state = Upload.State.ACCEPTED
        now.save()
        result = compute_account(now.organisation)
        return {"upload": now.pk, "account": result.pk}

    return write


def backtest(job: Job, progress: Progress) -> Write:
    """Judge how often the interval has held; the job's result is what its page shows."""

    organisation = Organisation.objects.get(pk=job.params["organisation"])
    result = judge(organisation, shared_only=job.params["shared_only"])
    return lambda: result
