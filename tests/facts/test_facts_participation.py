"""What may be called a duty, what is in force, and that each rule stands once."""

from __future__ import annotations

from datetime import date

import pytest

from kortreist import facts
from kortreist.errors import FactsError
from kortreist.facts import participation_rule, participation_rules
from kortreist.i18n import LANGUAGES

ON = date(2026, 11, 30)
ALL = participation_rules(ON)


@pytest.mark.parametrize(
    ("id", "amount", "unit", "paragraph"),
    [
        ("hearing/weeks", 6, "weeks", "§ 11-14"),
        ("planning_programme/weeks", 6, "weeks", "§ 11-13"),
        ("economy/public_before", 14, "days", "§ 14-3"),
        ("planning_strategy/public_before", 30, "days", "§ 10-1"),
        ("residents_proposal/signatures", 300, "signatures", "§ 12-1"),
        ("residents_proposal/months", 6, "months", "§ 12-1"),
        ("constitution/notice", 14, "days", "§ 7-1"),
    ],
)
def test_what_the_acts_say(id: str, amount: int, unit: str, paragraph: str) -> None:
    rule = participation_rule(id, ON)
    assert (rule.amount, rule.unit, rule.paragraph) == (amount, unit, paragraph)
    assert rule.binding
    assert rule.origin.url.startswith("https://lovdata.no/")
    assert rule.origin.licence == "NLOD"


def test_only_what_was_read_and_binds_is_binding() -> None:
    assert {r.origin.mark for r in ALL} >= {"verified", "partly", "recalled"}
    for rule in ALL:
        if rule.origin.mark != "verified" or rule.strength != "must":
            assert not rule.binding, rule.id
    recalled = [r.id for r in ALL if r.origin.mark == "recalled"]
    assert "legality_control/weeks" in recalled
    assert not participation_rule("state_hearing/least", ON).binding, "binds the state only"
    assert not participation_rule("zoning/treated_within", ON).binding, "should, not must"


def test_what_is_not_a_whole_number_has_no_amount() -> None:
    values = {r.id: (r.value, r.amount) for r in ALL}
    assert values["agenda/demand"] == ("1/3", None)
    assert values["residents_proposal/share"] == ("0.02", None)
    assert values["hearing/who"] == ("", None)


def test_a_period_has_an_amount_of_days_weeks_months_or_years() -> None:
    periods = [r for r in ALL if r.period]
    assert len(periods) > 15
    units = {"days", "weeks", "months", "years", "working days"}
    assert [r.id for r in periods if not r.amount or r.unit not in units] == []


def test_what_is_not_in_force_is_no_rule() -> None:
    with pytest.raises(FactsError, match="administration_act/regulation_months"):
        participation_rule("administration_act/regulation_months", ON)
    pending = {r["id"] for r in facts.load().table("rules_pending")}
    assert "administration_act/regulation_months" in pending
    with pytest.raises(FactsError):
        participation_rule("archive_act/duty", date(2025, 12, 31))
    assert participation_rule("archive_act/duty", date(2026, 1, 1)).binding


def test_every_rule_is_said_and_cited_in_every_language() -> None:
    for rule in ALL:
        for language in LANGUAGES:
            assert rule.text(language)
            assert rule.cited(language).endswith(rule.paragraph)


def test_a_rule_stands_in_one_table() -> None:
    store = facts.load()
    elsewhere = {
        r["id"] for name in ("rules", "rules_pending", "figures") for r in store.table(name)
    }
    assert {r.id for r in ALL} & elsewhere == set()


def test_what_the_case_paper_says_of_days_is_what_the_act_says() -> None:
    said = facts.load().row("rules", ON, id="case_order/recommendation")["value"]
    assert said == participation_rule("economy/public_before", ON).amount


def test_a_day_of_election_nobody_has_read_is_empty() -> None:
    days = {(r["election"], r["year"]): r for r in facts.load().table("election_days")}
    assert days["municipal", 2027]["date"] is None
    assert days["municipal", 2023]["date"] == date(2023, 9, 11)
