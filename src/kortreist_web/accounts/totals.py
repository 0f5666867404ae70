"""Sums of an account that its page shows: by sector, actor and what can be decided on.

Computed with the account and kept with it, so that a page only reads.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import Any

__all__ = ["DECIDES", "summed"]

#: Who decides: the municipality itself; reached by what it decides; others.
DECIDES: tuple[str, ...] = ("own", "reached", "others")


def _names(account: Any) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    from kortreist.accounts.labels import Naming
    from kortreist.i18n import LANGUAGES

    naming = {code: Naming(code) for code in LANGUAGES}
    sources, sectors = {}, {}
    for s in account.sources:
        sources[s.id] = {code: n.source(s) for code, n in naming.items()}
        sectors[s.sector] = {code: n.sector(s.sector) for code, n in naming.items()}
    return sources, sectors


def _by_decider(source: Any, tonnes: float) -> dict[str, float]:
    """Split tonnes by who decides.

    The municipality's own sources are its own decisions. Of others' it reaches the share
    that the account states as its influence; the rest others decide.
    """
    if source.actor == "municipality":
        return {"own": tonnes, "reached": 0.0, "others": 0.0}
    reached = tonnes * source.influence
    return {"own": 0.0, "reached": reached, "others": tonnes - reached}


def summed(account: Any, data_dir: Path) -> dict[str, Any]:
    """Return the sums of an account.

    Returns
    -------
    dict
        ``names``, ``sector_names``: in three languages. For each boundary in ``boundaries``:
        ``sectors`` (rows of sector, value, by actor), ``largest`` (ids of sources), and
        ``decides``. ``history``: year → sector → t CO2e.
    """
    from kortreist import connectors
    from kortreist.accounts.leaving_out import kept_rows
    from kortreist.connectors.names import identifiers

    sources, sectors = _names(account)
    boundaries: dict[str, Any] = {}
    for boundary in account.totals:
        by: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        decides = dict.fromkeys(DECIDES, 0.0)
        weighed = []
        for s in account.sources:
            tonnes = 0.0 if s.memo else s.value * s.weight(boundary)
            if not tonnes:
                continue
            by[s.sector][s.actor] += tonnes
            weighed.append((tonnes, s.id))
            for who, part in _by_decider(s, tonnes).items():
                decides[who] += part
        rows = [
            {"sector": sector, "value": sum(actors.values()), "actors": dict(actors)}
            for sector, actors in by.items()
        ]
        boundaries[boundary] = {
            "sectors": sorted(rows, key=lambda r: -r["value"]),
            "largest": [i for _, i in sorted(weighed, reverse=True)[:12]],
            "decides": decides,
        }
    history: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    if account.place.kind == "municipality" and "territorial" in account.totals:
        edition = connectors.inventory(
            account.place.number, as_of=account.vintage_id, data_dir=data_dir
        )
        for row in kept_rows(edition.rows, account.without):
            history[row.year][identifiers(row.sector, row.source)[0]] += row.value
    return {
        "names": sources,
        "sector_names": sectors,
        "boundaries": boundaries,
        "history": {str(y): dict(v) for y, v in sorted(history.items())},
    }
