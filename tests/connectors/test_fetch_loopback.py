"""The clients against a server on loopback that answers with recorded shapes, and with faults."""

from __future__ import annotations

import contextlib
import json
import math
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kortreist.connectors.fetch import Client, fetch, fetch_income, fetched
from kortreist.connectors.fetch.jsonstat import read_cells
from kortreist.connectors.fetch.klass import changes_between, codes_at, unknown_municipalities
from kortreist.connectors.fetch.pxweb import parts
from kortreist.errors import NetworkError, StoreError
from kortreist.i18n import Translator
from kortreist.places import municipalities

YEARS = [str(y) for y in range(2000, 2027)]
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "api_samples"


def dataset(dimensions: dict[str, list[str]], values: object, **more: object) -> dict[str, object]:
    """Make a JSON-stat 2 data set of the shape the service gives."""
    return {
        "version": "2.0", "class": "dataset", "label": "made", "updated": "2026-02-19T07:00:00Z",
        "id": list(dimensions), "size": [len(c) for c in dimensions.values()],
        "dimension": {
            d: {
                "category": {"index": {c: i for i, c in enumerate(codes)}},
                "extension": {"elimination": d in ("Kjonn", "Alder")},
            }
            for d, codes in dimensions.items()
        },
        "value": values, **more,
    }  # fmt: skip


TABLES = {
    "07459": {"Region": ["0", "4005"], "Kjonn": ["1", "2"], "ContentsCode": ["Personer1"],
              "Tid": YEARS},
    "07849": {"Region": ["4005"], "DrivstoffType": ["1", "2", "5"],
              "ContentsCode": ["Personbil1", "Buss1"], "Tid": YEARS},
    "12367": {"KOKkommuneregion0000": ["4005"], "KOKfunksjon0000": ["222", "FGK1"],
              "KOKart0000": ["180", "115", "AGD10"], "ContentsCode": ["KOSbelop0000"],
              "Tid": YEARS},
    "06070": {"Region": ["4005"], "HushType": ["000", "001", "002", "003", "004", "005", "006",
                                              "007", "008", "009", "010"],
              "ContentsCode": ["Husholdninger"], "Tid": YEARS},
    "07984": {"Region": ["0", "4005"], "Kjonn": ["1", "2"], "NACE2007": ["01-03", "10-33", "00-99"],
              "ContentsCode": ["Sysselsatte", "SysselEtterArbste"], "Tid": YEARS},
    "06944": {"Region": ["0", "3001", "4003", "4005"], "HusholdType": ["0000", "0001"],
              "ContentsCode": ["SamletInntekt", "InntSkatt", "AntallHushold"], "Tid": YEARS},
}  # fmt: skip


