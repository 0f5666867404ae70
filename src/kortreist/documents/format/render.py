"""A document in every format."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from kortreist.documents.format.blocks import Document
from kortreist.documents.format.html import render_html

__all__ = ["render_all"]


def render_all(document: Document) -> dict[str, bytes]:
    """Return the document as ``html``, ``pdf`` and ``docx``.

    The PDF is set in a thread of its own: the engine that sets it leaves Python free, so the
    others are made meanwhile where the machine has two cores.

    Parameters
    ----------
    document : Document

    Returns
    -------
    dict of str to bytes
    """
    from kortreist.documents.format.pdf import render_pdf
    from kortreist.documents.format.word.document import render_word

    with ThreadPoolExecutor(max_workers=1) as beside:
        pdf = beside.submit(render_pdf, document)
        html = render_html(document).encode("utf-8")
        return {"html": html, "docx": render_word(document), "pdf": pdf.result()}
