"""The account in the layouts cities report in: GPC's table, and CDP-ICLEI Track's (CRF).

The mapping is data (``gpc_mapping.csv``): the first row that fits a source says where it is
reported and how sure we are. Nothing is dropped: what no row fits is listed by itself, and
the rows and the list sum to the account's total inside the border. Where there is no figure
stands a notation key: NO not occurring, NE not estimated, IE included elsewhere, C
confidential. The layouts are in English, as they are reported.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from kortreist_web.accounts.figures import edition_of
from kortreist_web.core.datasets import Table
from kortreist_web.core.tables import tidy
from kortreist_web.core.texts import web

__all__ = ["NOTATION", "Reported", "Row", "gpc_sheets", "reported"]

NOTATION: dict[str, str] = {
    "NO": "Not occurring: no such activity or emission inside the border",
    "NE": "Not estimated",
    "IE": "Included elsewhere: see the explanation",
    "C": "Confidential: could be traced to one company",
}
#: Where a cell stands for several references without a figure: the key that promises least.
#: Saying NO where one of them is included elsewhere would deny emissions that there are.
_CAUTIOUS = ("C", "NE", "IE", "NO")
_UNIT = "t CO2e"


@dataclass(slots=True)
class Row:
    """One line of GPC's table. ``value`` None: the notation key says why."""

    ref: str
    sector: str
    sub_sector: str
    scope: int
    crf: str
    value: float | None
    notation: str
    explanation: str
    sources: list[str]
    marks: list[str]


@dataclass(frozen=True, slots=True)
class Reported:
    """An account in the layout.

    Parameters
    ----------
    rows : list of Row
        All of GPC's references, in its order.
    unmapped : list of dict
        Sources of the account (``id``, ``sector``, ``source``, ``actor``, ``name``,
        ``value``) that no row of the mapping fits.
    total : float
        t CO2e inside the border: the sum of the rows and of what is unmapped.
    """

    rows: list[Row]
    unmapped: list[dict[str, Any]]
    total: float


@lru_cache(maxsize=None)
def _read(name: str) -> tuple[dict[str, str], ...]:
    file = resources.files("kortreist_web.publishing") / name
    return tuple(csv.DictReader(file.read_text("utf-8").splitlines()))


def _mapping_of(source: Mapping[str, Any]) -> dict[str, str] | None:
    for row in _read("gpc_mapping.csv"):
        pattern = (row["sector"], row["source"], row["actor"])
        given = (source["sector"], source["source"], source["actor"])
        if all(w in ("*", g) for w, g in zip(pattern, given, strict=True)):
            return row
    return None


def reported(content: Mapping[str, Any]) -> Reported:
    """Return an account's emissions inside the border by GPC reference.

    Parameters
    ----------
    content : mapping
        A climate account (``account_dict``).
    """
    rows = {
        r["gpc_ref"]: Row(
            r["gpc_ref"],
            r["sector"],
            r["sub_sector"],
            int(r["scope"]),
            r["crf"],
            None,
            r["notation"],
            r["explanation"],
            [],
            [],
        )
        for r in _read("gpc_refs.csv")
    }
    notes: dict[str, list[str]] = {ref: [] for ref in rows}
    unmapped, total = [], 0.0
    for source in content["sources"]:
        weight = source["weights"].get("territorial") or 0.0
        if not weight:
            continue
        value = source["value"] * weight
        total += value
        mapping = _mapping_of(source)
        if mapping is None:
            keys = ("id", "sector", "source", "actor", "name")
            unmapped.append({**{k: source[k] for k in keys}, "value": tidy(value)})
            continue
        row = rows[mapping["gpc_ref"]]
        row.value = (row.value or 0.0) + value
        row.notation = ""
        row.sources.append(source["id"])
        row.marks.append(mapping["mark"])
        notes[row.ref].append(mapping["note"])
    for row in rows.values():
        if row.value is not None:
            sentences = (part for note in notes[row.ref] for part in note.split("; ") if part)
            row.value, row.explanation = tidy(row.value), "; ".join(dict.fromkeys(sentences))
    return Reported(list(rows.values()), unmapped, tidy(total))


#: What both layouts say of each line, last.
_END = ("unit", "boundary", "year", "gwp", "vintage", "source", "place", "place_name", "invented")


def _end(content: Mapping[str, Any]) -> list[Any]:
    place = content["place"]
    return [
        _UNIT,
        "territorial",
        content["year"],
        content["gwp"],
        edition_of(content),
        content["vintage"]["origin"],
        place["number"],
        place["name"],
        "figures_from" in place,
    ]


