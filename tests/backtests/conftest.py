"""The four editions of Telemark, imported once: forecasts are judged on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kortreist import connectors

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "telemark" / "emissions"


@pytest.fixture(scope="session")
def telemark(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with every edition of Telemark; skipped where the data are not at hand."""
    files = sorted(SHARED.glob("*.csv"))
    if not files:
        pytest.skip("shared data not present")
    data_dir = tmp_path_factory.mktemp("telemark")
    for file in files:
        connectors.import_inventory(file, data_dir=data_dir)
    return data_dir
