"""Own figures of cost: whole kroner, and what is very unlike before is asked about."""

import pytest
from django.utils.translation import override

from kortreist_web.budgets.forms import CostForm

BEFORE = {"municipality": {"2027": 1_500_000}}


def form(amount, **more):
    data = {"municipality_2027": amount, "why": "Anbud", **more}
    return CostForm(data, years=[2027], cost=BEFORE)


@pytest.mark.parametrize("amount", ["1.5", "1,5", "1.500", "1 500 000,50"])
def test_decimals_are_refused_where_whole_kroner_are_asked_for(amount, db):
    with override("nb"):
        made = form(amount, sure="on")
        assert not made.is_valid()
        assert "hele kroner" in str(made.errors["municipality_2027"])


@pytest.mark.parametrize("amount", ["2", "150 000", "-2", "15 000 000"])
def test_a_figure_very_unlike_before_must_be_confirmed(amount, db):
    with override("nb"):
        made = form(amount)
        assert not made.is_valid()
        assert "1\u00a0500\u00a0000 kr" in str(made.errors["municipality_2027"])
        assert made.unlike == {"municipality_2027": 1_500_000}
        assert form(amount, sure="on").is_valid()


@pytest.mark.parametrize("amount", ["1 600 000", "1.400.000", "1 500 000,00", "0"])
def test_others_are_taken_as_they_are(amount, db):
    assert form(amount).is_valid()
