"""``kortreist bind`` on the example, in the figures of Notodden."""

from __future__ import annotations

import csv
import json
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from kortreist.bindings import VERDICTS
from kortreist.cli import main
from kortreist.i18n import LANGUAGES

ROOT = Path(__file__).parents[2]
EXAMPLE = str(ROOT / "examples" / "bindings.csv")
#: The invented investments' right verdicts, with reasons; ``tools/how_good.py`` counts them.
INVENTED = ROOT / "tests" / "bindings" / "invented_verdicts.csv"
CONTRACT = {
    "id",
    "verdict",
    "committed_t",
    "above_path_t",
    "share_of_frame",
    "reach_change_t",
    "not_made_good",
    "price_of_binding",
    "break_value",
    "value_of_waiting",
    "decide_by",
    "best_alternative",
}


def test_the_example_has_every_verdict_and_keeps_the_contract(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["bind", EXAMPLE, "--place", "4005", "--futures", "64", "--json"]) == 0
    out = json.loads(capsys.readouterr().out)
    schema = json.loads(
        (resources.files("kortreist.bindings") / "bindings.schema.json").read_text("utf-8")
    )
    jsonschema.validate(out, schema)
    with INVENTED.open(encoding="utf-8") as file:
        told = {r["id"]: (r["verdict"], r["best_alternative"]) for r in csv.DictReader(file)}
    assert {j["id"]: (j["verdict"], j["best_alternative"] or "") for j in out} == told
    assert {j["verdict"] for j in out} == set(VERDICTS)
    by_id = {j["id"]: j for j in out}
    assert all(set(j) >= CONTRACT for j in out)
    assert by_id["gasskjel"]["committed_t"] == 3000.0
    assert by_id["dieselanbud"]["committed_t"] == 4000.0
    # The frame is a place's own, and a share of it is small and positive.
    assert 0.0 < by_id["parkeringshus"]["share_of_frame"] < 0.05
    assert by_id["parkeringshus"]["not_made_good"] == pytest.approx(1.0, abs=0.1)
    assert by_id["dieselanbud-brudd"]["break_value"] > 0.0
    assert by_id["dieselanbud"]["break_value"] is None  # no exit is named
    assert by_id["skole"]["missing"] == ["zero_alternative"]
    assert by_id["skole"]["value_of_waiting"] is None
    # 2,000–3,000–4,500 t: the mean of the range, as what it is compared with, not the likeliest.
    land = by_id["myromrade"]["committed_by_account"]["land"]
    assert land["central"] == pytest.approx((2000 + 3000 + 4500) / 3)


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_in_a_terminal(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["bind", EXAMPLE, "--place", "4005", "--futures", "64", "-l", language]
    assert main([*words, "--nothing-otherwise", "skole"]) == 0
    said = capsys.readouterr().out
    assert "{" not in said
    assert "Gasskjel i svømmehallen" in said
    council = {
        "nb": "De folkevalgte bestemmer",
        "nn": "Dei folkevalde avgjer",
        "en": "council decides",
    }
    assert council[language] in said


def test_an_unknown_confirmation_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["bind", EXAMPLE, "--place", "4005", "--nothing-otherwise", "bru"]
    assert main(words) == 2
    assert "bru" in capsys.readouterr().err
