"""Send in a workbook for everybody: kept as it is, then read in the background."""

from __future__ import annotations

import hashlib

from kortreist.connectors import date_in_name
from kortreist_web.accounts.actions.send_in import check_file
from kortreist_web.core.uploads import bare_name
from kortreist_web.installation.models import OfficialFile
from kortreist_web.installation.operating import nothing_done, operator_action
from kortreist_web.jobs.queue import enqueue
from kortreist_web.people.models import User

__all__ = ["read_figures_again", "send_in_figures"]


@operator_action
def send_in_figures(who: User, *, filename: str, content: bytes) -> OfficialFile:
    """Keep a file and have it read; the same file again is the one there is.

    Another date in its name makes it an edition of its own, as elsewhere.

    Raises
    ------
    InputError
        The file is too large, empty or of another kind; nothing was kept.
    """
    filename = bare_name(filename)
    check_file(filename, content)
    digest, day = hashlib.sha256(content).hexdigest(), date_in_name(filename)
    kept = OfficialFile.objects.filter(sha256=digest).exclude(
        state__in=(OfficialFile.State.DROPPED, OfficialFile.State.REFUSED)
    )
    for same in kept.select_related("job", "vintage"):
        if day and date_in_name(same.filename) not in ("", day):
            continue
        if same.shown_state == "withdrawn":
            continue  # what was taken back is read and looked at anew
        if same.shown_state == "stopped":
            _queue_reading(who, same)
        else:
            nothing_done()
        return same
    file = OfficialFile(filename=filename, content=content, sha256=digest, sent_by=who)
    file.save()
    _queue_reading(who, file)
    return file


def _queue_reading(who: User, file: OfficialFile) -> None:
    file.job = enqueue(
        "installation.read_figures",
        {"file": file.pk},
        user=who,
        key=f"installation.read_figures.{file.pk}",
        again=file.job,
    )
    file.save(update_fields=["job"])


@operator_action
def read_figures_again(who: User, file: OfficialFile) -> OfficialFile:
    """Have a file read again whose reading stopped; one that is being read is left alone."""
    if file.shown_state == "stopped":
        _queue_reading(who, file)
    else:
        nothing_done()
    return file
