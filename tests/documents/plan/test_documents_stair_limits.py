"""The document says, beside the stair, which limit binds and which nobody has given."""

from dataclasses import replace

import pytest

from kortreist.documents.format.blocks import Paragraph, plain
from kortreist.documents.plan.stair import StairPart
from kortreist.documents.plan.writer import PlanWriter
from kortreist.plans.limit_gains import LimitGain

NONE = tuple(LimitGain(k, 0.0, False) for k in ("money", "staff", "price"))


def said(budget, language, gains, **limits):
    outcome = replace(budget.outcome, limit_gains=gains)
    changed = replace(budget, outcome=outcome, limits={**budget.limits, **limits})
    blocks = StairPart(PlanWriter(language, changed)).page()
    return " ".join(plain(b.content) for b in blocks if isinstance(b, Paragraph))


@pytest.mark.parametrize(
    ("language", "nothing", "staff", "assumed"),
    [
        ("nb", "Verken penger", "Folkene holder planen tilbake", "ikke har oppgitt"),
        ("nn", "Verken pengar", "Folka held planen tilbake", "ikkje har oppgjeve"),
        ("en", "Neither money", "Staff hold the plan back", "has not given"),
    ],
)
def test_the_limit_is_said_beside_the_stair(budget, language, nothing, staff, assumed):
    own = {"money_origin": "formula/own_limit", "staff_origin": "formula/own_limit"}
    words = said(budget, language, NONE, **own)
    assert nothing in words
    assert assumed not in words
    binding = (NONE[0], LimitGain("staff", 1234.0, True), NONE[2])
    words = said(budget, language, binding, **own)
    assert staff in words
    assert "200" in words
    theirs = own | {"staff_origin": "figures/planning/staff_fte_per_10000"}
    assert said(budget, language, binding, **theirs).count(assumed) == 1
    assert nothing not in said(budget, language, ())
