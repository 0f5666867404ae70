"""The document as a tagged PDF (PDF/UA-1), set with typst and the fonts inside it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib import resources

from kortreist.documents.format.blocks import Document, as_data

__all__ = ["render_pdf"]


def render_pdf(document: Document) -> bytes:
    """Return the document as PDF/UA-1.

    Only the fonts embedded in typst are used, and the time stamp is the document's own date,
    so the same document gives the same file on every machine.

    Parameters
    ----------
    document : Document

    Returns
    -------
    bytes
    """
    import typst

    source = resources.files("kortreist.documents.format").joinpath("templates/document.typ")
    data = json.dumps(as_data(document), ensure_ascii=False)
    day = datetime.fromisoformat(document.created).replace(tzinfo=UTC)
    pdf: bytes = typst.compile(
        source.read_bytes(),
        format="pdf",
        sys_inputs={"doc": data},
        pdf_standards=["ua-1"],
        ignore_system_fonts=True,
        timestamp=int(day.timestamp()),
    )
    return pdf
