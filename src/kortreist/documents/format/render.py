"""A document in each of its formats."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from kortreist.documents.format.blocks import Document
from kortreist.documents.format.html import render_html

if TYPE_CHECKING:
    from kortreist.documents.format.word.template import WordTemplate

__all__ = ["MEDIA_TYPES", "render", "render_all"]

#: Format, which is also the file's ending → its media type.
MEDIA_TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def render(document: Document, format: str, template: WordTemplate | None = None) -> bytes:
    """Return the document in one of the formats of :data:`MEDIA_TYPES`.

    Parameters
    ----------
    document : Document
    format : str
    template : WordTemplate, optional
        The municipality's own, for Word; see :mod:`kortreist.documents.format.word.template`.

    Raises
    ------
    ValueError
        There is no such format.
    """
    # Each brings a library that the others do without.
    if format == "pdf":
        from kortreist.documents.format.pdf import render_pdf

        return render_pdf(document)
    if format == "docx":
        from kortreist.documents.format.word.document import render_word

        return render_word(document, template)
    if format == "html":
        return render_html(document).encode("utf-8")
    raise ValueError(f"a document is {', '.join(MEDIA_TYPES)}, not {format!r}")


def render_all(document: Document, template: WordTemplate | None = None) -> dict[str, bytes]:
    """Return the document in every format; ``template`` as in :func:`render`.

    The PDF is set in a thread of its own: the engine that sets it leaves Python free, so the
    others are made meanwhile where the machine has two cores.
    """
    with ThreadPoolExecutor(max_workers=1) as beside:
        pdf = beside.submit(render, document, "pdf")
        made = {format: render(document, format, template) for format in ("html", "docx")}
        return {**made, "pdf": pdf.result()}
