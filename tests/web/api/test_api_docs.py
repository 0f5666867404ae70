"""What the how-tos say of addresses, columns, fields and limits holds: their examples are run."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from pathlib import Path

import pytest
from django.urls import resolve
from django.utils.translation import override

from kortreist_web.budgets.data_table import budget_table
from kortreist_web.core.texts import web
from kortreist_web.people.request_count import LIMITS
from kortreist_web.people.tokens import LONGEST_DAYS, SCOPES

pytestmark = pytest.mark.django_db
HOWTO = Path(__file__).parents[3] / "docs/how-to"
API, TABLES, HOOKS = (
    (HOWTO / f"{name}.md").read_text("utf-8")
    for name in ("use-the-api", "power-bi-and-excel", "webhooks")
)
_HOST = "https://klima.example.no"
_ADDRESS = re.compile(rf"(?:{re.escape(_HOST)}|(?<![\w./]))(/(?:api|data|nb)/[^\s`\"',)]*)")


def addresses(text: str) -> list[str]:
    """Addresses a page names in full: none with a part left open."""
    found = {a.rstrip(".") for a in _ADDRESS.findall(text)}
    return sorted(a for a in found if "<" not in a and "…" not in a)


def curls() -> list[list[str]]:
    """The commands of the page, as a shell splits them."""
    blocks = re.findall(r"^    (curl(?:.*\\\n)*.*)$", API, re.MULTILINE)
    return [shlex.split(b.replace("\\\n", " ")) for b in blocks]


def queries() -> list[str]:
    """Blocks of Power Query."""
    return re.findall(r"^```\n(.*?)^```", TABLES, re.MULTILINE | re.DOTALL)


def tables() -> list[str]:
    """The stable addresses of the page's first table."""
    rows = re.findall(r"^\|.*\|$", TABLES, re.MULTILINE)
    return [a for row in rows for a in addresses(row)]


