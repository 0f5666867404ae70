"""Take a workbook that has been read into the accounts, or drop it."""

from __future__ import annotations

from kortreist_web.accounts.models import Upload
from kortreist_web.core.action import action
from kortreist_web.core.refusals import RefusedError
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import SHORT, enqueue
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = ["TAKE_IN", "accept", "drop"]

TAKE_IN = "accounts.take_in"


@action("change", Upload)
def accept(
    who: User,
    organisation: Organisation,
    upload: Upload,
    *,
    everybody: bool = False,
    looked_at: bool = False,
) -> Job | None:
    """Have an upload taken in; saying it twice is one job.

    Parameters
    ----------
    everybody : bool
        As everybody's edition, not only this organisation's: whoever runs the installation.
    looked_at : bool
        Whether who accepts has looked at what is doubtful (``preview["doubts"]``).

    Raises
    ------
    RefusedError
        It has no figures of the organisation's place, or is doubtful and not looked at.
    """
    if upload.state != Upload.State.READ:
        return upload.job
    if not upload.preview.get("here"):
        raise RefusedError("accounts.refused.upload_not_here", name=organisation.name)
    if upload.preview.get("doubts") and not looked_at:
        raise RefusedError("accounts.refused.upload_doubts")
    params = {"upload": upload.pk, "everybody": bool(everybody and who.is_operator)}
    before = upload.job
    failed = before is not None and before.kind == TAKE_IN and before.ended
    upload.job = enqueue(
        TAKE_IN,
        params,
        organisation=organisation,
        user=who,
        key=f"{TAKE_IN}.{upload.pk}",
        again=before if failed else None,
        queue=SHORT,
    )
    upload.save()
    return upload.job


@action("change", Upload)
def drop(who: User, organisation: Organisation, upload: Upload) -> None:
    """Drop an upload that is not taken in; its row stays, so that the log can be read."""
    if upload.state in (Upload.State.READ, Upload.State.REFUSED, Upload.State.READING):
        upload.state = Upload.State.DROPPED
        upload.content = b""
        upload.save()
