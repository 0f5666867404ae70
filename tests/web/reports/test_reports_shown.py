"""What a report tells: what is counted, of which day, and its sources in every language."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from django.urls import reverse
from report_finishing import finish_report

from kortreist.documents.format.blocks import plain
from kortreist.i18n import LANGUAGES
from kortreist_web.core.texts import web
from kortreist_web.reports.actions.open_report import open_report
from kortreist_web.reports.actions.report import report
from kortreist_web.reports.content import report_content
from kortreist_web.reports.document import report_document
from kortreist_web.reports.files import table_of
from kortreist_web.reports.origins import origins_of
from kortreist_web.reports.status_counts import in_order

pytestmark = pytest.mark.django_db
WHEN = {"year": 2027, "period": 1}
AT = ["X001", 2027, 1]
DRAWN = {
    "nb": "1000 mulige utviklinger trukket med Sobol-følge, frø 7",
    "nn": "1000 moglege utviklingar trekte med Sobol-følgje, frø 7",
    "en": "1000 futures drawn with a scrambled Sobol sequence, seed 7",
}


@pytest.fixture
def live(place, people, adopted):
    return open_report(people.editor, place, **WHEN)


@pytest.fixture
def today(monkeypatch):
    """Set the day it is."""

    def be(year, month, day):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda: dt.date(year, month, day))

    return be


def _main(client, address, language="nb"):
    page = client.get(address.replace("/nb/", f"/{language}/")).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.split("<main")[1]))


def _bullets(content, language="nb"):
    from kortreist.documents.format.blocks import Bullets

    document = report_document(content, language, draft=True)
    found = [b for s in document.sections for b in s.blocks if isinstance(b, Bullets)]
    return [[plain(one) for one in b.items] for b in found]


# -- what is counted -------------------------------------------------------------------


def test_what_begins_in_a_later_year_is_not_missing(place, people, adopted, live, client):
    """Nothing is said of a, b and c; b begins in 2028."""
    content = report_content(live)
    assert (content["counts"]["unreported"], content["counts"]["later"]) == (2, 1)
    assert sum(content["counts"].values()) == len(content["rows"])
    assert _bullets(content)[0] == ["Ikke rapportert: 2", "Starter senere: 1"]
    table = csv.DictReader(
        io.StringIO("\n".join(";".join(map(str, r)) for r in table_of(content, "nn"))),
        delimiter=";",
    )
    assert [r["Status"] for r in table] == [
        "Ikkje rapportert",
        "Startar seinare",
        "Ikkje rapportert",
    ]
    digest = finish_report(people, place, live).content_hash[:12]
    read = _main(client, reverse("reports:public_one", args=AT))
    assert "2 Ikke rapportert" in read
    assert "1 Starter senere" in read
    assert _main(client, reverse("reports:public", args=["X001"])).count("Starter senere") == 1
    figure = f"/nb/X001/tall/report/{digest}/"
    assert client.get(f"{figure}counts/later").context["figure"].value == 1
    assert client.get(f"{figure}rows/1/status").context["figure"].value == "Starter senere"
    assert client.get(f"{figure}rows/0/status").context["figure"].value == "Ikke rapportert"


def test_what_is_said_of_a_measure_before_it_begins_counts_as_said(place, people, adopted, live):
    report(people.reporter, place, adopted.choices["b"], **WHEN, status="on_track")
    counts = report_content(live)["counts"]
    assert (counts["on_track"], counts["later"]) == (1, 0)


def test_what_was_said_for_an_earlier_period_is_counted_apart(
    place, people, adopted, as_person, client
):
    for measure, period in (("a", 1), ("c", 1), ("c", 2)):
        report(
            people.reporter,
            place,
            adopted.choices[measure],
            year=2027,
            period=period,
            status="on_track",
        )
    second = open_report(people.editor, place, year=2027, period=2)
    content = report_content(second)
    assert (content["counts"]["on_track"], content["carried"]["on_track"]) == (2, 1)
    assert in_order(content) == [("on_track", 2, 1), ("later", 1, 0)]
    read = _main(as_person(people.reader), reverse("reports:one", args=["X001", 2027, 2]))
    assert "2 I rute (herav 1 fra en tidligere periode) 1 Starter senere" in read.replace(
        "( ", "("
    ).replace(" )", ")")
    assert _bullets(content)[0][0] == "I rute: 2 (herav 1 fra en tidligere periode)"
    assert "sagt for 1. tertial 2027" in str(report_document(content, "nb", draft=True))
    digest = finish_report(people, place, second).content_hash[:12]
    figure = client.get(f"/nb/X001/tall/report/{digest}/carried/on_track").context["figure"]
    assert (figure.value, figure.unit) == (1, "measures")
    assert figure.label == "Tiltak med status «I rute», sagt for en tidligere periode"


def test_a_status_of_the_same_period_a_year_before_is_carried_too(place, people, adopted):
    """The budget of 2027 is reported on in 2028 as well."""
    report(
        people.reporter,
        place,
        adopted.choices["a"],
        **WHEN,
        status="delayed",
        hindrance="Syk",
    )
    late = open_report(people.editor, place, **WHEN)
    late.year = 2028
    assert report_content(late)["carried"]["delayed"] == 1


def test_counts_stand_in_the_same_order_live_and_frozen(place, people, adopted, live, as_person):
    for measure, status in (("a", "stopped"), ("c", "done")):
        report(
            people.reporter,
            place,
            adopted.choices[measure],
            **WHEN,
            status=status,
            hindrance="Syk",
        )
    wanted = [("done", 1, 0), ("stopped", 1, 0), ("later", 1, 0)]
    client, address = as_person(people.reader), reverse("reports:one", args=AT)
    assert client.get(address).context["counts"] == wanted
    frozen = finish_report(people, place, live)
    assert client.get(address).context["counts"] == wanted
    mixed = {**frozen.content, "counts": dict(sorted(frozen.content["counts"].items()))}
    assert in_order(mixed) == wanted


# -- of which day ----------------------------------------------------------------------


def test_a_report_tells_of_today_until_its_period_is_over(
    place, people, adopted, live, today, as_person, client
):
    address, public = reverse("reports:one", args=AT), reverse("reports:public_one", args=AT)
    reader = as_person(people.reader)
    today(2027, 5, 3)
    assert "Status per 30.04.2027" in _main(reader, address)
    today(2027, 4, 12)
    assert "Status per 12.04.2027" in _main(reader, address)
    frozen = finish_report(people, place, live)
    today(2027, 6, 1)
    assert "Status per 12.04.2027" in _main(client, public)
    assert "Status per 12.04.2027" in _main(client, reverse("reports:public", args=["X001"]))
    document = report_document(frozen.content, "nb", draft=False)
    assert "12.04.2027" in [plain(value) for _, value in document.facts]
    assert document.created == "2027-04-12"


def test_a_period_that_runs_is_not_told_as_over(place, people, adopted, today, as_person):
    client = as_person(people.reporter)
    pages = [
        reverse("reports:mine_period", args=AT),
        reverse("reports:say", args=[*AT, adopted.choices["a"].pk]),
    ]
    today(2027, 4, 30)
    for page in pages:
        assert "1. tertial 2027. Perioden varer til 30.04.2027." in _main(client, page)
        assert "slik det var" not in _main(client, page)
    today(2027, 5, 1)
    assert "slik det var 30.04.2027." in _main(client, pages[0])
    assert not any("varer til" in _main(client, page) for page in pages)


# -- sources ---------------------------------------------------------------------------


def _budget():
    return {
        "pins": {"vintage": "mdir-2026-04", "futures": 1000, "seed": 7},
        "provenance": [
            {
                "id": "formula/pathway",
                "kind": "formula",
                "title": "P",
                "expression": "x",
                "inputs": ["formula/futures", "formula/effect"],
            },
            {
                "id": "formula/futures",
                "kind": "formula",
                "title": "Futures",
                "expression": DRAWN["en"],
                "mark": "computed",
            },
            {
                "id": "formula/effect",
                "kind": "formula",
                "title": "E",
                "expression": "x",
                "inputs": ["formula/futures"],
            },
        ],
    }


def test_the_futures_of_the_budget_are_told_in_every_language(place):
    found = {o["id"]: o for o in origins_of(_budget(), place)}
    assert "formula/futures" not in found
    assert found["formula/pathway"]["inputs"] == ["report/futures", "formula/effect"]
    assert found["report/futures"]["expression"] == DRAWN


def test_origins_lead_only_to_origins_that_are_there(place):
    found = {o["id"]: o for o in origins_of(_budget(), place)}
    known = {*found, "formula/probability", "formula/frame", "formula/cost"}
    assert {i for o in found.values() for i in o.get("inputs", ())} <= known


def test_a_frozen_report_is_read_in_the_readers_language(place, people, adopted, client):
    adopted.again(**_budget())
    frozen = finish_report(people, place, open_report(people.editor, place, **WHEN))
    stem = f"/nb/X001/tall/report/{frozen.content_hash[:12]}/"
    names = ("forecast", "chance", "money", "restated", "status")
    rules = {c: [web(c)(f"reports.origin.{n}.rule") for n in names] for c in LANGUAGES}
    for code in LANGUAGES:
        others = [r for c in LANGUAGES if c != code for r in (*rules[c], DRAWN[c])]
        told = [*rules[code], DRAWN[code]]
        page = client.get(f"/{code}/X001/framdrift/2027/1/")
        rows = [
            f"{o['title'][code]}: {o['expression'][code]}" for o in page.context["own_provenance"]
        ]
        assert _bullets(frozen.content, code)[-1] == rows
        sources = page.content.decode().split('id="sources"')[1].replace("&#x27;", "'")
        assert all(one in sources for one in told)
        assert not any(one in sources for one in others)
        figure = _main(client, f"{stem}forecast/2030", code)
        assert web(code)("reports.origin.futures.rule") in figure
        assert code == "en" or "drawn with" not in figure


@pytest.mark.parametrize("pointer", ["counts/on_track", "rows/0/status"])
def test_what_units_report_is_neither_checked_nor_our_judgement(
    place, people, adopted, live, client, pointer
):
    report(people.reporter, place, adopted.choices["a"], **WHEN, status="on_track")
    digest = finish_report(people, place, live).content_hash[:12]
    said = client.get(f"/en/X001/tall/report/{digest}/{pointer}").context["chain"]
    assert [(o.id, o.mark_text, o.source) for o in said] == [("report/status", "", "Eksempeldal")]
    assert said[0].rule == "Reported by the municipality's units"


@pytest.mark.parametrize(
    ("kept", "ends", "said"),
    [
        ({"municipality": {"2027": {"low": 800, "high": 1600}}}, (800, 1600), "800"),
        (None, (None, None), "spenn er ikke lagret"),
    ],
)
def test_the_planned_cost_has_its_range_or_says_that_none_is_kept(kept, ends, said):
    from kortreist_web.reports.money import money_of
    from kortreist_web.reports.presenters import _amounts

    line = {"measure": "a", "cost": {"municipality": {"2027": 1000}}, "cost_missing": []}
    line |= {} if kept is None else {"cost_range": kept}
    money = money_of(line, 2027, {"a": [{"amounts": {"2027": 1200}}]})
    assert (money["planned"], money["planned_low"], money["planned_high"]) == (1000.0, *ends)
    row = {"money": money}
    assert said in _amounts(row, "rows/0/money", "A", 2027, money)[0]["sub"]
    before = {k: v for k, v in money.items() if k not in ("planned_low", "planned_high")}
    told = _amounts({"money": before}, "rows/0/money", "A", 2027, before)[0]["sub"]
    assert told == "spenn er ikke lagret"
