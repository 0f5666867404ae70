"""Sums over municipalities: shares, the package, and the contract of the JSON."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kortreist import measures
from kortreist.cli.nation import run
from kortreist.country import MunicipalityResult, Portfolios, Settings, summarise
from kortreist.i18n import LANGUAGES, Translator
from kortreist.plans.outcome import GROUPS

SETTINGS = Settings(futures=40, seed=1, today="2026-11-23")
LIBRARY = measures.library()
EASY, OTHER, DEEP = (
    next(m for m in LIBRARY if m.id == "eco_driving"),
    next(m for m in LIBRARY if m.level == 1 and m.id != "eco_driving"),
    next(m for m in LIBRARY if m.level == 3),
)
CHOSEN = (EASY, OTHER, DEEP)


def results(count: int = 30) -> list[MunicipalityResult]:
    rng = np.random.default_rng(4)
    out = []
    for n in range(count):
        group = {EASY.id: "start_now", DEEP.id: "start_now", OTHER.id: GROUPS[int(rng.integers(4))]}
        if n % 7 == 0:
            group.pop(OTHER.id)
        effect = {m: float(rng.normal(50.0, 40.0)) for m in group}
        out.append(
            MunicipalityResult(
                number=f"{n:04d}",
                name="x",
                made=n % 3 > 0,
                population=1000.0,
                goal_year=2035,
                verdicts=group,
                uncertain=(),
                starts={EASY.id: 2027},
                effect=effect,
                frame={2030: 9.0, 2035: 7.0},
                baseline={2030: 10.0, 2035: 9.0},
                totals={2035: (1.0, 2.0, 3.0)},
                probability={2030: 0.5, 2035: 0.6},
                reach=0.5,
                room_to_target=0.0,
                proven="gap",
            )
        )
    return out


def portfolios(found: list[MunicipalityResult]) -> Portfolios:
    rng = np.random.default_rng(5)
    n, years = len(found), np.arange(2024, 2036)
    some = np.ones((n, years.size))
    nation = rng.uniform(5.0, 9.0, (40, years.size)) * n
    return Portfolios(
        tuple(r.number for r in found),
        years,
        tuple(m.id for m in CHOSEN),
        2035,
        (0.1, 0.5, 0.9),
        some,
        some,
        np.stack([some] * 3),
        some,
        nation + 1.0,
        nation,
        np.ones((n, 3)),
        rng.uniform(0.0, 9.0, (3, 40)),
    )


def test_shares_sum_to_one_and_order_does_not_matter() -> None:
    found = results()
    summary = summarise(found, CHOSEN, portfolios(found), SETTINGS)
    for row in summary.measures:
        assert sum(row.share_by_group.values()) == pytest.approx(1.0)
        assert sum(row.effect_by_group.values()) == pytest.approx(1.0)
        assert set(row.share_by_group) == set(GROUPS)
        assert row.national_effect.low <= row.national_effect.central <= row.national_effect.high
    turned = summarise(found[::-1], CHOSEN, portfolios(found), SETTINGS)
    assert turned == summary
    by_id = {r.measure: r for r in summary.measures}
    assert by_id[OTHER.id].municipalities == sum(OTHER.id in r.verdicts for r in found)


def test_the_package_is_level_one_and_started_almost_everywhere() -> None:
    found = results()
    summary = summarise(found, CHOSEN, portfolios(found), SETTINGS)
    assert summary.package == (EASY.id,), "level III is not in it, however often it is started"
    some = [
        replace(r, verdicts={EASY.id: "keep_open"}) if i < 4 else r for i, r in enumerate(found)
    ]
    assert summarise(some, CHOSEN, portfolios(found), SETTINGS).package == ()


def test_counts_and_totals() -> None:
    found = results()
    summary = summarise(found, CHOSEN, portfolios(found), SETTINGS)
    assert (summary.municipalities, summary.made) == (30, 20)
    assert summary.frame == {2030: 270.0, 2035: 210.0}
    assert summary.pathway[2035].low < summary.pathway[2035].central < summary.pathway[2035].high
    assert summary.likely == 1.0
    with pytest.raises(ValueError, match="not of the same"):
        summarise(found[:-1], CHOSEN, portfolios(found), SETTINGS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_line(
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from kortreist.cli import nation as command

    found = results()
    summary = summarise(found, CHOSEN, portfolios(found), SETTINGS)
    monkeypatch.setattr(command, "nation", lambda *_, **__: (summary, tuple(found)))
    options = argparse.Namespace(
        futures=64, seed=1, workers=0, scheduler=None, only=None, out=tmp_path, json=False
    )
    t = Translator(language)
    assert run(options, t) == 0
    text = capsys.readouterr().out
    assert EASY.name[language] in text
    assert "20" in text
    options.json = True
    assert run(options, t) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == json.loads((tmp_path / "nation.json").read_text("utf-8"))
    assert (told["real"], told["made"], told["boundary"]) == (10, 20, "territorial")
    for row in told["measures"].values():
        assert set(row["share_by_group"]) == set(row["effect_by_group"]) == set(GROUPS)
        assert set(row["national_effect"]) == {"low", "central", "high"}


def test_two_real_runs_give_the_same(tmp_path: Path) -> None:
    from kortreist.country import nation

    settings = Settings(futures=24, seed=3, today="2026-11-23")
    summary, found = nation(settings, only=("1151", "5636"), workers=0, data_dir=tmp_path)
    again, _ = nation(settings, only=("5636", "1151"), workers=0, data_dir=tmp_path)
    assert again == summary
    for result in found:
        assert result.verdicts
        assert result.starts.keys() <= result.effect.keys()
        assert len(json.dumps(result.as_dict())) < 20_000
    # What the plans cut by measure, added over municipalities, is what the country cuts.
    t = summary.goal_year
    assert summary.pathway[t].central < summary.baseline[t].central
