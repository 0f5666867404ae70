"""Say that a hearing is done with: everything is answered, and its table stands somewhere."""

from __future__ import annotations

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.events import emit
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.texts import language
from kortreist_web.decisions.models import CasePaper
from kortreist_web.hearings.models import Hearing
from kortreist_web.hearings.table_rows import table_of
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["complete_hearing", "in_case_paper", "unanswered"]


def unanswered(hearing: Hearing) -> list[str]:
    """Return what waits for an answer, as the table numbers it: ``4.2``, or ``7`` for a whole.

    What is refused or withdrawn is owed none; what is hidden is.
    """
    table = table_of(hearing, language(), member=True)
    waits = []
    for entry in table.entries:
        number = str(entry.submission.number)
        if entry.refused or entry.withdrawn:
            continue
        waits += [f"{number}.{p.point.number}" for p in entry.points if p.answer is None]
        if not entry.points and entry.answer is None:
            waits.append(number)
    return waits


def in_case_paper(hearing: Hearing) -> bool:
    """Tell whether a case paper holds the table: one about what was heard, or a later version."""
    heard = hearing.heard
    return CasePaper.objects.filter(
        organisation_id=hearing.organisation_id,
        frozen__kind=heard.kind,
        frozen__subject=heard.subject,
        frozen__number__gte=heard.number,
    ).exists()


@action("change", Hearing)
def complete_hearing(
    who: User, organisation: Organisation, hearing: Hearing, *, table_reference: str = ""
) -> Hearing:
    """Complete a hearing that has closed.

    Parameters
    ----------
    table_reference : str
        Where the table of submissions lies in the archive, where no case paper holds it.

    Raises
    ------
    RefusedError
        It has not closed or is completed, something is not answered (says which), or the table
        stands neither in a case paper nor in the archive.
    """
    if hearing.state != Hearing.State.CLOSED:
        raise RefusedError("hearings.refused.not_closed")
    if waits := unanswered(hearing):
        numbers = ", ".join(waits[:10]) + (" …" if len(waits) > 10 else "")
        raise RefusedError("hearings.refused.unanswered", n=len(waits), numbers=numbers)
    if not table_reference.strip() and not in_case_paper(hearing):
        raise RefusedError("hearings.refused.no_table", about="table_reference")
    hearing.state, hearing.completed_on = Hearing.State.COMPLETED, timezone.localdate()
    hearing.table_reference = table_reference.strip()
    hearing.save()
    emit("hearing.completed", hearing)
    return hearing
