"""Background work for the whole installation: fetch and read a workbook, take it in, make pages.

Taking in is several jobs. The first stores the edition, all of it or nothing; then the
accounts are computed some municipalities at a time, and each job writes those accounts and
opens those pages together. So a page is never half there, memory does not grow with the
country, other people's writing waits for seconds at most, and what is interrupted goes on
with what is left.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.conf import settings
from django.db import transaction

from kortreist.errors import InputError, KortreistError
from kortreist.i18n import LANGUAGES
from kortreist_web.accounts.actions.send_in import check_file
from kortreist_web.accounts.edition_store import store
from kortreist_web.accounts.jobs import read_content
from kortreist_web.core.uploads import bare_name
from kortreist_web.installation.actions.send_in_figures import same_file
from kortreist_web.installation.models import OfficialFile
from kortreist_web.installation.operating import record
from kortreist_web.installation.place_pages import ask_for_pages, compute_page, keep_page
from kortreist_web.installation.reading import preview_of
from kortreist_web.jobs.kinds import Progress, Write
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.tasks import TakenError

__all__ = ["fetch_figures", "make_pages", "read_figures", "take_in"]


def fetch_figures(job: Job, progress: Progress) -> Write:
    """Fetch the file of the settings' address, and read it as one that was sent in."""
    from kortreist.connectors.fetch import download

    file = OfficialFile.objects.get(pk=job.params["file"])
    progress(0, 4, "installation.work.fetching")
    name, digest, content = file.filename, "", b""
    try:
        came = download(settings.INVENTORY_URL, maximum=settings.UPLOAD_MAX_BYTES)
        name, content = bare_name(came.name), came.content
        check_file(name, content)
        digest = hashlib.sha256(content).hexdigest()
        same = same_file(name, digest)
        if same is not None:
            raise InputError("installation.same_file", file=same.filename)
        state = OfficialFile.State.READ
        preview = preview_of(read_content(name, content, None, progress)) | {"from": came.url}
    except KortreistError as error:
        state, preview, content = OfficialFile.State.REFUSED, {"refused": _said(error)}, b""

    def write() -> dict[str, Any]:
        now = OfficialFile.objects.select_for_update().get(pk=file.pk)
        if now.state != OfficialFile.State.READING:
            raise TakenError  # dropped while it was fetched
        now.filename, now.sha256, now.content = name[:200], digest, content
        now.state, now.preview = state, preview
        now.save(update_fields=["filename", "sha256", "content", "state", "preview"])
        return {"file": now.pk}

    return write


def read_figures(job: Job, progress: Progress) -> Write:
    """Read a file; what was found, or why it is refused, is kept for its page."""
    file = OfficialFile.objects.get(pk=job.params["file"])
    state = OfficialFile.State.READ
    try:
        preview = preview_of(read_content(file.filename, bytes(file.content), None, progress))
    except KortreistError as error:
        state, preview = OfficialFile.State.REFUSED, {"refused": _said(error)}

    def write() -> dict[str, Any]:
        now = OfficialFile.objects.select_for_update().get(pk=file.pk)
        if now.state != OfficialFile.State.READING:
            raise TakenError  # dropped while it was read
        now.state, now.preview = state, preview
        now.save(update_fields=["state", "preview"])
        return {"file": now.pk}

    return write


def _said(error: KortreistError) -> dict[str, Any]:
    return {"key": error.key, "said": {code: error.message(code) for code in LANGUAGES}}


def take_in(job: Job, progress: Progress) -> Write:
    """Store a file's edition as everybody's, and ask for its pages."""
    file = OfficialFile.objects.get(pk=job.params["file"])
    read = read_content(file.filename, bytes(file.content), None, progress)
    progress(3, 4, "installation.work.storing")

    def write() -> dict[str, Any]:
        now = OfficialFile.objects.select_for_update().get(pk=file.pk)
        if now.state != OfficialFile.State.TAKING_IN:
            raise TakenError
        now.vintage = store(read, None)
        now.state, now.content = OfficialFile.State.TAKEN_IN, b""
        now.save(update_fields=["vintage", "state", "content"])
        record(now, edition=now.vintage.engine_id)
        ask_for_pages(now, job)
        return {"file": now.pk}

    return write


def make_pages(job: Job, progress: Progress) -> Write:
    """Compute accounts of some municipalities, and open their pages with them."""
    file = OfficialFile.objects.select_related("vintage").get(pk=job.params["file"])
    numbers: list[str] = job.params["places"]
    made, failed = [], {}
    for i, number in enumerate(numbers):
        progress(i, len(numbers), "installation.work.computing")
        try:
            page = compute_page(number)
        except KortreistError as error:
            failed[number] = _said(error)["said"]
            continue
        if page is not None:
            made.append(page)

    def write() -> dict[str, Any]:
        with transaction.atomic():
            for page in made:
                keep_page(page)
            if failed:
                now = OfficialFile.objects.select_for_update().get(pk=file.pk)
                now.failed = {**now.failed, **failed}
                now.save(update_fields=["failed"])
        return {"file": file.pk, "pages": len(made)}

    return write
