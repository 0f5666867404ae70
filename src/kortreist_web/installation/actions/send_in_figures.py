"""Send in a workbook for everybody, or have it fetched: kept as it is, read in the background."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from django.conf import settings

from kortreist.connectors import date_in_name
from kortreist_web.accounts.actions.send_in import check_file
from kortreist_web.core.refusals import RefusedError
from kortreist_web.core.uploads import bare_name
from kortreist_web.installation.models import OfficialFile
from kortreist_web.installation.operating import nothing_done, operator_action
from kortreist_web.jobs.queue import enqueue
from kortreist_web.people.models import User

__all__ = ["fetch_figures", "read_figures_again", "send_in_figures"]


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
    digest = hashlib.sha256(content).hexdigest()
    same = same_file(filename, digest)
    if same is not None:
        if same.shown_state == "stopped":
            _queue(who, same, "installation.read_figures")
        else:
            nothing_done()
        return same
    file = OfficialFile(filename=filename, content=content, sha256=digest, sent_by=who)
    file.save()
    _queue(who, file, "installation.read_figures")
    return file


@operator_action
def fetch_figures(who: User) -> OfficialFile:
    """Have the workbook fetched from the address of the installation's settings, and read.

    One that is being fetched is the one that is returned.

    Raises
    ------
    RefusedError
        The settings name no address.
    """
    if not settings.INVENTORY_URL:
        raise RefusedError("installation.refused.no_address")
    waiting = OfficialFile.objects.select_related("job").filter(sha256="", state="reading")
    for file in waiting:
        if file.shown_state == "reading":
            nothing_done()
            return file
    name = bare_name(urlsplit(settings.INVENTORY_URL).path) or "fetched"
    file = OfficialFile.objects.create(filename=name[:200], content=b"", sent_by=who)
    _queue(who, file, "installation.fetch_figures")
    return file


def same_file(filename: str, digest: str) -> OfficialFile | None:
    """Return the file that has the same content, unless a date in the name makes it another."""
    day = date_in_name(filename)
    kept = OfficialFile.objects.filter(sha256=digest).exclude(
        state__in=(OfficialFile.State.DROPPED, OfficialFile.State.REFUSED)
    )
    for same in kept.select_related("job", "vintage"):
        if day and date_in_name(same.filename) not in ("", day):
            continue
        if same.shown_state != "withdrawn":  # what was taken back is read and looked at anew
            return same
    return None


def _queue(who: User, file: OfficialFile, kind: str) -> None:
    file.job = enqueue(kind, {"file": file.pk}, user=who, key=f"{kind}.{file.pk}", again=file.job)
    file.save(update_fields=["job"])


@operator_action
def read_figures_again(who: User, file: OfficialFile) -> OfficialFile:
    """Have a file read again whose reading stopped; one that is being read is left alone."""
    if file.shown_state == "stopped":
        fetched = "installation.read_figures" if file.sha256 else "installation.fetch_figures"
        _queue(who, file, fetched)
    else:
        nothing_done()
    return file
