"""A measure done for a year is not finished, and one nobody tells of shows why."""

import pytest
from django.utils.translation import override

from kortreist_web.budgets import evidence as evidence_module
from kortreist_web.budgets.evidence import Reported, Seen, evidence
from kortreist_web.budgets.measure_pages import standing
from kortreist_web.budgets.reached import reached
from kortreist_web.budgets.traces import Indicated

TARGETS = {"2026": 4, "2027": 6, "2029": 10}


def cars(*values, targets=TARGETS):
    seen = tuple(Seen(2026, period, 3, value, "", True) for period, value in values)
    return Indicated(5, "Delebiler", "biler", targets, seen)


DONE = Reported(2026, 2, 3, "done", "")


@pytest.mark.parametrize(
    ("indicators", "said"),
    [
        ([cars((1, 2.0), (2, 4.0))], "gjennomført for 2026: 4 av 4 biler; målet i 2029 er 10"),
        ([cars()], "gjennomført for 2026; målet i 2029 er 10 biler"),
        ([cars(targets={"2026": 4})], None),
        ([cars(targets={"2026": 4, "2029": 4})], None),
        ([], None),
    ],
)
def test_done_says_for_which_year_and_what_remains(indicators, said):
    with override("nb"):
        more = standing(2026, [DONE], 2026, indicators=indicators).reached
        assert (str(more) if more else None) == said


def test_only_what_is_done_is_said_to_be():
    late = Reported(2026, 2, 3, "delayed", "")
    assert standing(2026, [late], 2026, indicators=[cars((2, 1.0))]).reached is None
    assert reached([cars((2, 4.0))], 2029) is None


def test_why_nothing_is_told_is_the_newest_reports_reason(monkeypatch):
    def content(period, **row):
        return {"year": 2026, "period": period, "periods": 3, "rows": [{"measure": "a", **row}]}

    told = [
        content(1, status=None, reason="Før sommeren."),
        content(2, status=None, reason="Etter."),
    ]
    monkeypatch.setattr(evidence_module, "completed_contents", lambda organisation: told)
    assert evidence(None, (), member=False).unsaid == {"a": "Etter."}
    told.append(content(3, status="on_track", reason=""))
    seen = evidence(None, (), member=False)
    assert seen.unsaid == {}
    assert standing(2026, seen.reported["a"], 2026, why="x").why == ""
    assert standing(2026, (), 2026, why="Etter.").why == "Etter."
