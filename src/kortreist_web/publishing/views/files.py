"""Files to take away: account, history, budget, report, decisions, and single figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from kortreist_web.accounts.figures import edition_of
from kortreist_web.core.content import canonical_bytes, content_hash
from kortreist_web.core.datasets import Table
from kortreist_web.core.exports import CSV, EXCEL, JSON, csv_bytes, json_bytes
from kortreist_web.core.page import public_page
from kortreist_web.core.texts import text, web
from kortreist_web.decisions.data import decision_content, decision_table, point_table, points_of
from kortreist_web.publishing import tables
from kortreist_web.publishing.file_responses import asked_language, gone, serve
from kortreist_web.publishing.published import (
    State,
    is_member,
    public_account,
    public_decisions,
    public_vintage,
    state_of,
)
from kortreist_web.publishing.sheets import about, excel_csv, workbook
from kortreist_web.tenants.models import Organisation
from kortreist_web.versions.kinds import kind_of, publishing_of

__all__ = ["account", "decisions", "figure", "gpc", "history", "snapshot", "version"]

Sheets = dict[str, Table]


def _state(request: HttpRequest, organisation: Organisation, kind: str, row: Any) -> State:
    """Return the state of something the person may ask for; a hidden one is not there."""
    state = state_of(organisation, kind, row)
    if state.name == "hidden" and not is_member(request.user, organisation):
        raise Http404(kind)
    return state


def _table(
    request: HttpRequest,
    organisation: Organisation,
    form: str,
    name: str,
    sheets: Callable[[str], Sheets],
    about_rows: Callable[[str], list[tuple[str, str]]],
    pins: tuple[Any, ...],
    public: bool,
) -> HttpResponse:
    """Answer with a table as CSV or as a workbook.

    ``sheets(language)`` gives name of a sheet → table, and ``about_rows(language)`` what must be
    known of them; CSV is the first one.
    """
    language = asked_language(request, organisation)
    excel = request.GET.get("excel") == "1"

    def make() -> bytes:
        made: Sheets = sheets(language)
        if form == "xlsx":
            return workbook(made, language, about_rows(language))
        first = next(iter(made.values()))
        return excel_csv(first, language) if excel else csv_bytes(first)

    return serve(
        request,
        make,
        EXCEL if form == "xlsx" else CSV,
        pins=(*pins, form, language, excel),
        name=f"{name}.{form}",
        public=public,
    )


def _missing() -> Http404:
    return Http404("nothing is public here yet")


@require_safe
@public_page(official=True, reads=("excel", "language"))
def account(request: HttpRequest, organisation: Organisation, form: str) -> HttpResponse:
    """Give the newest public account."""
    row = public_account(organisation)
    if row is None:
        raise _missing()
    open_to_all = organisation.published
    if form == "json":
        return serve(
            request,
            lambda: canonical_bytes(row.content),
            JSON,
            pins=(row.content_hash,),
            public=open_to_all,
        )

    def sheets(language: str) -> Sheets:
        t, content = web(language), row.content
        return {
            t("publishing.sheet.sources"): tables.account_table(content, language),
            t("publishing.sheet.totals"): tables.totals_table(content, language),
        }

    def about_rows(language: str) -> list[tuple[str, str]]:
        return _about_account(row, language)

    name, pins = f"klimaregnskap-{organisation.code}", (row.content_hash,)
    return _table(request, organisation, form, name, sheets, about_rows, pins, open_to_all)


def _about_account(row: Any, language: str) -> list[tuple[str, str]]:
    content, place = row.content, row.content["place"]
    lender = (place["name"], place["figures_from"]["name"]) if "figures_from" in place else None
    return about(
        language,
        content_hash=row.content_hash,
        edition=edition_of(content),
        pins=content.get("pins"),
        lender=lender,
        interval=True,
        notes=[n["text"] for n in content.get("notes", [])],
    )


def _sector_names(account: Any, sectors: set[str]) -> dict[str, dict[str, str]]:
    """Return sector → its name in three languages, also for those of earlier years only."""
    from kortreist.accounts.labels import Naming
    from kortreist.i18n import LANGUAGES

    stored = (account.content.get("web") or {}).get("sector_names", {}) if account else {}
    naming = {code: Naming(code) for code in LANGUAGES}
    return {s: stored.get(s) or {code: n.sector(s) for code, n in naming.items()} for s in sectors}


@require_safe
@public_page(official=True, reads=("excel", "language", "vintage"))
def history(request: HttpRequest, organisation: Organisation, form: str) -> HttpResponse:
    """Give emissions inside the border by year and sector."""
    from kortreist_web.accounts.queries import history as read
    from kortreist_web.accounts.queries import vintages_with

    row = public_account(organisation)
    vintage = public_vintage(organisation, row)
    edition_id = request.GET.get("vintage", "")
    if edition_id:
        shared = [v for v in vintages_with(organisation) if v.organisation_id is None]
        vintage = next((v for v in [vintage, *shared] if v and v.engine_id == edition_id), None)
    if vintage is None:
        raise _missing()

    def sheets(language: str) -> Sheets:
        by_year = read(organisation, vintage=vintage)
        names = _sector_names(row, {s for sectors in by_year.values() for s in sectors})
        place = (organisation.code, organisation.name)
        made = tables.history_table(
            place, by_year, vintage, names, language, invented=organisation.invented
        )
        return {web(language)("publishing.sheet.history"): made}

    pins, open_to_all = (vintage.pk, vintage.engine_id, organisation.name), organisation.published
    if form == "json":

        def make() -> bytes:
            first, *rows = next(iter(sheets("nb").values()))
            return json_bytes([dict(zip(first, r, strict=True)) for r in rows])

        return serve(request, make, JSON, pins=pins, public=open_to_all)

    def about_rows(language: str) -> list[tuple[str, str]]:
        return about(language, edition=vintage.engine_id, invented=_invented_name(organisation))

    name = f"utslipp-{organisation.code}"
    return _table(request, organisation, form, name, sheets, about_rows, pins, open_to_all)


def _invented_name(organisation: Organisation) -> str:
    return str(organisation.name) if organisation.invented else ""


@require_safe
@public_page(official=True, reads=("excel", "language"))
def gpc(request: HttpRequest, organisation: Organisation, form: str, layout: str) -> HttpResponse:
    """Give the account in the layout of GPC, or of CDP-ICLEI Track."""
    from kortreist_web.publishing.gpc import gpc_sheets

    row = public_account(organisation)
    if row is None or "territorial" not in row.content["totals"]:
        raise _missing()

    def sheets(language: str) -> Sheets:
        return gpc_sheets(row.content, language, first=layout)

    def about_rows(language: str) -> list[tuple[str, str]]:
        return _about_account(row, language)

    name, pins = f"{layout}-{organisation.code}", (row.content_hash, layout)
    return _table(
        request, organisation, form, name, sheets, about_rows, pins, organisation.published
    )


@require_safe
@public_page(official=True, reads=("excel", "language"))
def version(
    request: HttpRequest, organisation: Organisation, kind: str, first: int, second: int, form: str
) -> HttpResponse:
    """Give one version of any kind: the very bytes that were hashed, or its table."""
    of = kind_of(kind)
    row = of.at(organisation, first, second) if of.at else None
    if row is None:
        raise Http404(second)
    state = _state(request, organisation, kind, row)
    if state.name == "withdrawn":
        return gone(state.publication)
    public, pins = organisation.published and state.open, (row.content_hash,)
    if form == "json":
        return serve(request, lambda: canonical_bytes(row.content), JSON, pins=pins, public=public)
    as_table = publishing_of(kind).table
    if as_table is None:
        raise Http404(form)
    made = as_table(row)

    def sheets(language: str) -> Sheets:
        return {web(language)(made.sheet): made.table(language)}

    def about_rows(language: str) -> list[tuple[str, str]]:
        return about(
            language,
            content_hash=row.content_hash,
            edition=made.edition,
            pins=made.pins,
            invented=_invented_name(organisation),
            interval=made.interval,
            parts=made.parts,
        )

    name = f"{of.file_name}-{first}-{second}-{organisation.code}"
    return _table(request, organisation, form, name, sheets, about_rows, pins, public)


@require_safe
@public_page(official=True, reads=("excel", "language"))
def decisions(request: HttpRequest, organisation: Organisation, form: str) -> HttpResponse:
    """Give the resolutions about climate budgets."""
    rows = public_decisions(organisation)
    points = points_of(rows, timezone.localdate())
    # Points are followed up after the resolution is recorded: a file is its day's and state's.
    pins = tuple((r.pk, r.version, content_hash(points[r.pk])) for r in rows)
    if form == "json":

        def make() -> bytes:
            return json_bytes(
                {
                    "organisation": {"code": organisation.code, "name": organisation.name},
                    "invented": organisation.invented,
                    "decisions": [{**decision_content(r), "points": points[r.pk]} for r in rows],
                }
            )

        return serve(request, make, JSON, pins=pins, public=organisation.published)

    def sheets(language: str) -> Sheets:
        place = (organisation.code, organisation.name)
        contents, t = [decision_content(r) for r in rows], web(language)
        decided = decision_table(contents, place, invented=organisation.invented)
        return {
            t("publishing.sheet.decisions"): decided,
            t("publishing.sheet.points"): point_table(contents, points),
        }

    def about_rows(language: str) -> list[tuple[str, str]]:
        return about(language, invented=_invented_name(organisation), figures=False)

    name = f"vedtak-{organisation.code}"
    return _table(
        request, organisation, form, name, sheets, about_rows, pins, organisation.published
    )


@require_safe
@public_page(official=True)
def snapshot(
    request: HttpRequest, organisation: Organisation, kind: str, prefix: str
) -> HttpResponse:
    """Give the content of any version, old ones too, by the beginning of its hash."""
    from kortreist_web.publishing.views.figures import opened

    snapshot = opened(request, organisation, kind, prefix)
    if snapshot.state.name == "withdrawn":
        return gone(snapshot.state.publication)
    return serve(
        request,
        lambda: canonical_bytes(snapshot.content),
        JSON,
        immutable=True,
        pins=(snapshot.content_hash,),
        public=organisation.published and snapshot.state.open,
    )


@require_safe
@public_page(official=True, reads=("language",))
def figure(
    request: HttpRequest, organisation: Organisation, kind: str, prefix: str, pointer: str
) -> HttpResponse:
    """Give one figure with its unit, limits and the whole chain behind it, as JSON."""
    from django.utils.translation import override

    from kortreist_web.publishing.figure_json import figure_json
    from kortreist_web.publishing.views.figures import opened

    snapshot = opened(request, organisation, kind, prefix)
    if snapshot.state.name == "withdrawn":
        return gone(snapshot.state.publication)
    language = asked_language(request, organisation)

    with override(language):
        content = figure_json(snapshot, pointer, settings.ORIGIN)
    if content is None:
        raise Http404(text("publishing.no_figure.title"))
    return serve(
        request,
        lambda: json_bytes(content),
        JSON,
        pins=(snapshot.content_hash, pointer, language),
        public=organisation.published and snapshot.state.open,
    )
