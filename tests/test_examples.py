"""The examples run as they stand."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

#: The client needs a site: tests/web/api/test_api_client.py.
EXAMPLES = sorted(
    p for p in (Path(__file__).parents[1] / "examples").glob("*.py") if p.stem != "api_client"
)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_example_runs(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(path))["main"]("4005", str(tmp_path), 64)
    said = capsys.readouterr().out
    assert "Notodden 2024" in said
    assert {p.name for p in tmp_path.iterdir()} == {
        "plan.html",
        "plan.pdf",
        "plan.docx",
        "plan.json",
    }


@pytest.mark.long
def test_notebook_runs(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("xarray")
    book = json.loads(
        (Path(__file__).parents[1] / "examples" / "robust_plan.ipynb").read_text("utf-8")
    )
    names: dict[str, object] = {}
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), cell["id"], "exec"), names)
    said = capsys.readouterr().out
    assert "of futures, goal" in said
    assert "start_now" in said
    assert "cannot all be met" in said
