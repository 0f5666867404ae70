"""What is offered is never added, and what is known of it told; what is remembered is unchecked."""

from __future__ import annotations

import pytest

from kortreist.budgets.offered import nok_per_post, offered, own_staff
from kortreist.budgets.origins import measure_origins
from kortreist.measures import library

OFFERED = [m for m in library() if not m.quantified]


def test_the_pay_of_what_is_offered_is_what_each_needs_and_no_more_than_falls_in_the_plan() -> None:
    found = offered(OFFERED, (2027, 2028, 2029, 2030))
    mine = [m for m in OFFERED if m.payer == "municipality"]
    assert found.count == len(OFFERED) > len(mine)
    assert found.staff == pytest.approx(sum(own_staff(m) for m in mine))
    assert 0.0 < found.staff_in_plan <= found.staff
    assert found.posts == pytest.approx(found.staff_in_plan / 4 / nok_per_post())


def test_of_what_takes_longer_than_the_plan_the_even_part_falls_in_it() -> None:
    slow = max((m for m in OFFERED if own_staff(m)), key=lambda m: m.ramp_years)
    found = offered([slow], (2027,))
    assert found.staff_in_plan == pytest.approx(own_staff(slow) / slow.ramp_years)


def test_nothing_is_known_of_what_has_no_staff() -> None:
    assert offered([], (2027,)).posts == 0.0


def test_a_work_that_nobody_has_read_is_not_partly_checked() -> None:
    works = measure_origins(library())
    assert works["source/recalled"].mark == "recalled"
    assert works["source/judgement"].mark == "judgement"
    assert measure_origins(m for m in library()).keys() == works.keys()
