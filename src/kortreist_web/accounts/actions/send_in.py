"""Send in a workbook: kept as it is, then read in the background."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO

from kortreist.connectors import date_in_name
from kortreist.errors import InputError
from kortreist_web.accounts.models import Upload
from kortreist_web.core.action import action
from kortreist_web.core.uploads import bare_name, check_size
from kortreist_web.jobs.queue import SHORT, enqueue
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.trial import MAX_BYTES, MAX_UPLOADS, check_number, is_trial

__all__ = ["check_file", "read_again", "send_in"]

#: A workbook unpacks to this much at most: a small file can hide a huge one.
_MAX_UNPACKED = 400_000_000


def check_file(filename: str, content: bytes) -> None:
    """Refuse what cannot be a workbook or a CSV before anything opens it.

    Raises
    ------
    InputError
        Too large, empty, or of another kind: says which kind was expected.
    """
    check_size(filename, content)
    if not content.strip():
        raise InputError("upload.empty", file=filename)
    name = filename.lower()
    if content[:4] == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                if sum(i.file_size for i in archive.infolist()) > _MAX_UNPACKED:
                    raise InputError("upload.unpacks", file=filename)
                if "[Content_Types].xml" not in archive.namelist():
                    raise InputError("upload.kind", file=filename)
        except zipfile.BadZipFile:
            raise InputError("upload.kind", file=filename) from None
    elif name.endswith(".xlsx") and content.lstrip()[:1] == b"<":
        return  # a web page saved as a workbook: the engine says so in its own words
    elif not name.endswith((".csv", ".txt")) or not _is_text(content):
        raise InputError("upload.kind", file=filename)


def _is_text(content: bytes) -> bool:
    """Tell whether a file may be text: UTF-16 says so in its first bytes, others have no NUL."""
    return content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" not in content[:4096]


@action("change", Upload)
def send_in(who: User, organisation: Organisation, *, filename: str, content: bytes) -> Upload:
    """Keep a file and have it read; the same file again is the upload there is.

    Another date in its name makes it an edition of its own, as on the command line.

    Raises
    ------
    InputError
        The file is too large, empty or of another kind; nothing was kept.
    RefusedError
        A throw-away workspace has its share of files.
    """
    filename = bare_name(filename)
    check_number(
        organisation, Upload.objects.filter(organisation=organisation).count(), MAX_UPLOADS
    )
    if is_trial(organisation) and len(content) > MAX_BYTES:
        raise InputError(
            "upload.too_large",
            file=filename,
            mb=round(len(content) / 1e6, 1),
            maximum=MAX_BYTES / 1e6,
        )
    check_file(filename, content)
    digest = hashlib.sha256(content).hexdigest()
    mine = Upload.objects.filter(organisation=organisation, sha256=digest)
    # Under another date in its name the same content is an edition of its own.
    kept = mine.exclude(state__in=(Upload.State.DROPPED, Upload.State.REFUSED))
    day = date_in_name(filename)
    same = next((u for u in kept if not day or date_in_name(u.filename) in ("", day)), None)
    if same is not None:
        if same.shown_state == "stopped":  # sent again: read again
            _queue_reading(who, same)
        return same
    upload = Upload(organisation=organisation, filename=filename, content=content, sha256=digest)
    upload.save()
    _queue_reading(who, upload)
    return upload


def _queue_reading(who: User, upload: Upload) -> None:
    upload.job = enqueue(
        "accounts.read_upload",
        {"upload": upload.pk},
        organisation=upload.organisation,
        user=who,
        key=f"accounts.read_upload.{upload.pk}",
        again=upload.job,
        queue=SHORT,
    )
    upload.save()


@action("change", Upload)
def read_again(who: User, organisation: Organisation, upload: Upload) -> Upload:
    """Have a file read again whose reading stopped; one that is being read is left alone."""
    if upload.shown_state == "stopped":
        _queue_reading(who, upload)
    return upload
