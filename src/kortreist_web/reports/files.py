"""A report as a file: Word, PDF, a table, or its very content."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse

from kortreist.documents.format.render import MEDIA_TYPES, render
from kortreist.i18n import name_in
from kortreist_web.budgets.kinds import KINDS as MONEY
from kortreist_web.core.content import canonical_bytes
from kortreist_web.core.exports import csv_bytes
from kortreist_web.core.texts import language, web
from kortreist_web.reports.document import report_document
from kortreist_web.reports.money import notes_said, why_no_difference
from kortreist_web.reports.status_counts import counted_as
from kortreist_web.tenants.models import Organisation
from kortreist_web.tenants.word_templates import word_template_of

__all__ = ["KINDS", "file_of", "table_of"]

#: Ending → media type.
KINDS: dict[str, str] = {
    "docx": MEDIA_TYPES["docx"],
    "pdf": MEDIA_TYPES["pdf"],
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


def file_of(
    organisation: Organisation, content: dict[str, Any], kind: str, content_hash: str
) -> HttpResponse:
    """Return a report's content as a file to keep.

    Parameters
    ----------
    organisation : Organisation
        Whose Word template is used.
    content : dict
    kind : str
        One of :data:`KINDS`; anything else does not exist.
    content_hash : str
        Of a completed report; empty: it is live, and marked as a draft.
    """
    if kind not in KINDS:
        raise Http404(kind)
    if kind == "json":
        data = canonical_bytes(content)
    elif kind == "csv":
        data = csv_bytes(table_of(content, language()), excel=True)
    else:
        draft = not content_hash
        made = report_document(content, language(), draft=draft, content_hash=content_hash)
        template = word_template_of(organisation) if kind == "docx" else None
        data = render(made, kind, template)
    response = HttpResponse(data, content_type=KINDS[kind])
    code = content["organisation"]["code"]
    name = f"rapport-{code}-{content['year']}-{content['period']}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _apart(money: Mapping[str, Any]) -> list[float | None]:
    """Return planned and set aside now of each kind, NOK: the accounts apart, never added."""
    told = {one["kind"]: one for one in money.get("kinds") or ()}
    return [told.get(kind, {}).get(which) for which in ("planned", "now") for kind in MONEY]


def table_of(content: Mapping[str, Any], code: str) -> list[list[Any]]:
    """Return a row a measure and indicator, with headings first."""
    t = web(code)
    names = (
        "measure",
        "name",
        "unit",
        "start_year",
        "status",
        "planned_low",
        "planned",
        "planned_high",
        "hindrance",
        "deviation",
        "planned_nok",
        "planned_nok_low",
        "planned_nok_high",
        "set_aside_nok",
        "planned_nok_running",
        "planned_nok_investment",
        "set_aside_nok_running",
        "set_aside_nok_investment",
        "set_aside_parts",
        "price_year",
        "why_no_difference",
        "indicator",
        "unit_of_measure",
        "target",
        "value",
        "missing_reason",
    )
    out: list[list[Any]] = [[t(f"reports.column.{n}") for n in names]]
    for row in content["rows"]:
        planned, money = row["planned"] or {}, row["money"] or {}
        status = t(f"reports.status.{counted_as(row, content['year'])}")
        name = name_in(row["name"], code) or row["measure"]
        begin = [
            row["measure"],
            name,
            row["unit"],
            row["start_year"],
            status,
            planned.get("low"),
            planned.get("central"),
            planned.get("high"),
            row["hindrance"],
            row["deviation"],
            *(money.get(k) for k in ("planned", "planned_low", "planned_high", "now")),
            *_apart(money),
            "; ".join(notes_said(row, content["year"], code)) if money else "",
            money.get("price_year"),
            why_no_difference(money, code),
        ]
        for one in row["observations"] or [None]:
            end = [None] * 5
            if one is not None:
                end = [
                    one["name"],
                    one["unit_of_measure"],
                    one["target"],
                    one["value"],
                    one["missing_reason"],
                ]
            out.append([*begin, *end])
    return out
