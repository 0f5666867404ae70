"""The document as one HTML file: no script to run, no request to make, prints on A4."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from kortreist.documents.format.blocks import Document, as_data, plain

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["render_html"]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("kortreist.documents.format", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_html(document: Document) -> str:
    """Return the document as a self-contained page.

    Parameters
    ----------
    document : Document

    Returns
    -------
    str
        HTML.
    """
    style = resources.files("kortreist.documents.format").joinpath("style.css").read_text("utf-8")
    template = _environment().get_template("document.html.j2")
    return template.render(
        doc=as_data(document),
        title=plain(document.title),
        style=style.strip(),
        open=frozenset({"fan-chart", "measures-chart"}),
    )
