"""The runner: every way gives the same, nothing is lost or done twice."""

from __future__ import annotations

import importlib
import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest

HERE = str(Path(__file__).resolve().parent)
if HERE not in sys.path:  # a spawned worker inherits the path, and finds the tasks by name
    sys.path.insert(0, HERE)
work = importlib.import_module("country_work")

from kortreist.country import MunicipalityResult, Settings, WorkerLostError, run_country  # noqa: E402
from kortreist.country.run import MunicipalitiesFailedError  # noqa: E402
from kortreist.country.store import ResultStore  # noqa: E402
from kortreist.errors import InputError  # noqa: E402

SETTINGS = Settings(futures=8, seed=5, today="2026-11-23")


@pytest.fixture
def marks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "marks"
    folder.mkdir()
    monkeypatch.setenv(work.FOLDER, str(folder))
    return folder


@pytest.fixture(scope="module")
def serial() -> tuple[MunicipalityResult, ...]:
    return run_country(work.accounts(8), SETTINGS, workers=0, task=work.quick)


def test_order_and_number_of_workers_change_nothing(serial) -> None:
    backwards = tuple(reversed(work.accounts(8)))
    assert run_country(backwards, SETTINGS, workers=0, task=work.quick) == serial
    assert run_country(backwards, SETTINGS, workers=2, task=work.quick) == serial


def test_a_stored_result_is_the_result(serial) -> None:
    for result in serial:
        assert MunicipalityResult.from_dict(json.loads(json.dumps(result.as_dict()))) == result


def test_a_second_run_goes_on(tmp_path: Path, marks: Path) -> None:
    some, every = work.accounts(3), work.accounts(6)
    heard: list[tuple[int, int]] = []
    first = run_country(some, SETTINGS, workers=0, folder=tmp_path, task=work.told)
    whole = run_country(
        every,
        SETTINGS,
        workers=0,
        folder=tmp_path,
        task=work.told,
        progress=lambda done, of, left: heard.append((done, of)),
    )
    assert whole[:3] == first
    assert len(list(marks.iterdir())) == 6, "none computed twice"
    assert heard == [(3, 6), (4, 6), (5, 6), (6, 6)]


def test_other_inputs_are_another_result(tmp_path: Path, marks: Path) -> None:
    (account,) = work.accounts(1)
    changed = replace(account, history={**account.history, 2009: 1.0})
    for one, settings in (
        (account, SETTINGS),
        (changed, SETTINGS),
        (account, replace(SETTINGS, seed=6)),
    ):
        run_country([one], settings, workers=0, folder=tmp_path, task=work.told)
    assert len(list(marks.iterdir())) == 3


def test_a_torn_file_is_computed_anew(tmp_path: Path, serial) -> None:
    every = work.accounts(2)
    run_country(every, SETTINGS, workers=0, folder=tmp_path, task=work.quick)
    store = ResultStore(tmp_path, SETTINGS, f"{work.quick.__module__}.{work.quick.__qualname__}")
    store.path(every[0]).write_text('{"number": "03', "utf-8")
    again = run_country(every, SETTINGS, workers=0, folder=tmp_path, task=work.quick)
    assert again == serial[:2]


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
@pytest.mark.long
def test_a_killed_worker_loses_and_doubles_nothing(tmp_path: Path, marks: Path, serial) -> None:
    heard: list[int] = []
    found = run_country(
        work.accounts(8),
        SETTINGS,
        workers=2,
        folder=tmp_path,
        task=work.dies_once,
        progress=lambda done, of, left: heard.append(done),
    )
    assert (marks / "killed").exists()
    assert found == serial
    assert heard == list(range(9))
    assert len(list(tmp_path.glob("*/*.json"))) == 8


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
@pytest.mark.long
def test_a_task_that_always_kills_is_given_up_by_name() -> None:
    with pytest.raises(WorkerLostError) as caught:
        run_country(work.accounts(1), SETTINGS, workers=1, task=work.always_dies)
    assert "Oslo" in str(caught.value)


@pytest.mark.parametrize("workers", [0, 2])
def test_what_fails_is_named_and_the_rest_is_kept(workers: int, tmp_path: Path) -> None:
    every = work.accounts(6)
    with pytest.raises(MunicipalitiesFailedError) as caught:
        run_country(every, SETTINGS, workers=workers, folder=tmp_path, task=work.fails)
    assert caught.value.values["n"] == 2
    assert every[1].place.name in str(caught.value)
    assert "nothing to choose from" in str(caught.value)
    assert len(list(tmp_path.glob("*/*.json"))) == 4


def test_an_interrupted_run_leaves_the_finished(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_country(work.accounts(5), SETTINGS, workers=0, folder=tmp_path, task=work.stopped)
    assert len(list(tmp_path.glob("*/*.json"))) == 2


def test_dask_gives_the_same(serial) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    ) as cluster:
        found = run_country(
            tuple(reversed(work.accounts(8))),
            SETTINGS,
            scheduler=cluster.scheduler_address,
            task=work.quick,
        )
    assert found == serial


def test_no_scheduler_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    with pytest.raises(InputError, match="No Dask scheduler"):
        run_country(work.accounts(1), SETTINGS, scheduler="nowhere", task=work.quick)
