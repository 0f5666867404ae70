"""By which computation a report was made: a completed one keeps its figures and says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist.documents.format.blocks import Inlines, Label
from kortreist_web.decisions.formatter import Words
from kortreist_web.reports.forecast import RULE

__all__ = ["SUMS", "computed_by", "frozen_facts", "is_earlier"]

#: Name of how a report counts, sums its money and compares. A new one whenever the same reports
#: would give other figures; the first kept no name.
SUMS = "kortreist/report-sums/3"


def computed_by() -> dict[str, str]:
    """Return the names of what a report's figures are computed by today."""
    return {"sums": SUMS, "forecast": RULE}


def is_earlier(content: Mapping[str, Any]) -> bool:
    """Tell whether a report was made by another version of the computation than today's.

    Examples
    --------
    >>> is_earlier({"forecast_rule": RULE, "sums_rule": SUMS})
    False
    >>> is_earlier({"forecast_rule": RULE})
    True
    """
    kept = {"sums": content.get("sums_rule"), "forecast": content.get("forecast_rule")}
    return kept != computed_by()


def frozen_facts(
    w: Words, content: Mapping[str, Any], content_hash: str
) -> list[tuple[Inlines, Inlines]]:
    """Return what a completed report's document says of itself: its hash, and who computed it."""
    if not content_hash:
        return []
    facts: list[tuple[Inlines, Inlines]] = [
        ((w.word("reports.document.hash"),), (Label(content_hash),))
    ]
    if is_earlier(content):
        said = Label(w.word("reports.interim.earlier"))
        facts.append(((w.word("reports.document.computed"),), (said,)))
    return facts
