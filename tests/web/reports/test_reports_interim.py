"""Interim reports: alive, explained, completed, and then as they were for ever."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from report_finishing import finish_report

from kortreist_web.core.content import content_hash
from kortreist_web.core.models import ConflictError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.reports.actions.complete import complete
from kortreist_web.reports.actions.explain import explain
from kortreist_web.reports.actions.give_reasons import give_reasons
from kortreist_web.reports.actions.open_report import open_report
from kortreist_web.reports.actions.renew import renew
from kortreist_web.reports.actions.report import Seen, report
from kortreist_web.reports.content import SCHEMA, report_content
from kortreist_web.reports.models import InterimReport
from kortreist_web.versions.models import Version

pytestmark = pytest.mark.django_db
WHEN = {"year": 2027, "period": 1}
AT = ["X001", 2027, 1]


@pytest.fixture
def live(place, people, adopted):
    return open_report(people.editor, place, **WHEN)


def _row(content, measure):
    return next(r for r in content["rows"] if r["measure"] == measure)


# -- opening ---------------------------------------------------------------------------


def test_a_report_needs_an_adopted_budget(place, people):
    with pytest.raises(RefusedError):
        open_report(people.editor, place, **WHEN)


def test_opened_twice_it_is_the_same(place, people, live):
    assert open_report(people.approver, place, **WHEN) == live
    with pytest.raises(RefusedError):
        open_report(people.editor, place, year=2027, period=4)
    with pytest.raises(PermissionDenied):
        open_report(people.reporter, place, year=2027, period=2)


# -- what it shows ---------------------------------------------------------------------


def test_a_live_report_follows_what_is_reported(place, people, adopted, live):
    assert report_content(live)["counts"]["unreported"] == 2  # b begins later
    report(people.reporter, place, adopted.choices["a"], **WHEN, status="stopped", hindrance="Syk",
           observations=[Seen(adopted.indicator, 12.0)])  # fmt: skip
    content = report_content(live)
    assert content["schema"] == SCHEMA
    assert content["period_ends"] == "2027-04-30"
    assert (content["counts"]["stopped"], content["counts"]["unreported"]) == (1, 1)
    assert content["change"] == {"2027": 10.0, "2028": 20.0, "2029": 30.0, "2030": 40.0}
    assert content["forecast"]["2028"]["central"] == 960.0
    assert content["probability"]["2028"] < content["plan_probability"]["2028"] == 0.3
    seen = _row(content, "a")["observations"][0]
    assert (seen["target"], seen["value"], seen["reached"]) == (10.0, 12.0, True)
    assert _row(content, "c")["planned"] is None
    assert people.reporter.email not in json.dumps(content)


def test_every_figure_has_an_origin(place, adopted, live):
    ids = {o["id"] for o in report_content(live)["provenance"]}
    assert {"formula/pathway", "report/forecast", "report/chance", "report/status"} <= ids


def test_what_was_said_before_the_budget_or_after_the_period_does_not_count(
    place, people, adopted, live
):
    for year, period in ((2026, 3), (2027, 2)):
        report(people.reporter, place, adopted.choices["a"], year=year, period=period,
               status="stopped", hindrance="Syk")  # fmt: skip
    assert _row(report_content(live), "a")["status"] is None


def test_the_newest_word_up_to_the_period_counts(place, people, adopted):
    report(
        people.reporter,
        place,
        adopted.choices["a"],
        **WHEN,
        status="delayed",
        hindrance="Syk",
    )
    second = open_report(people.editor, place, year=2027, period=2)
    row = _row(report_content(second), "a")
    assert (row["status"], row["status_period"]) == ("delayed", 1)


def test_money_is_set_beside_the_economic_plan(place, adopted, live, write):
    from kortreist_web.budgets.models import EconomicPlanLine

    assert _row(report_content(live), "a")["money"] is None
    EconomicPlanLine(organisation=place, year=2027, text="Elbiler", amounts={"2027": 1200},
                     line=adopted.row).save()  # fmt: skip
    assert _row(report_content(live), "a")["money"] == {
        "planned": 1000.0, "planned_low": None, "planned_high": None, "set_aside": None,
        "now": 1200.0, "difference": 200.0, "price_year": None, "other_prices": [],
        "parts": {"planned": [], "now": [{"kind": "", "nok": 1200.0, "price_year": None}]},
        "kinds": [],
    }  # fmt: skip


def test_kroner_of_different_years_have_no_sum_in_page_document_and_table(
    place, people, adopted, write, client
):
    from kortreist_web.budgets.models import EconomicPlanLine
    from kortreist_web.reports.document import report_document
    from kortreist_web.reports.files import table_of

    prices = {"years": [2025], "budget_year": 2027, "growth": None}
    adopted.again(prices=prices)
    for kind, nok, year in (("running", 90_000, 2025), ("investment", 10_000, 2030)):
        EconomicPlanLine(organisation=place, year=2027, text=kind, amounts={"2027": nok},
                         line=adopted.row, kind=kind, price_year=year).save()  # fmt: skip
    frozen = finish_report(people, place, open_report(people.editor, place, **WHEN))
    money = _row(frozen.content, "a")["money"]
    assert (money["now"], money["difference"], money["other_prices"]) == (None, None, [2025, 2030])
    shown = client.get("/nb/X001/framdrift/2027/1/").content.decode()
    table = shown.split('id="money"')[1].split("</section>")[0]
    written = str(report_document(frozen.content, "nb", draft=False))
    cells = "|".join(str(c) for row in table_of(frozen.content, "nb") for c in row)
    for told in (table, written, cells):
        for space in ("\u00a0", "\u202f", r"\xa0", r"\u202f"):
            told = told.replace(space, " ")
        assert "Drift: 90 000 (2025-kroner)" in told
        assert "Investering: 10 000 (2030-kroner)" in told
        assert "2025, 2030-kroner: ingen forskjell" in told
        assert "100 000" not in told
    assert "i 2025-kroner" in table


def test_what_is_set_aside_now_comes_from_the_imported_lines_not_from_the_plan(
    place, people, adopted, client
):
    from kortreist_web.budgets.actions.import_table import import_table
    from kortreist_web.budgets.lines import Row

    row = Row("1", "332", "12300", "Elbiler", {"2027": 1200}, "a", "running", 2027)
    import_table(people.editor, place, year=2027, rows=[row], remove_absent=False, why="plan.xlsx")
    frozen = finish_report(people, place, open_report(people.editor, place, **WHEN))
    n = next(i for i, r in enumerate(frozen.content["rows"]) if r["measure"] == "a")
    at = f"/nb/X001/tall/report/{frozen.content_hash[:12]}/rows/{n}/money/"
    (origin,) = client.get(f"{at}now").context["chain"]
    assert (origin.id, origin.source) == ("report/economic", "Eksempeldal")
    assert "plan.xlsx" in origin.rule
    money = frozen.content["rows"][n]["money"]
    assert (money["difference"], money["other_prices"]) == (200, [])
    assert people.editor.email not in origin.rule
    assert "report/economic" not in {o.id for o in client.get(f"{at}planned").context["chain"]}


def test_a_planned_amount_that_is_entered_is_told_from_the_economic_plans():
    from kortreist_web.reports.money import money_of, notes_said

    line = {"measure": "a", "cost": {"municipality": {"2027": 1000}}, "cost_missing": []}
    rows = [{"amounts": {"2027": 90_000}, "kind": "running", "price_year": 2027}]
    told = {"kind": "running", "planned": 250_000, "planned_from": "entered"}
    row = {"money": money_of(line, 2027, {"a": rows}, 2027), "spending": [told]}
    assert "250" in notes_said(row, 2027, "nb")[-1]
    row["spending"][0]["planned"] = 90_000
    assert len(notes_said(row, 2027, "nb")) == 1


def test_running_cost_and_investment_are_never_added_in_page_document_or_table(
    place, people, adopted, write, client
):
    from kortreist_web.budgets.kinds import own_kinds
    from kortreist_web.budgets.models import EconomicPlanLine
    from kortreist_web.reports.document import report_document
    from kortreist_web.reports.files import table_of
    from kortreist_web.reports.money import money_of, notes_said

    first, *others = adopted.frozen.content["lines"]
    first = {
        **first,
        "cost": {"municipality": {"2027": 70_100}},
        "kinds": own_kinds({"2027": 70_100}, {"2027": 100_100}),
    }
    prices = {"years": [2027], "budget_year": 2027, "growth": None}
    adopted.again(prices=prices, lines=[first, *others])
    for kind, nok in (("running", -20_200), ("investment", 90_300)):
        EconomicPlanLine(organisation=place, year=2027, text=kind, amounts={"2027": nok},
                         line=adopted.row, kind=kind, price_year=2027).save()  # fmt: skip
    frozen = finish_report(people, place, open_report(people.editor, place, **WHEN))
    row = _row(frozen.content, "a")
    money = row["money"]
    assert [money[k] for k in ("planned", "set_aside", "now", "difference")] == [None] * 4
    assert [(k["kind"], k["planned"], k["now"], k["difference"]) for k in money["kinds"]] == [
        ("running", -30_000, -20_200, 9_800),
        ("investment", 100_100, 90_300, -9_800),
    ]
    entered = [
        {"kind": "running", "planned": 5_000, "planned_from": "entered"},
        {"kind": "investment", "planned": 7_000, "planned_from": "entered"},
    ]
    notes = notes_said({**row, "spending": entered}, 2027, "nb")
    assert [n for n in notes if "12" in n] == []
    assert len([n for n in notes if n.startswith("Ført inn")]) == 2
    shown = client.get("/nb/X001/framdrift/2027/1/").content.decode()
    table = shown.split('id="money"')[1].split("</section>")[0]
    assert "/rows/0/money/kinds/1/now" in table
    written = str(report_document(frozen.content, "nb", draft=False))
    cells = "|".join(str(c) for row in table_of(frozen.content, "nb") for c in row)
    for told in (table, written, cells):
        for space in ("\u00a0", "\u202f", r"\xa0", r"\u202f", " ", "."):
            told = told.replace(space, "")
        assert "90300" in told
        assert "100100" in told
        assert "70100" not in told
    # Also where the budget itself does not tell the two apart.
    line = {"measure": "a", "cost": {"municipality": {"2027": 9}}, "cost_missing": []}
    rows = [{"amounts": {"2027": n}, "kind": k} for k, n in (("running", 5), ("investment", 7))]
    money = money_of({**line, "economic": rows}, 2027, {"a": rows})
    assert (money["set_aside"], money["now"], money["difference"]) == (None, None, None)
    assert [(part["kind"], part["nok"]) for part in money["parts"]["now"]] == [
        ("running", 5),
        ("investment", 7),
    ]


def test_a_newer_inventory_is_shown_beside_the_budgets(place, adopted, live):
    from kortreist_web.accounts.models import InventoryFigure, Vintage

    assert report_content(live)["restatement"] is None
    vintage = Vintage.objects.create(engine_id="new", date=dt.date(2027, 4, 1), origin="M")
    for year, tonnes in ((2009, 1800.0), (2024, 1100.0), (2025, 1100.0)):
        for sector in ("a", "b"):
            InventoryFigure.objects.create(
                vintage=vintage, place="4005", year=year, sector=sector, source=sector,
                tonnes=tonnes / 2,
            )  # fmt: skip
    found = report_content(live)["restatement"]
    assert (found["vintage_before"], found["vintage_after"]) == ("mdir-2026-04", "new")
    assert found["frame_before"]["2030"] == 800.0
    assert found["frame_after"]["2030"] == pytest.approx(900.0)


# -- writing ---------------------------------------------------------------------------


def test_two_who_explain_do_not_overwrite_each_other(place, people, live):
    explain(people.editor, place, live, measure="a", text="Sen levering", version=1)
    other = InterimReport.objects.get(pk=live.pk)
    with pytest.raises(ConflictError):
        explain(people.approver, place, other, measure="b", text="x", version=1)
    other = InterimReport.objects.get(pk=live.pk)
    explain(people.approver, place, other, measure="b", text="y", version=2)
    assert InterimReport.objects.get().deviations == {"a": "Sen levering", "b": "y"}


def test_a_measure_the_budget_does_not_have_is_not_explained(place, people, live, as_person):
    with pytest.raises(RefusedError):
        explain(people.editor, place, live, measure="z", text="x")
    client = as_person(people.editor)
    assert client.get(reverse("reports:explain", args=AT) + "?tiltak=z").status_code == 404


def test_the_explanation_is_written_on_its_page(place, people, live, as_person):
    client = as_person(people.editor)
    url = reverse("reports:explain", args=AT) + "?tiltak=a"
    assert "Tiltak a" in client.get(url).content.decode()
    text = "Sen levering <b>nå</b>\nNy linje"
    assert client.post(url, {"text": text, "version": "1"}).status_code == 302
    page = client.get(reverse("reports:one", args=AT)).content.decode()
    assert "&lt;b&gt;nå&lt;/b&gt;<br>" in page


def test_the_report_follows_an_amended_budget_when_asked(place, people, adopted, live, as_person):
    from kortreist_web.budgets.models import Budget

    budget = Budget(organisation=place, year=2027, title="Endret", state="adopted")
    budget.save()
    content = {**adopted.frozen.content, "title": "Endret"}
    newer = Version(organisation=place, kind="budget", subject="2027", draft=budget.pk, number=2,
                    state="adopted", content=content)  # fmt: skip
    newer.save()
    assert report_content(live)["budget"]["number"] == 1
    page = as_person(people.editor).get(reverse("reports:one", args=AT)).content.decode()
    assert reverse("reports:renew", args=AT) in page
    renew(people.editor, place, live)
    assert report_content(live)["budget"]["number"] == 2


# -- completing ------------------------------------------------------------------------


def test_only_an_approver_completes_and_what_she_has_seen(place, people, live):
    with pytest.raises(PermissionDenied):
        complete(people.editor, place, live)
    explain(people.editor, place, live, measure="", text="Det går godt")
    with pytest.raises(ConflictError):
        complete(people.approver, place, InterimReport.objects.get(), version=1)
    assert not Version.objects.filter(kind="report").exists()
    assert InterimReport.objects.get().state == "live"
    finish_report(people, place, InterimReport.objects.get())


def test_a_completed_report_stays_as_it_was(place, people, adopted, live, as_person):
    report(people.reporter, place, adopted.choices["a"], **WHEN, status="delayed", hindrance="Syk",
           observations=[Seen(adopted.indicator, 7.0)])  # fmt: skip
    frozen = finish_report(people, place, live)
    before, digest = frozen.content, frozen.content_hash
    assert digest == content_hash(before)
    client = as_person(people.reader)
    urls = (reverse("reports:one", args=AT), reverse("reports:public_one", args=AT))

    def pages():
        found = [client.get(u).content.decode().split("<main")[1] for u in urls]
        return [re.sub(r"k-chart-\d+", "", page) for page in found]

    shown = pages()
    report(people.reporter, place, adopted.choices["a"], **WHEN, status="stopped", hindrance="Ide",
           observations=[Seen(adopted.indicator, 99.0)])  # fmt: skip
    assert pages() == shown
    assert digest in shown[1]
    frozen.refresh_from_db()
    assert (frozen.content, frozen.content_hash) == (before, digest)
    assert frozen.is_whole()


@pytest.mark.database
def test_a_completed_report_cannot_be_changed(place, people, live):
    frozen = finish_report(people, place, live)
    live = InterimReport.objects.get()
    for act, values in ((explain, {"measure": "a", "text": "x"}), (renew, {}), (complete, {})):
        who = people.approver
        with pytest.raises(PermissionDenied):
            act(who, place, live, **values)
    with pytest.raises(TypeError):
        frozen.save()
    for change in (
        lambda: Version.objects.filter(pk=frozen.pk).unlogged("test").update(content={}),
        lambda: Version.objects.filter(pk=frozen.pk).unlogged("test").delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_completing_asks_once_more_and_names_what_is_missing(
    place, people, adopted, live, as_person
):
    report(
        people.reporter,
        place,
        adopted.choices["a"],
        **WHEN,
        status="stopped",
        hindrance="Syk",
    )
    report(people.reporter, place, adopted.choices["b"], **WHEN, status="not_started")
    client = as_person(people.approver)
    url = reverse("reports:complete", args=AT)
    page = client.get(url).content.decode()
    assert "Tiltak c" in page
    assert "?tiltak=b" not in page  # not begun, and not to begin yet
    assert "?tiltak=a" in page
    assert "Tiltak c" in page
    give_reasons(people.editor, place, live, measures=["c"], reason="Ingen har svart")
    assert "?tiltak=a" in client.get(url).content.decode()
    assert InterimReport.objects.get().state == "live"
    assert client.post(url, {"version": "2"}).status_code == 302
    assert InterimReport.objects.get().state == "completed"


# -- pages -----------------------------------------------------------------------------


def test_the_public_sees_only_what_is_completed(place, people, adopted, live, client):
    listed = reverse("reports:public", args=["X001"])
    one = reverse("reports:public_one", args=AT)
    assert one not in client.get(listed).content.decode()
    assert client.get(one).status_code == 404
    assert client.get(reverse("reports:public_file", args=[*AT, "json"])).status_code == 404
    finish_report(people, place, live)
    assert one in client.get(listed).content.decode()
    page = client.get(one)
    assert page.status_code == 200
    assert "<form" not in page.content.decode().split("<main")[1]


def test_a_draft_report_does_not_leak_into_public_progress(place, people, adopted, live, client):
    report(people.reporter, place, adopted.choices["a"], **WHEN, status="stopped",
           hindrance="HEMMELIG")  # fmt: skip
    page = client.get(reverse("reports:public", args=["X001"])).content.decode()
    assert "HEMMELIG" not in page
    assert "Stanset" not in page
    finish_report(people, place, live)
    assert "Stanset" in client.get(reverse("reports:public", args=["X001"])).content.decode()


def test_a_withdrawn_report_says_so_and_shows_nothing(place, people, adopted, live, client, write):
    from django.utils import timezone

    from kortreist_web.publishing.models import Publication

    frozen = finish_report(people, place, live)
    Publication(organisation=place, kind="report", title="x", content={}, content_hash="h",
                source_row=frozen.pk, withdrawn_at=timezone.now(),
                withdrawn_why="Feil i tallene").save()  # fmt: skip
    one = reverse("reports:public_one", args=AT)
    response = client.get(one)
    assert response.status_code == 410
    assert "Feil i tallene" in response.content.decode()
    assert "Tiltak a" not in response.content.decode()
    assert client.get(reverse("reports:public_file", args=[*AT, "json"])).status_code == 410
    assert one not in client.get(reverse("reports:public", args=["X001"])).content.decode()


def test_each_figure_of_a_frozen_report_links_to_where_it_comes_from(
    place, people, adopted, live, client
):
    report(people.reporter, place, adopted.choices["a"], **WHEN, status="delayed", hindrance="Syk",
           observations=[Seen(adopted.indicator, 7.0)])  # fmt: skip
    frozen = finish_report(people, place, live)
    page = client.get(reverse("reports:public_one", args=AT)).content.decode()
    links = set(re.findall(r'href="([^"]+/tall/report/[^"]+)"', page))
    stem = f"/nb/X001/tall/report/{frozen.content_hash[:12]}/"
    wanted = {"forecast/2028/central", "frame/2028", "probability/2028", "rows/0/planned/central",
              "rows/0/observations/0/value"}  # fmt: skip
    assert {stem + w for w in wanted} <= links
    for link in links:
        assert client.get(link).status_code == 200


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_pages_are_there_in_all_languages(place, people, adopted, live, as_person, language):
    report(people.reporter, place, adopted.choices["a"], **WHEN, status="delayed", hindrance="Syk",
           observations=[Seen(adopted.indicator, None, "Ingen måler")])  # fmt: skip
    client = as_person(people.approver)
    urls = [reverse("reports:list", args=["X001"]), reverse("reports:public", args=["X001"])]
    urls += [reverse(f"reports:{n}", args=AT) for n in ("one", "explain", "complete")]
    for url in urls:
        page = client.get(url.replace("/nb/", f"/{language}/"))
        assert page.status_code == 200
        assert page.content.decode().count("<h1") == 1
    finish_report(people, place, live)
    for name in ("one", "public_one"):
        page = client.get(reverse(f"reports:{name}", args=AT).replace("/nb/", f"/{language}/"))
        assert page.content.decode().count("<h1") == 1


def test_an_empty_site_says_what_to_do_first(place, people, as_person):
    client = as_person(people.editor)
    for name in ("list", "mine", "public"):
        assert "k-empty" in client.get(reverse(f"reports:{name}", args=["X001"])).content.decode()
    response = client.post(reverse("reports:list", args=["X001"]), {"year": "2027", "period": "1"})
    assert response.status_code == 422


def test_a_report_is_opened_on_its_page(place, people, adopted, as_person):
    client = as_person(people.editor)
    response = client.post(reverse("reports:list", args=["X001"]), {"year": "2027", "period": "1"})
    assert response["Location"] == reverse("reports:one", args=AT)


# -- files -----------------------------------------------------------------------------


def test_the_json_is_the_frozen_content(place, people, live, client):
    frozen = finish_report(people, place, live)
    response = client.get(reverse("reports:public_file", args=[*AT, "json"]))
    assert content_hash(json.loads(response.content)) == frozen.content_hash
    assert client.get(reverse("reports:public_file", args=[*AT, "exe"])).status_code == 404


def test_the_table_runs_nothing_in_a_spreadsheet(place, people, adopted, live, as_person):
    report(people.reporter, place, adopted.choices["a"], **WHEN, status="delayed",
           hindrance='=HYPERLINK("http://x")')  # fmt: skip
    response = as_person(people.reader).get(reverse("reports:file", args=[*AT, "csv"]))
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert len({len(r) for r in rows}) == 1
    assert len(rows) == 4
    cells = [cell for row in rows for cell in row]
    assert '\'=HYPERLINK("http://x")' in cells
    assert not any(c.startswith(("=", "+", "-", "@")) for c in cells if not c[1:2].isdigit())


def test_word_and_pdf_hold_the_reports_figures(place, people, adopted, live, as_person):
    import docx
    import pypdf

    report(people.reporter, place, adopted.choices["a"], **WHEN, status="stopped", 
           hindrance="Brann", observations=[Seen(adopted.indicator, 7.0)])  # fmt: skip
    explain(people.editor, place, live, measure="a", text="Vi bygger nytt.")
    client = as_person(people.reader)
    word = client.get(reverse("reports:file", args=[*AT, "docx"])).content
    document = docx.Document(io.BytesIO(word))
    text = "\n".join(c.text for t in document.tables for r in t.rows for c in r.cells)
    assert "960" in text
    assert "Brann" in text
    assert "Vi bygger nytt." in text
    assert any("UTKAST" in p.text for p in document.paragraphs)
    pdf = client.get(reverse("reports:file", args=[*AT, "pdf"])).content
    read = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "960" in read
    assert "UTKAST" in read


def test_a_frozen_document_prints_its_hash(place, people, live):
    from kortreist.documents.format.blocks import plain
    from kortreist_web.reports.document import report_document

    frozen = finish_report(people, place, live)
    for language in ("nb", "nn", "en"):
        document = report_document(
            frozen.content, language, draft=False, content_hash=frozen.content_hash
        )
        assert document.draft == ""
        assert frozen.content_hash in [plain(text) for _, text in document.facts]


def test_impossible_addresses_are_not_found(place, people, adopted, as_person):
    client = as_person(people.approver)
    for address in ("framdrift/99999999999999999999/1/", "arbeid/tertial/2027/99999999999999/",
                    "framdrift/2027/1/rapport.pdf"):  # fmt: skip
        assert client.get(f"/nb/X001/{address}").status_code == 404


def test_other_organisations_people_find_nothing(place, people, live, strangers, as_person):
    client = as_person(strangers.approver)
    for name in ("one", "explain", "complete", "renew"):
        assert client.get(reverse(f"reports:{name}", args=AT)).status_code == 404
