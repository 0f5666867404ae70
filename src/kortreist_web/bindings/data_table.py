"""*Dette binder oss* as a table: one row a binding. Column names are identifiers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kortreist.bindings import verdict_key
from kortreist_web.core.datasets import Table
from kortreist_web.core.tables import tidy
from kortreist_web.core.texts import engine

__all__ = ["page_table"]

_COLUMNS = (
    "organisation",
    "key",
    "name",
    "kind",
    "status",
    "unit",
    "decider",
    "signed_by",
    "start",
    "last",
    "capital_nok",
    "running_nok_a_year",
    "price_year",
    "verdict",
    "verdict_text",
    "committed_t",
    "committed_t_low",
    "committed_t_high",
    "above_path_t",
    "share_of_frame",
    "leaving_year",
    "leaving_nok",
    "best_alternative",
    "missing",
    "plan_hash",
)


def page_table(content: Mapping[str, Any], language: str) -> Table:
    """Return the table of a frozen page; an empty cell is not known, never zero."""
    t = engine(language)
    plan = (content.get("plan") or {}).get("content_hash", "")
    rows: Table = [list(_COLUMNS)]
    for b in content["bindings"]:
        judged = b["judged"] or {}
        band = judged.get("committed_by_account", {}).get("territorial") or {}
        leaving = b["leaving"] or {}
        verdict = judged.get("verdict")
        rows.append(
            [
                content["organisation"]["code"],
                b["key"],
                b["name"],
                b["kind"],
                b["status"],
                b["unit"],
                b["decider"],
                b["signed_by"],
                b["start"],
                b["last"],
                tidy(b["capital"]),
                tidy(b["running"]),
                b["price_year"],
                verdict,
                t(f"bindings.verdict.{verdict_key(verdict, judged['reason'])}")
                if verdict
                else None,
                *(tidy(band.get(k)) for k in ("central", "low", "high")),
                tidy(judged.get("above_path_t")),
                tidy(judged.get("share_of_frame")),
                leaving.get("year"),
                tidy(leaving.get("nok")),
                judged.get("best_alternative"),
                "; ".join(b["missing"]),
                plan,
            ]
        )
    return rows
