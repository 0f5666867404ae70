"""Take a workbook in as everybody's edition, drop it, or go on where its pages stopped."""

from __future__ import annotations

from kortreist_web.core.refusals import RefusedError
from kortreist_web.installation.models import OfficialFile
from kortreist_web.installation.operating import nothing_done, operator_action
from kortreist_web.installation.place_pages import ask_for_pages
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import enqueue
from kortreist_web.people.models import User

__all__ = ["drop_figures", "go_on_with_pages", "take_in_figures"]


@operator_action
def take_in_figures(who: User, file: OfficialFile, *, looked_at: bool = False) -> Job | None:
    """Have a file taken in for everybody; saying it twice is one job.

    Parameters
    ----------
    looked_at : bool
        Whether who says it has looked at what is doubtful (``preview["doubts"]``).

    Raises
    ------
    RefusedError
        It holds no municipality of today, or is doubtful and not looked at.
    """
    file = OfficialFile.objects.select_for_update().get(pk=file.pk)
    stopped = file.state == OfficialFile.State.TAKING_IN and file.job is not None and file.job.ended
    if file.state != OfficialFile.State.READ and not stopped:
        nothing_done()
        return file.job
    if not file.preview.get("here"):
        raise RefusedError("installation.refused.no_municipality", file=file.filename)
    if file.preview.get("doubts") and not (looked_at or stopped):
        raise RefusedError("accounts.refused.upload_doubts")
    file.job = enqueue(
        "installation.take_in",
        {"file": file.pk},
        user=who,
        key=f"installation.take_in.{file.pk}",
        again=file.job if stopped else None,
    )
    file.state = OfficialFile.State.TAKING_IN
    file.save(update_fields=["job", "state"])
    return file.job


@operator_action
def go_on_with_pages(who: User, file: OfficialFile) -> int:
    """Ask again for the pages that are lacking; returns how many."""
    if file.shown_state != OfficialFile.State.TAKEN_IN:
        nothing_done()
        return 0
    if file.failed:
        file.failed = {}
        file.save(update_fields=["failed"])
    return ask_for_pages(file)


@operator_action
def drop_figures(who: User, file: OfficialFile) -> None:
    """Drop a file that is not taken in; its row stays, so that the log can be read.

    Raises
    ------
    RefusedError
        It is being taken in, or its edition holds for everybody: that is withdrawn instead.
    """
    # Its state may have become another since the page was shown.
    now = OfficialFile.objects.select_for_update(of=("self",)).select_related("job").get(pk=file.pk)
    stopped = now.job is not None and now.job.ended
    if now.state == OfficialFile.State.TAKING_IN and not stopped:
        raise RefusedError("installation.refused.being_taken_in", file=now.filename)
    if now.state == OfficialFile.State.TAKEN_IN:
        raise RefusedError("installation.refused.taken_in", file=now.filename)
    if now.state == OfficialFile.State.DROPPED:
        nothing_done()
        return
    now.state, now.content = OfficialFile.State.DROPPED, b""
    now.save(update_fields=["state", "content"])
