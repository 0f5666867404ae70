"""The same budgets as the tests of the budget have."""

from __future__ import annotations

import importlib.util
from pathlib import Path

_spec = importlib.util.spec_from_file_location(
    "budget_fixtures", Path(__file__).parents[1] / "budgets" / "conftest.py"
)
_made = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_made)

plan, draft, ranged, proposal = _made.plan, _made.draft, _made.ranged, _made.proposal
decide, adopted, _bokmal = _made.decide, _made.adopted, _made._bokmal
