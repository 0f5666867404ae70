"""Open a process to participants."""

from __future__ import annotations

from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.models import ProcessSecret, User
from kortreist_web.people.participants import new_secret
from kortreist_web.tenants.models import Organisation

__all__ = ["open_participation"]


@action("change", ProcessSecret)
def open_participation(
    who: User, organisation: Organisation, *, process_kind: str, process: int
) -> ProcessSecret:
    """Draw the secret of a process; of one that is open, return the one it has.

    Raises
    ------
    RefusedError
        The process has closed: another secret would let everybody take part again.
    """
    process_secret = ProcessSecret.objects.filter(
        organisation=organisation, process_kind=process_kind, process=process
    ).first()
    if process_secret is None:
        process_secret = ProcessSecret(
            organisation=organisation,
            process_kind=process_kind,
            process=process,
            secret=new_secret(),
        )
        process_secret.save()
    elif process_secret.destroyed_on is not None:
        raise RefusedError("people.participation.closed")
    return process_secret
