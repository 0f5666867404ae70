"""Which jumps of the inventory are method and not emissions, in a document."""

from __future__ import annotations

from kortreist import facts
from kortreist.accounts import Naming
from kortreist.backtests import Break
from kortreist.documents.format.blocks import Inlines, Note
from kortreist.documents.format.writer import DASH, Writer

__all__ = ["break_note"]


def break_note(write: Writer, breaks: tuple[Break, ...]) -> Note | None:
    """Return the note on sources that jumped in most municipalities at once, if any."""
    if not breaks:
        return None
    origin = facts.load().origin("method_breaks", {}, "facts/method_breaks")
    ref = write.add(origin)
    names = Naming(write.language)
    steps: dict[tuple[str, str], list[Inlines]] = {}
    for b in breaks:
        years = (write.year(b.from_year), DASH, write.year(b.to_year))
        change = write.signed_percent(b.change, ref)
        steps.setdefault((b.sector, b.source), []).append((*years, " (", change, ")"))
    items = [
        (write.name(names.inventory_source(*key)), " ", *write.listed(parts))
        for key, parts in steps.items()
    ]
    return write.note("coverage.breaks", sources=write.join(items, "; "))
