"""Background work with measures: every measure alone, and when that is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from kortreist_web.accounts.models import AccountResult, KnownChange
from kortreist_web.core.history import row_changed
from kortreist_web.jobs.kinds import Progress, Write
from kortreist_web.jobs.models import Job
from kortreist_web.measures.alone import compute_alone, refresh, standing
from kortreist_web.measures.models import AloneFigures, MeasureChoice
from kortreist_web.tenants.models import Organisation

__all__ = ["answer_alone", "ask_daily", "listen"]

#: What of a choice the figures rest on.
_FELT = ("adaptation", "start_year", "state")


def answer_alone(job: Job, progress: Progress) -> Write:
    """Compute every measure alone, and put it in place of what was there."""
    organisation = Organisation.objects.get(pk=job.params["organisation"])
    progress(0, 1, "measures.alone.progress")
    figures = compute_alone(organisation)

    def write() -> dict[str, Any]:
        AloneFigures.objects.update_or_create(
            organisation=organisation,
            defaults={
                "key": figures.key,
                "pins": figures.pins,
                "content": figures.content,
                "content_hash": figures.content_hash,
                "refused": figures.refused,
            },
        )
        return {"organisation": organisation.pk}

    return write


def ask_daily(day: date) -> None:
    """Ask anew where engine, facts or the year are others than the figures were made with."""
    for figures in AloneFigures.objects.select_related("organisation").defer("content"):
        if standing(figures.organisation).stale:
            refresh(figures.organisation)


def _account_landed(sender: Any, instance: AccountResult, created: bool, **more: Any) -> None:
    if not created:
        return
    organisation = Organisation.objects.filter(code=instance.place).first()
    if organisation is not None:
        refresh(organisation, first=True)


def _changed(
    sender: Any, row: Any, before: dict[str, Any], after: dict[str, Any], **more: Any
) -> None:
    if sender is MeasureChoice and not _is_felt(before, after):
        return
    refresh(row.organisation)


def _is_felt(before: dict[str, Any], after: dict[str, Any]) -> bool:
    """Tell whether a choice moves figures: own figures, or a start year that is decided."""
    then, now = ({k: row.get(k) for k in _FELT} for row in (before, after))
    if (then["adaptation"] or {}) != (now["adaptation"] or {}):
        return True
    years = bool(then["start_year"] or now["start_year"])
    return years and then != now


def listen() -> None:
    """Hear when an account lands, and when what the figures rest on is changed."""
    from django.db.models.signals import post_save

    post_save.connect(_account_landed, sender=AccountResult, dispatch_uid="measures.alone")
    for model in (MeasureChoice, KnownChange):
        row_changed.connect(_changed, sender=model, dispatch_uid=f"measures.alone.{model.__name__}")
