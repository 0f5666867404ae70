"""Every measure alone against the account: asked for, pinned, and told when it is stale.

The question is a plan's, so the figures are the plan's own: plans are a domain to the right of
this one, and answer. Figures are computed when an account lands and when what they rest on is
changed, for organisations where somebody works.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.utils import timezone

from kortreist_web.accounts.pins import engine_version, facts_version
from kortreist_web.accounts.queries import newest_vintage
from kortreist_web.core.content import content_hash
from kortreist_web.core.hooks import Hook
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import enqueue
from kortreist_web.measures.models import AloneFigures
from kortreist_web.people.models import Membership, User
from kortreist_web.tenants.models import Organisation

__all__ = ["JOB", "Alone", "Standing", "alone", "compute_alone", "pins_of", "refresh", "standing"]

JOB = "measures.alone"
_UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING)


class Alone(Protocol):
    """What a plan would be asked, and the answer for each measure by itself."""

    def question(self, organisation: Organisation) -> dict[str, Any]:
        """Return the question as plain values."""

    def answer(
        self, organisation: Organisation, question: dict[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return the content, or an empty one and why it is refused."""


alone: Hook[Alone] = Hook("what every measure does alone")


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest figures, and whether they still hold.

    ``figures`` None: never computed. ``job`` is computing them now.
    """

    figures: AloneFigures | None
    stale: bool
    job: Job | None

    @property
    def content(self) -> dict[str, Any]:
        """Return the figures; empty where there are none."""
        return self.figures.content if self.figures is not None else {}


def pins_of(organisation: Organisation) -> dict[str, Any]:
    """Return all that decides the figures: the question, the edition, engine and facts."""
    vintage = newest_vintage(organisation)
    return {
        "question": alone().question(organisation),
        "vintage": "" if vintage is None else vintage.engine_id,
        "engine_version": engine_version(),
        "facts_version": facts_version(),
        "year": timezone.localdate().year,
    }


def standing(organisation: Organisation) -> Standing:
    """Return how the figures stand."""
    figures = AloneFigures.objects.filter(organisation=organisation).first()
    stale = figures is None or figures.key != content_hash(pins_of(organisation))
    return Standing(figures, stale, _under_way(organisation) if stale else None)


def _under_way(organisation: Organisation) -> Job | None:
    rows = Job.objects.filter(organisation=organisation, kind=JOB, state__in=_UNDER_WAY)
    return rows.order_by("-id").first()


def refresh(organisation: Organisation, who: User | None = None, *, first: bool = False) -> None:
    """Ask for the figures anew, once however much has changed since.

    Parameters
    ----------
    organisation : Organisation
    who : User, optional
    first : bool
        Also where they were never computed, as long as somebody works there: one official
        workbook may bring accounts of every municipality.
    """
    computed = AloneFigures.objects.filter(organisation=organisation)
    people = Membership.objects.filter(organisation=organisation)
    if not computed.exists() and not (first and people.exists()):
        return
    waiting = Job.objects.filter(organisation=organisation, kind=JOB, state=Job.State.WAITING)
    if not waiting.exists():
        enqueue(JOB, {"organisation": organisation.pk}, organisation=organisation, user=who)


def compute_alone(organisation: Organisation) -> AloneFigures:
    """Return the figures as they are to be stored; nothing is written.

    Those that still hold are returned as they are.
    """
    figures = AloneFigures.objects.filter(organisation=organisation).first()
    pins = pins_of(organisation)
    key = content_hash(pins)
    if figures is not None and figures.key == key:
        return figures
    content, refused = alone().answer(organisation, pins["question"])
    figures = figures or AloneFigures(organisation=organisation)
    figures.key, figures.pins = key, pins
    figures.content, figures.refused = content, refused
    figures.content_hash = content_hash(content) if content else ""
    return figures
