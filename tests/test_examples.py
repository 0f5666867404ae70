"""The examples run as they stand."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLES = sorted((Path(__file__).parents[1] / "examples").glob("*.py"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_example_runs(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(path))["main"]("4005", str(tmp_path), 64)
    said = capsys.readouterr().out
    assert "Notodden 2024" in said
    assert {p.name for p in tmp_path.iterdir()} == {
        "plan.html", "plan.pdf", "plan.docx", "plan.json"
    }  # fmt: skip
