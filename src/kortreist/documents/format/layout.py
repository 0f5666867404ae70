"""Whether a document's pages are laid out well: what a reader would see is wrong, as a list.

The PDF's own engine says where every table row and card came to stand; how full a page is, is
seen on a small picture of it.
"""

from __future__ import annotations

import io
import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from importlib import resources

import numpy as np

from kortreist.documents.format.blocks import Document, as_data

__all__ = ["Fault", "layout_faults"]

#: Rows of a table that may stand alone before or after a page break, at the fewest.
_TOGETHER = 2
#: A row that takes more room than this (mm) down to the page's end is no small part left behind.
_TALL = 40.0
#: How full every page but the last must be.
_FULL = 0.55
#: Millimetres of an A4 page: its height, and the margins above and below the text.
_PAGE, _TOP, _BOTTOM = 297.0, 22.0, 20.0
_PPI, _INK = 24.0, 200


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong on a page: ``split_cards``, ``orphan_row`` or ``half_empty``."""

    kind: str
    page: int
    what: str = ""


def layout_faults(document: Document) -> tuple[Fault, ...]:
    """Return what is wrong with the pages of a document's PDF, in their order.

    Parameters
    ----------
    document : Document

    Returns
    -------
    tuple of Fault
        A set of cards on two pages; fewer than two rows of a table on a page that others of
        it are not on; a page but the last that is hardly more than half full.
    """
    found = [*_split(document), *_half_empty(document)]
    return tuple(sorted(found, key=lambda f: (f.page, f.kind)))


def _inputs(document: Document) -> dict[str, str]:
    return {"doc": json.dumps(as_data(document), ensure_ascii=False), "check": "1"}


def _source() -> bytes:
    place = resources.files("kortreist.documents.format")
    return place.joinpath("templates/document.typ").read_bytes()


def _split(document: Document) -> list[Fault]:
    import typst

    said = typst.query(
        _source(),
        "<placed>",
        field="value",
        sys_inputs=_inputs(document),
        ignore_system_fonts=True,
    )
    pages: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    tall: set[tuple[str, int]] = set()
    for one in json.loads(said):
        kind, id, page = one["kind"], one["id"], int(one["page"])
        pages[kind, id][page] += 1
        if one["n"] == 0 and _PAGE - _BOTTOM - float(one["mm"]) > _TALL:
            tall.add((id, page))
    out = []
    for (kind, id), on in pages.items():
        if len(on) < 2:
            continue
        if kind == "card":
            out.append(Fault("split_cards", min(on), id))
        else:
            alone = [p for p, n in on.items() if n < _TOGETHER and (id, p) not in tall]
            out += [Fault("orphan_row", p, id) for p in alone]
    return out


def _half_empty(document: Document) -> list[Fault]:
    import typst
    from PIL import Image

    made = typst.compile(
        _source(),
        format="png",
        ppi=_PPI,
        sys_inputs=_inputs(document),
        ignore_system_fonts=True,
    )
    pictures: list[bytes] = made if isinstance(made, list) else [made]
    out = []
    for number, picture in enumerate(pictures[:-1], start=1):
        grey = np.asarray(Image.open(io.BytesIO(picture)).convert("L"))
        first, last = (round(len(grey) * mm / _PAGE) for mm in (_TOP, _PAGE - _BOTTOM))
        inked = np.flatnonzero((grey[first:last] < _INK).any(axis=1))
        full = (inked[-1] + 1) / (last - first) if inked.size else 0.0
        if full < _FULL:
            out.append(Fault("half_empty", number, f"{full:.0%}"))
    return out