def columns(client, address: str) -> list[str]:
    return next(csv.reader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


def fields_of(client, method: str, address: str) -> set[str]:
    """Fields of what an operation takes, as the schema has them."""
    schema = client.get("/api/v1/openapi.json").json()
    (path,) = [p for p in schema["paths"] if re.fullmatch(re.sub(r"\{\w+\}", r"[^/]+", p), address)]
    body = schema["paths"][path][method.lower()]["requestBody"]["content"]["application/json"]
    name = body["schema"]["$ref"].rpartition("/")[2]
    return set(schema["components"]["schemas"][name]["properties"])


def test_there_are_examples_to_run():
    assert len(curls()) >= 15
    assert len(queries()) >= 4
    assert len(addresses(TABLES)) >= 9
    assert len(tables()) == 8


@pytest.mark.parametrize("command", curls(), ids=lambda c: c[-1].removeprefix(_HOST))
def test_a_command_does_what_the_page_says(client, published, key, command):
    headers = [command[n + 1] for n, part in enumerate(command) if part == "-H"]
    sent = next((command[n + 1] for n, part in enumerate(command) if part == "-d"), None)
    method = command[command.index("-X") + 1] if "-X" in command else "GET"
    address = command[-1].removeprefix(_HOST)
    address = address.replace("/indicators/1/", f"/indicators/{published.indicator.pk}/")
    keyed = any(h == "Authorization: Bearer $KORTREIST_KEY" for h in headers)
    answer = client.generic(
        method,
        address,
        sent or "",
        content_type="application/json",
        **(key("write") if keyed else {}),
    )
    assert answer.status_code == 200, answer.content
    assert (sent is None) == (method == "GET")
    if keyed:
        assert client.get(address).status_code in (401, 405), "the page says it needs a key"
    if sent is not None:
        kept, told = answer.json(), json.loads(sent)
        assert set(told) <= fields_of(client, method, address), "a name that is not known is lost"
        assert all(kept[k] == v for k, v in told.items() if k in kept and k != "version")


def test_an_address_in_the_pages_answers(client, published, key):
    needs_key = ("/measures", "/indicators", "/economic-plan/2026", "/answers", "/known-changes")
    read = key("read")
    for address in sorted({*addresses(TABLES), *addresses(API)} - {"/api/v1/", "/api/v2/"}):
        writes = address.endswith(("/observations", "/status", "/measures/eco_driving"))
        headers = read if address.endswith(needs_key) else {}
        status = client.get(address, **headers).status_code
        assert status == (405 if writes else 200), address


def test_a_table_is_there_in_the_forms_the_page_says(client, published):
    for address in tables():
        stem = address.removesuffix("csv")
        assert client.get(f"{stem}xlsx").status_code == 200, address
        there = 404 if stem.endswith(("gpc.", "cdp.")) else 200
        assert client.get(f"{stem}json").status_code == there, address


@pytest.mark.parametrize("address", addresses(HOOKS))
def test_an_address_in_a_message_is_one_of_the_sites(address):
    with override(address[1:3] if address.startswith("/nb") else "en"):
        assert resolve(address)


def test_a_figure_and_a_version_are_where_the_pages_say(client, published):
    pointer = dict(
        zip(columns(client, "/data/X001/account.csv"), _first(client, "account"), strict=True)
    )["pointer"]
    said = client.get("/api/v1/organisations/X001/account").json()["content_hash"][:12]
    (figure,) = re.findall(r"(/nb/X001/tall/account/<hash>/<pointer>)", TABLES)
    figure = figure.replace("<hash>", said).replace("<pointer>", pointer)
    assert client.get(figure).status_code == 200
    (whole,) = re.findall(r"(/data/X001/snapshot/account/<hash>\.json)", API)
    assert client.get(whole.replace("<hash>", said)).status_code == 200


def _first(client, name):
    rows = csv.reader(io.StringIO(client.get(f"/data/X001/{name}.csv").content.decode()))
    return [r for r, _ in zip(rows, range(2), strict=False)][1]


@pytest.mark.parametrize("query", [q for q in queries() if ".csv" in q])
def test_the_columns_a_query_names_are_in_its_table(client, published, query):
    (address,) = addresses(query)
    there = columns(client, address)
    named = re.findall(r'\{"(\w+)", [\w. ]+\}', query) + re.findall(r"\[(\w+)\] =", query)
    assert "value" in named
    assert set(named) <= set(there)
    for part in re.findall(r'\[part\] = "(\w+)"', query):
        text = client.get(address).content.decode()
        assert part in {r["part"] for r in csv.DictReader(io.StringIO(text))}


def test_the_columns_the_page_names_are_there(client, published):
    said = TABLES.split("## How the tables are written")[1].split("##")[0]
    parts = {"cost", "not_counted"}  # of a budget: in the column `part`
    assert all(re.search(rf"\b{p}\b", budget_table.__doc__) for p in parts)
    named = set(re.findall(r"`([a-z_]+)`", said)) - {"content_hash"} - parts
    assert {"unit", "boundary", "vintage", "source", "missing", "pointer"} <= named
    every = {"value", "unit", "boundary", "vintage", "source", "place", "place_name", "invented"}
    assert every <= set(columns(client, "/data/X001/account.csv"))
    assert every <= set(columns(client, "/data/X001/history.csv"))
    assert named <= set(columns(client, "/data/X001/budget/2026/2.csv"))


def test_json_is_a_list_of_records_where_the_page_reads_records(client, published, key):
    for query in (q for q in queries() if "Table.FromRecords" in q):
        (address,) = addresses(query)
        rows = client.get(address, **key("read")).json()
        assert rows
        assert all(isinstance(r, dict) for r in rows)


def test_csv_for_norwegian_excel_is_as_the_page_says(client, published):
    (address,) = [a for a in addresses(TABLES) if "excel=1" in a]
    said = client.get(address).content.decode("utf-8-sig").splitlines()
    assert re.search(r";\d+,\d+;", said[1])


def test_scopes_limits_and_labels_are_the_sites(client, place, people, as_person):
    for scope in SCOPES:
        assert f"| `{scope}` |" in API
    assert f"at most {LONGEST_DAYS} days" in API
    assert (LIMITS["api"].maximum, LIMITS["api"].seconds) == (600, 60)
    assert "600 a minute" in API
    t = web("nb")
    way = (t("people.title"), t("people.tokens.link"), t("people.tokens.make"))
    assert " → ".join(f"*{name}*" for name in way) in API
    page = as_person(people.administrator).get("/nb/X001/arbeid/tilgang/").content.decode()
    assert way[1] in page
    page = client.get("/nb/X001/arbeid/nokler/").content.decode()
    assert way[2] in page


def test_statuses_are_those_the_site_has_words_for():
    told = set(re.findall(r"^\| (4\d\d) \|", API, re.MULTILINE))
    t = web("nb")
    assert told == {str(n) for n in range(400, 500) if t.has(f"api.title.{n}")} - {"405"}


def test_fields_of_a_list_of_measures_are_those_that_are_sent_back(client, published, key):
    (row,) = client.get("/api/v1/organisations/X001/measures", **key("read")).json()
    for field in ("state", "start_year", "note", "version"):
        assert field in row
        assert f"`{field}`" in API


def test_commands_name_files_that_are_there():
    for name in set(re.findall(r"python (\S+\.py)", API)):
        assert (HOWTO.parents[1] / name).is_file()
