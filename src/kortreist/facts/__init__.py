"""Dated figures and rules, each with source, licence, validity and the day it was checked."""

from kortreist.facts.kostra import (
    KostraCode,
    kostra_code,
    kostra_elsewhere,
    newest_list,
    oldest_list,
)
from kortreist.facts.loader import Fact, Facts, Review, Row, load
from kortreist.facts.participation import (
    ParticipationRule,
    participation_rule,
    participation_rules,
)
from kortreist.facts.plan_years import plan_years

__all__ = [
    "Fact",
    "Facts",
    "KostraCode",
    "ParticipationRule",
    "Review",
    "Row",
    "kostra_code",
    "kostra_elsewhere",
    "load",
    "newest_list",
    "oldest_list",
    "participation_rule",
    "participation_rules",
    "plan_years",
]