def _gpc(report: Reported, content: Mapping[str, Any]) -> Table:
    out: Table = [
        [
            "gpc_ref",
            "gpc_sector",
            "gpc_sub_sector",
            "gpc_scope",
            "value",
            "notation_key",
            "explanation",
            "mark",
            "account_sources",
            *_END,
        ]
    ]
    end = _end(content)
    for r in report.rows:
        marks = ", ".join(sorted(set(r.marks)))
        out.append(
            [
                r.ref,
                r.sector,
                r.sub_sector,
                r.scope,
                r.value,
                r.notation,
                r.explanation,
                marks,
                " ".join(r.sources),
                *end,
            ]
        )
    for u in report.unmapped:
        out.append(
            [
                "unmapped",
                u["sector"],
                u["name"],
                None,
                u["value"],
                "",
                "No GPC reference is given for this source",
                "",
                u["id"],
                *end,
            ]
        )
    total = "Emissions inside the border: sum of all lines above"
    out.append(["total", total, "", None, report.total, "", "", "", "", *end])
    return out


#: Scope of GPC → column of CRF.
_CRF = {
    1: "crf_direct",
    2: "crf_grid",
    3: "crf_outside",
}


def _cdp(report: Reported, content: Mapping[str, Any]) -> Table:
    """Return CDP-ICLEI Track's table: a line a sub-sector, a column a kind of emission.

    A cell that is empty and has no key is one that GPC has no reference for.
    """
    columns = [c for name in _CRF.values() for c in (name, f"{name}_key")]
    out: Table = [["crf_sector", "crf_sub_sector", *columns, "explanation", *_END]]
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in report.rows:
        groups.setdefault((row.sector, row.crf), []).append(row)
    end = _end(content)
    for (sector, crf), rows in groups.items():
        cells: list[Any] = []
        for scope in _CRF:
            mine = [r for r in rows if r.scope == scope]
            values = [r.value for r in mine if r.value is not None]
            keys = sorted((r.notation for r in mine if r.value is None), key=_CAUTIOUS.index)
            cells += [tidy(sum(values)) if values else None, "" if values or not keys else keys[0]]
        explanations = dict.fromkeys(f"{r.ref}: {r.explanation}" for r in rows if r.explanation)
        out.append([sector, crf, *cells, "; ".join(explanations), *end])
    for u in report.unmapped:
        out.append(["Unmapped", u["name"], u["value"], "", None, "", None, "", u["id"], *end])
    out.append(["Total", "", *_totals(report), "", *end])
    return out


def _totals(report: Reported) -> list[Any]:
    extra = sum(u["value"] for u in report.unmapped)
    cells: list[Any] = []
    for scope in _CRF:
        values = [r.value for r in report.rows if r.scope == scope and r.value is not None]
        value = sum(values) + (extra if scope == 1 else 0.0) if values or scope == 1 else None
        cells += [tidy(value), "" if value is not None else "NE"]
    return cells


def gpc_sheets(content: Mapping[str, Any], language: str, first: str = "gpc") -> dict[str, Table]:
    """Return the sheets of the export, the asked-for layout first.

    Parameters
    ----------
    content : mapping
        A climate account.
    language : str
        Of the names of the sheets.
    first : {"gpc", "cdp"}
    """
    t, report = web(language), reported(content)
    made = {"gpc": ("GPC", _gpc), "cdp": ("CDP-ICLEI", _cdp)}
    order = [first, *(k for k in made if k != first)]
    sheets = {made[k][0]: made[k][1](report, content) for k in order}
    unmapped: Table = [["account_sources", "sector", "name", "actor", "value", "unit"]]
    unmapped += [
        [u["id"], u["sector"], u["name"], u["actor"], u["value"], _UNIT] for u in report.unmapped
    ]
    if not report.unmapped:
        unmapped.append([t("publishing.gpc.nothing_unmapped")])
    mapping = _read("gpc_mapping.csv")
    columns = list(mapping[0])
    keys = [["notation_key", "explanation"], *map(list, NOTATION.items())]
    keys.append(["", "Neither figure nor key: GPC has no reference for the cell"])
    return {
        **sheets,
        t("publishing.sheet.unmapped"): unmapped,
        t("publishing.sheet.mapping"): [columns, *[[r[c] for c in columns] for r in mapping]],
        t("publishing.sheet.keys"): keys,
    }
