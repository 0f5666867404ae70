"""Ends of the trace that are common to all processes: an answer, and a version of a text.

``versions`` stands left of the trace, so that its rows are declared here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.utils import timezone

from kortreist_web.core.texts import language, text
from kortreist_web.participation.models import Answer, Phase, Process
from kortreist_web.participation.trace_kinds import ANSWER, VERSION, TraceEnd, TraceKind
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import declared
from kortreist_web.versions.models import Version

__all__ = ["TRACE_KINDS"]


def _answers(
    organisation: Organisation, keys: Collection[int], member: bool
) -> Mapping[int, TraceEnd]:
    rows = Answer.objects.filter(organisation=organisation, pk__in=keys).select_related("unit")
    if not member:  # while something is heard, its answers are not public
        heard = Phase.objects.filter(
            organisation=organisation, kind=Phase.Kind.HEARING, closes_on__gte=timezone.localdate()
        )
        rows = rows.exclude(process__in=heard.values("process"))
    return {
        row.pk: TraceEnd(
            title=text(f"participation.log.value.{row.outcome}"),
            day=row.answered_on,
            state=row.unit.name if row.unit else "",
        )
        for row in rows
    }


def _versions(
    organisation: Organisation, keys: Collection[int], member: bool
) -> Mapping[int, TraceEnd]:
    rows = Version.objects.filter(organisation=organisation, pk__in=keys)
    own = rows.select_related("organisation")
    in_process = set[int]()
    if not member:
        open_ = Process.objects.filter(version_of__in=keys).exclude(state=Process.State.DRAFT)
        in_process = set(open_.values_list("version_of", flat=True))
    out = {}
    for row in own:
        kind = declared(row.kind)
        publishing = kind.publishing if kind is not None else None
        public = publishing is not None and publishing.by_itself(row)
        if not (member or public or row.pk in in_process):
            continue
        title = publishing.title(row, language()) if publishing else str(row)
        url = kind.page(row, organisation.code) if kind and (member or public) else ""
        out[row.pk] = TraceEnd(
            title,
            url,
            row.created_at.date(),
            text("participation.trace.version_number", number=row.number),
        )
    return out


TRACE_KINDS = (
    TraceKind(ANSWER, _answers, "participation.trace.answer"),
    TraceKind(VERSION, _versions, "participation.trace.version"),
)
