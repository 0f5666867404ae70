"""Charts are taken along as picture and data, and shown elsewhere by one address alone."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree

import pytest

pytestmark = pytest.mark.django_db
FRAMED = "/nb/X001/figur/utslipp/-/"


def test_only_the_page_of_a_chart_may_be_framed(client, account, adopted):
    answer = client.get(FRAMED)
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in answer.headers
    year, number = adopted.budget.year, adopted.budget.number
    for page in (
        "/nb/X001/",
        "/nb/X001/mal/",
        "/nb/X001/tiltak/",
        f"/nb/X001/klimabudsjett/{year}/{number}/",
        "/nb/X001/figur/utslipp/-.svg",
        "/nb/X001/figur/none/-/",
    ):
        answer = client.get(page)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], page
        assert answer.headers["X-Frame-Options"] == "DENY", page


def test_what_is_framed_asks_nobody_else_and_holds_no_form_or_script(client, account, adopted):
    html = client.get(FRAMED).content.decode()
    for url in re.findall(r'(?:src|href)="([^"]+)"', html):
        assert url.startswith(("/static/", "http://localhost")), url
    for part in ("<script", "<form", " style=", "csrf"):
        assert part not in html
    assert "k-line-inventory" in html
    assert "utgave" in html


def test_one_who_is_signed_in_is_nobody_within_the_frame(people, as_person, client, account):
    mine = as_person(people.editor).get(FRAMED).content
    assert mine == client.get(FRAMED).content


def test_the_data_of_a_chart_are_its_figures_unrounded(client, account):
    answer = client.get("/nb/X001/figur/utslipp/-.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    held = {
        r["År"]: float(r["Utslipp til nå (tonn CO₂e)"])
        for r in rows
        if r["Utslipp til nå (tonn CO₂e)"]
    }
    assert held == {y: pytest.approx(v) for y, v in account.content["history"].items()}
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_picture_stands_alone(client, account, adopted, language):
    subject = f"{adopted.budget.year}-{adopted.budget.number}"
    for chart in ("utslipp/-", "regnskap/-", f"klimabudsjett/{subject}"):
        svg = client.get(f"/{language}/X001/figur/{chart}.svg").content.decode()
        root = ElementTree.fromstring(svg)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert "var(" not in svg
        assert "<script" not in svg
        classes = set(re.findall(r'class="(k-(?:line|dot|band|s)[\w-]*)"', svg))
        style = svg.partition("<style>")[2].partition("</style>")[0]
        assert classes
        assert all(f".{one}" in style for one in classes)
    png = client.get("/nb/X001/figur/utslipp/-.png")
    assert png.content.startswith(b"\x89PNG")
    assert png.headers["Content-Type"] == "image/png"


def test_a_page_says_how_its_chart_is_taken_along(client, account, adopted):
    html = client.get("/nb/X001/").content.decode()
    for form in ("svg", "png", "csv"):
        assert f'href="/nb/X001/figur/utslipp/-.{form}"' in html
    assert f'&lt;iframe src="http://localhost:8000{FRAMED}"' in html.replace("&quot;", '"')


def test_of_official_figures_alone_only_those_are_to_be_had(client, notodden):
    assert client.get("/nb/4005/figur/utslipp/-/").status_code == 200
    for chart in ("framdrift/-", "klimabudsjett/2026-1", "tiltak/car_sharing", "indikator/1"):
        assert client.get(f"/nb/4005/figur/{chart}/").status_code == 404


@pytest.mark.parametrize(
    "chart",
    [
        "x/-",
        "klimabudsjett/x",
        "klimabudsjett/2027-2",  # a proposal nobody has decided upon
        "klimabudsjett/2026-99",
        "klimabudsjett/²-1",
        "indikator/9²",
        "tiltak/x",
    ],
)
def test_what_is_no_chart_is_not_found(client, account, adopted, chart):
    assert client.get(f"/nb/X001/figur/{chart}/").status_code == 404
    assert client.get(f"/nb/X001/figur/{chart}.csv").status_code == 404


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_open_chart_is_plain_numbers_with_its_source(client, all_charts, language):
    for name, subject in all_charts.items():
        address = f"/{language}/X001/figur/{name}/{subject}"
        written = client.get(f"{address}.csv").content.decode("utf-8-sig")
        assert not re.search(r"[<>\u2212\u2009\u202f\u00a0]", written.replace("CO\u2082", "")), name
        head, *rows = csv.reader(io.StringIO(written))
        assert rows, name
        numbers = [i for i in range(1, len(head)) if name != "trapp" or i > 1]
        for row in rows:
            assert len(row) == len(head), name
            [float(row[i]) for i in numbers if row[i]]  # fails on words
        assert any(row[i] for row in rows for i in numbers), name
        svg = client.get(f"{address}.svg").content.decode()
        ElementTree.fromstring(svg)
        assert "&lt;" not in svg, name
        framed = client.get(f"{address}/").content.decode()
        drawn = " ".join(re.findall(r">([^<]*)</text>", svg))
        source = re.search(r'<p class="k-source">\s*(.*?)\s*<a', framed, re.DOTALL)[1]
        assert source.split()[0] in drawn, name
        for said in (source, drawn):
            assert re.search("oppdikt|fictitious", said), name
            if name not in ("kostnad", "indikator"):
                assert "Miljødirektoratet" in said, name
                assert "2026" in said, name  # the edition's day


def test_the_stair_has_its_ends_in_columns_of_their_own(client, all_charts):
    written = client.get("/en/X001/figur/trapp/2028-1.csv").content.decode("utf-8-sig")
    head, first, step, *_, last = csv.reader(io.StringIO(written))
    assert head[2:] == ["tonnes CO₂e", "tonnes CO₂e, lowest", "tonnes CO₂e, highest"]
    assert first[1:] == ["level", "40354.49", "", ""]
    cut = 40354.49 / 9
    assert step[1] == "change"
    assert [float(n) for n in step[2:]] == pytest.approx([-cut, -cut - 1000.4, -cut + 1000.4])
    assert last[1:] == ["level", "15674.2", "", ""]


def test_official_figures_are_the_publishers_not_the_municipalitys(client, notodden):
    for chart in ("utslipp", "regnskap"):
        html = client.get(f"/nb/4005/figur/{chart}/-/").content.decode()
        source = re.search(r'<p class="k-source">\s*(.*?)\s*<a', html, re.DOTALL)[1]
        assert "Miljødirektoratet" in source
        assert "utgave 24.04.2026" in source
        assert "oppdiktet" not in source
        assert "Notodden" not in source
