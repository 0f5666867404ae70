"""The PowerPoint template an organisation uses, as the engine reads it."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from kortreist.documents.format.slides import template as engine
from kortreist.errors import ImportRefusedError
from kortreist_web.core.child_process import run_in_child
from kortreist_web.tenants.models import Organisation, SlideTemplate

__all__ = ["check_template", "read_row", "slide_template_of"]


def check_template(filename: str, content: bytes) -> None:
    """Refuse a file that cannot be a template, in a process with an end to its memory.

    Raises
    ------
    ImportRefusedError
        Says what is wrong with it, and how to mend it.
    """
    maximum = settings.READING_MAX_BYTES
    if maximum == 0:
        engine.read_template(filename, content)
        return
    try:
        run_in_child(
            engine.read_template,
            filename,
            content,
            maximum=maximum,
            libraries=(engine.__name__, "pptx"),
        )
    except MemoryError as error:
        raise ImportRefusedError("slide_template.memory", file=filename) from error


def slide_template_of(organisation: Organisation) -> engine.SlideTemplate | None:
    """Return the template in use; None: ours."""
    rows = SlideTemplate.objects.filter(organisation=organisation, in_use=True)
    row = rows.only("filename", "sha256", "organisation_id").first()
    return None if row is None else read_row(row)


def read_row(row: SlideTemplate) -> engine.SlideTemplate:
    """Return a template that was found to be fit."""
    return _read(row.pk, row.sha256)


@lru_cache(maxsize=8)
def _read(pk: int, sha256: str) -> engine.SlideTemplate:
    row = SlideTemplate.objects.get(pk=pk, sha256=sha256)
    return engine.read_template(row.filename, bytes(row.content))