class Service(ThreadingHTTPServer):
    """Counts questions; ``faults`` are given out first, one a question.

    A longer address than ``longest`` is not found, as at the real service beyond 2,100.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[str] = []
        self.faults: list[str] = []
        self.longest = sys.maxsize

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: Service

    def log_message(self, *words: object) -> None:
        pass

    def reply(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        if len(self.server.url + self.path) > self.server.longest:
            return self.reply(404, b'{"title": "Not Found", "status": 404}')
        fault = self.server.faults.pop(0) if self.server.faults else ""
        if fault == "429":
            return self.reply(429, b"slow down", Retry_After="0")
        if fault in ("500", "503"):
            return self.reply(int(fault), b"oops")
        if fault == "html":
            return self.reply(200, b"<!doctype html><title>moved</title>")
        if fault == "wrong":
            return self.reply(200, b'{"class": "dataset", "id": ["Tid"]')
        if fault == "400":
            said = {"type": "Parameter error", "title": "Missing selection", "status": 400}
            return self.reply(400, json.dumps(said).encode())
        if fault == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b'{"class": ')
            self.connection.close()
            return None
        if fault == "hang":
            threading.Event().wait(1.0)
            return self.reply(200, b"{}")
        return self.reply(200, json.dumps(self.answer(), ensure_ascii=False).encode())

    def answer(self) -> object:
        path, query = urlparse(self.path).path, parse_qs(urlparse(self.path).query)
        if "codesAt" in path:
            return {"codes": [{"code": "4005", "name": "Notodden"}, {"code": "4999", "name": "Ny"}]}
        if "changes" in path:
            change = {"oldCode": "3808", "oldName": "Notodden", "newCode": "4005",
                      "newName": "Notodden", "changeOccurred": "2024-01-01"}  # fmt: skip
            return {"codeChanges": [change]}
        table = path.split("/tables/")[1].split("/")[0]
        dims = TABLES[table]
        if path.endswith("metadata"):
            return dataset(dims, None)
        chosen = {d: query[f"valueCodes[{d}]"][0].split(",") for d in dims
                  if f"valueCodes[{d}]" in query}  # fmt: skip
        count = math.prod(len(c) for c in chosen.values())
        values: list[float | None] = [float(i) for i in range(count)]
        values[0] = None
        return dataset(chosen, values, status={"0": ".."})


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    server = Service()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    monkeypatch.setenv("KORTREIST_SSB_URL", server.url)
    monkeypatch.setenv("KORTREIST_KLASS_URL", server.url)
    yield server
    server.shutdown()
    server.server_close()


def client(data_dir: Path, **more: float) -> Client:
    return Client(
        data_dir=data_dir, pause=0.0, timeout=0.5, sleep=lambda s: None, calls=1000, **more
    )  # type: ignore[arg-type]


def test_fetch_keeps_every_table_with_its_origin(service: Service, tmp_path: Path) -> None:
    seen: list[str] = []
    report = fetch("4005", data_dir=tmp_path, client=client(tmp_path),
                   progress=lambda done, total, text: seen.append(f"{done}/{total}"))  # fmt: skip
    assert report.tables["07459"] == (20, 1)
    assert [c.code for c in report.new_codes] == ["4999"]
    assert seen[-1] == "6/6"
    kept = fetched("07459", "4005", tmp_path)
    assert kept is not None
    assert kept.rows[0].value is None, "missing is not zero"
    assert kept.rows[0].status == ".."
    assert kept.rows[1].codes["Region"] == "4005"
    assert "valueCodes" in kept.origin.url
    assert all("valueCodes%5BTid%5D" in a for a in service.asked if "/data" in a), "explicit codes"
    assert any("4999" in line for line in report.lines(Translator("nb")))
    vehicles = fetched("07849", "4005", tmp_path)
    assert vehicles is not None
    assert {r.codes["DrivstoffType"] for r in vehicles.rows} == {"1", "2", "5"}
    assert {r.codes["ContentsCode"] for r in vehicles.rows} == {"Personbil1"}


def test_employment_of_the_place_and_of_the_country_summed_over_sex(
    service: Service, tmp_path: Path
) -> None:
    fetch("4005", tables=["07984"], data_dir=tmp_path, client=client(tmp_path))
    kept = fetched("07984", "4005", tmp_path)
    assert kept is not None
    assert {r.codes["Region"] for r in kept.rows} == {"0", "4005"}
    assert {r.codes["ContentsCode"] for r in kept.rows} == {"SysselEtterArbste"}
    assert all("Kjonn" not in r.codes for r in kept.rows)


def test_a_table_that_changed_its_codes_costs_only_itself(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TABLES, "07849", {**TABLES["07849"], "ContentsCode": ["Bil"]})
    report = fetch("4005", tables=["07849", "07459"], data_dir=tmp_path, client=client(tmp_path))
    assert set(report.tables) == {"07459"}
    assert "Personbil1" in report.refused["07849"].message("nb")
    assert any("07849" in line for line in report.lines(Translator("nn")))
    assert fetched("07849", "4005", tmp_path) is None
    with pytest.raises(NetworkError, match="Personbil1"):
        fetch("4005", tables=["07849"], data_dir=tmp_path, client=client(tmp_path))


@pytest.mark.parametrize("fault", ["429", "500", "503", "cut", "wrong", "html", "hang"])
def test_one_fault_is_got_over(service: Service, tmp_path: Path, fault: str) -> None:
    service.faults = [fault]
    report = fetch("4005", tables=["07459"], data_dir=tmp_path, client=client(tmp_path))
    assert report.tables["07459"][0] == 20


@pytest.mark.parametrize(
    ("fault", "says"),
    [("429", "HTTP 429"), ("500", "HTTP 500"), ("cut", "Error"), ("wrong", "JSON"),
     ("html", "HTML"), ("hang", "Timeout")],
)  # fmt: skip
def test_a_lasting_fault_is_a_clear_error_and_loses_nothing(
    service: Service, tmp_path: Path, fault: str, says: str
) -> None:
    fetch("4005", tables=["07459"], data_dir=tmp_path, client=client(tmp_path))
    before = fetched("07459", "4005", tmp_path)
    service.faults = [fault] * 50
    with pytest.raises(NetworkError) as caught:
        fetch("4005", tables=["07849"], data_dir=tmp_path, client=client(tmp_path))
    assert says in caught.value.message("nb")
    assert service.url in caught.value.message("nb")
    assert caught.value.exit_code == 3
    assert fetched("07459", "4005", tmp_path) == before
    assert fetched("07849", "4005", tmp_path) is None


def test_a_refusal_says_what_the_service_said(service: Service, tmp_path: Path) -> None:
    service.faults = ["400"]
    with pytest.raises(NetworkError, match="Missing selection"):
        fetch("4005", tables=["07459"], data_dir=tmp_path, client=client(tmp_path))
    assert len(service.asked) == 1, "a refusal is not tried again"


def test_an_unknown_municipality_is_named(service: Service, tmp_path: Path) -> None:
    with pytest.raises(NetworkError, match="9999"):
        fetch("9999", tables=["07459"], data_dir=tmp_path, client=client(tmp_path))


def test_an_interrupted_fetch_goes_on_where_it_stopped(service: Service, tmp_path: Path) -> None:
    service.faults = [""] * 4 + ["500"] * 20
    with pytest.raises(NetworkError):
        fetch("4005", data_dir=tmp_path, client=client(tmp_path))
    service.faults = []
    before = len(service.asked)
    fetch("4005", data_dir=tmp_path, client=client(tmp_path))
    again = service.asked[before:]
    assert not any("07459" in a or "07849" in a for a in again)


def test_no_service_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KORTREIST_SSB_URL", "http://127.0.0.1:9")
    with pytest.raises(NetworkError, match="resumes where it stopped"):
        fetch("4005", tables=["07459"], data_dir=tmp_path, client=client(tmp_path))


def test_the_rate_limit_is_shared_between_clients(service: Service, tmp_path: Path) -> None:
    slept: list[float] = []

    class Stop(Exception):
        pass

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        raise Stop

    for i in range(3):
        Client(data_dir=tmp_path, calls=3, sleep=sleep).get(f"{service.url}/changes?{i}")
    with pytest.raises(Stop):
        Client(data_dir=tmp_path, calls=3, sleep=sleep).get(f"{service.url}/changes?x")
    assert 0 < slept[0] <= 60


def test_classifications(service: Service, tmp_path: Path) -> None:
    c = client(tmp_path)
    codes = codes_at(c, service.url, 131, date(2026, 1, 1))
    assert [x.code for x in unknown_municipalities(codes, date(2026, 1, 1))] == ["4999"]
    changed = changes_between(c, service.url, 131, date(2023, 12, 1), date(2024, 2, 1))
    assert (changed[0].old_code, changed[0].new_code) == ("3808", "4005")


def test_damaged_store_is_said(tmp_path: Path) -> None:
    path = tmp_path / "fetched" / "07459" / "4005.json"
    path.parent.mkdir(parents=True)
    path.write_text("{")
    with pytest.raises(StoreError, match=r"4005\.json"):
        fetched("07459", "4005", tmp_path)


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from("abcd"), st.lists(st.integers(0, 99).map(str), min_size=1, max_size=30,
                                          unique=True), min_size=1),
    st.integers(1, 500),
)  # fmt: skip
def test_parts_hold_every_cell_once_and_keep_the_limit(
    selection: dict[str, list[str]], maximum: int
) -> None:
    from itertools import product

    seen = []
    for part in parts(selection, maximum):
        cells = list(product(*(part[d] for d in selection)))
        assert len(cells) <= maximum
        seen += cells
    assert sorted(seen) == sorted(product(*selection.values()))


def test_sparse_values_and_statuses() -> None:
    d = dataset({"Tid": ["2020", "2021", "2022"]}, {"0": 1, "2": 3}, status={"1": ":"})
    cells = read_cells(d)
    assert [c.value for c in cells] == [1.0, None, 3.0]
    assert cells[1].status == ":"
    with pytest.raises(NetworkError):
        read_cells(dataset({"Tid": ["2020"]}, [1, 2]))
    with pytest.raises(NetworkError):
        read_cells(dataset({"Tid": ["2020"]}, ["x"]))


@pytest.mark.skipif(not SHARED.exists(), reason="real data not here")
@pytest.mark.parametrize(
    "change",
    [
        {"status": [":"]}, {"size": ["2", "2"]}, {"size": [2, True]}, {"size": [4]}, {"size": 4},
        {"status": {"9": ":"}}, {"status": [1, 2, 3, 4]}, {"value": [1.0, 2.0]},
        {"value": {"x": 1}},
        {"value": [1, 2, 3, True]}, {"value": [1, 2, 3, float("nan")]},
        {"value": [1, 2, 3, 10**400]},
        {"value": None}, {"value": "1"}, {"id": ["Region", "Region"]}, {"id": [1, 2]}, {"id": None},
        {"id": "Region"}, {"dimension": {}}, {"dimension": None}, {"dimension": []},
    ],
)  # fmt: skip
@pytest.mark.case("JSON-stat with")
def test_an_odd_answer_is_a_network_error(change: dict[str, object]) -> None:
    sound = dataset({"Region": ["4005", "4003"], "Tid": ["2023", "2024"]}, [1.0, 2.0, None, 4.0])
    assert [c.value for c in read_cells(sound)] == [1.0, 2.0, None, 4.0]
    assert [c.status for c in read_cells({**sound, "status": ":"})] == [":"] * 4
    with pytest.raises(NetworkError) as caught:
        read_cells({**sound, **change})
    assert caught.value.key == "fetch.bad_shape"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=2), inner, max_size=4)
    ),
    max_leaves=8,
)  # fmt: skip


@settings(deadline=None)
@given(
    st.sampled_from(["class", "id", "size", "value", "status", "dimension", "index", "label"]),
    _JSON,
)
def test_whatever_stands_in_an_answer_it_is_read_or_a_network_error(key: str, odd: object) -> None:
    made: Any = dataset({"Region": ["4005", "4003"], "Tid": ["2023", "2024"]}, [1.0, 2.0, 3.0, 4.0])
    target = made["dimension"]["Tid"]["category"] if key in ("index", "label") else made
    target[key] = odd
    with contextlib.suppress(NetworkError):
        assert len(read_cells(made)) == 4


def test_a_question_longer_than_the_service_takes_is_asked_in_parts() -> None:
    numbers = [m.number for m in municipalities()]
    whole = {"Region": numbers, "ContentsCode": ["InntSkatt", "AntallHushold"], "Tid": ["2024"]}

    def length(part: Mapping[str, Sequence[str]]) -> int:
        return sum(len(f"&valueCodes%5B{d}%5D=") + len("%2C".join(c)) for d, c in part.items())

    found = parts(whole, fits=lambda part: length(part) <= 1500)
    assert all(length(part) <= 1500 for part in found)
    assert [n for part in found for n in part["Region"]] == numbers
    assert parts(whole, fits=lambda _: False)[-1] == {
        "Region": numbers[-1:], "ContentsCode": ["AntallHushold"], "Tid": ["2024"],
    }  # fmt: skip


@pytest.mark.case("r10_pxweb_grense.py")
def test_every_municipality_is_asked_for_within_the_services_limit(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [m.number for m in municipalities()]
    monkeypatch.setitem(TABLES, "06944", {**TABLES["06944"], "Region": numbers})
    service.longest = 2100 - len("https://data.ssb.no/api/pxwebapi/v2") + len(service.url)
    found = fetch_income(numbers, client=client(tmp_path))
    questions = [parse_qs(urlparse(a).query) for a in service.asked if "/data" in a]
    asked = [q["valueCodes[Region]"][0].split(",") for q in questions]
    assert len(asked) > 1, "more than one address holds"
    assert [n for part in asked for n in part] == numbers
    # The first cell of each answer is not given.
    given = {n for part in asked for n in part[1:]}
    assert {one.number for one in found} == given


def test_recorded_answers_are_read() -> None:
    recorded = json.loads((SHARED / "statistics_jsonstat" / "ssb_data_14700.json").read_text())
    cells = read_cells(recorded)
    assert len(cells) == math.prod(recorded["size"])
    assert any(c.value is not None for c in cells)


def test_household_income_of_the_newest_year_where_it_is_given(
    service: Service, tmp_path: Path
) -> None:
    found = fetch_income(["4003", "4005", "9999"], client=client(tmp_path))
    # The first cell, the median of 4003, is not given: the municipality is left out.
    assert [(one.number, one.year, one.median, one.households) for one in found] == [
        ("4005", 2026, 2.0, 3.0)
    ]
    assert found[0].total == 6.0
    (asked,) = [a for a in service.asked if "/data" in a]
    assert "4003%2C4005" in asked
    assert "0001" not in asked, "all households only"
