"""Give somebody a role; one who is new gets an account and an invitation."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kortreist_web.core.action import action
from kortreist_web.core.clock import lasts_on
from kortreist_web.core.refusals import RefusedError
from kortreist_web.people.invitations import send_invitation
from kortreist_web.people.job_titles import check_job
from kortreist_web.people.models import Actor, Membership, User
from kortreist_web.tenants.models import Organisation, Unit

__all__ = ["give_role"]


@action("change", Membership)
def give_role(
    who: Actor,
    organisation: Organisation,
    *,
    email: str,
    role: str,
    name: str = "",
    unit: Unit | None = None,
    valid_to: date | None = None,
    job: str = "",
    job_title: str = "",
    why: str = "",
) -> Membership:
    """Give a role from today; the person is told by mail.

    Parameters
    ----------
    job, job_title : str
        What she works as, of :data:`~kortreist_web.people.job_titles.JOBS`, and the word for it.

    Raises
    ------
    RefusedError
        She has the role already, a unit was named for another role than reporter, or there is
        no such job.
    """
    if unit is not None and role != "reporter":
        raise RefusedError("people.only_reporter_has_unit")
    check_job(job)
    email, today = email.strip().lower(), timezone.localdate()
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(email, name=name.strip())
    # One who has come here before is known here.
    here = Membership.objects.filter(organisation=organisation, user=user, awaited=False)
    same = Membership.objects.filter(
        lasts_on(today),
        organisation=organisation,
        user=user,
        role=role,
        unit=unit,
    )
    if same.exists():
        raise RefusedError("people.has_role", email=email)
    given = Membership(
        organisation=organisation,
        user=user,
        role=role,
        unit=unit,
        valid_from=today,
        valid_to=valid_to,
        given_name=name.strip(),
        awaited=not here.exists(),
        job=job,
        job_title=job_title.strip(),
    )
    given.save()
    send_invitation(user, organisation, given)
    return given
