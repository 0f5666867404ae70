"""Documents as files: PDF, Word and HTML, made once for the same content."""

from __future__ import annotations

import base64
import hashlib
import json
import re

from django.core.cache import cache
from django.http import HttpResponse

from kortreist.documents.format.blocks import Document, as_data
from kortreist.documents.format.render import MEDIA_TYPES, render
from kortreist.documents.format.slides.document import MEDIA_TYPE as SLIDES
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.word_templates import word_template_of

__all__ = ["render_file", "response_of"]

_KEPT_SECONDS = 3600
_MEDIA_TYPES = {**MEDIA_TYPES, "pptx": SLIDES}


def render_file(
    document: Document, extension: str, organisation: Organisation | None = None
) -> bytes:
    """Return the document in a format; the same document is made once an hour at most.

    Word files are written with the own template of ``organisation``, where it has one.
    """
    template = None
    if organisation is not None and extension == "docx":
        template = word_template_of(organisation)
    data = json.dumps(as_data(document), ensure_ascii=False, sort_keys=True)
    shape = template.sha256 if template else ""
    key = "document:" + hashlib.sha256(f"{extension}{shape}{data}".encode()).hexdigest()
    made: bytes | None = cache.get(key)
    if made is None:
        made = render(document, extension, template)
        cache.set(key, made, _KEPT_SECONDS)
    return made


def response_of(content: bytes, extension: str, name: str) -> HttpResponse:
    """Return a file; a page is shown, the others are kept under a name."""
    response = HttpResponse(content, content_type=_MEDIA_TYPES[extension])
    if extension == "html":
        # The document carries its style with it: that style alone is let through, by its hash.
        style = re.search(rb"<style>(.*?)</style>", content, re.S)
        digest = base64.b64encode(hashlib.sha256(style[1] if style else b"").digest()).decode()
        response.headers["Content-Security-Policy"] = (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
            "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
        )
    else:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.{extension}"'
    return response
