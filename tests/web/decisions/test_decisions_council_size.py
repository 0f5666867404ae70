"""A council's members beside what the law asks for: said where they are entered and counted."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from kortreist_web.decisions.council_size import council_size, least_members
from kortreist_web.decisions.models import Body, BodyMember

DAY = dt.date(2025, 12, 11)
TERM = dt.date(2023, 10, 15)


@pytest.mark.parametrize(
    ("kind", "residents", "least"),
    [
        ("municipality", 5_000, 11),
        ("municipality", 5_001, 19),
        ("municipality", 10_000, 19),
        ("municipality", 10_001, 27),
        ("municipality", 50_001, 35),
        ("municipality", 100_001, 43),
        ("county_authority", 150_000, 19),
        ("county_authority", 150_001, 27),
        ("county_authority", 300_001, 43),
    ],
)
def test_the_least_follows_the_residents_and_the_kind(kind, residents, least):
    assert least_members(kind, residents, DAY) == least
    assert least_members(kind, residents, dt.date(2018, 1, 1)) is None, "no rule of that day"


@pytest.fixture
def council(place, write):
    body = Body(organisation=place, name="Kommunestyret", kind="council")
    body.save()

    def seated(n):
        for k in range(body.members.count(), n):
            values = {"name": f"Medlem {k}", "valid_from": TERM}
            BodyMember(organisation=place, body=body, **values).save()
        return council_size(body, DAY)

    return seated


def test_residents_are_those_of_the_turn_of_year_before_the_last_before_the_election(council):
    size = council(11)
    assert (size.members, size.least, size.residents, size.year) == (11, 27, 13_029, 2022)
    assert (size.few, size.even) == (True, False)
    assert (council(26).few, council(26).even) == (True, True)
    assert (council(27).few, council(27).even) == (False, False)
    assert (council(28).few, council(28).even) == (False, True)


def test_a_committee_has_no_least(place, write):
    body = Body(organisation=place, name="Utvalget", kind="committee")
    body.save()
    BodyMember(organisation=place, body=body, name="Medlem", valid_from=TERM).save()
    assert council_size(body, DAY) is None


@pytest.mark.parametrize(
    ("language", "few", "even"),
    [
        ("nb", "Kommunestyret skal ha minst 27, for 13 029 innbyggere", "et likt tall"),
        ("nn", "Kommunestyret skal ha minst 27, for 13 029 innbyggjarar", "eit likt tal"),
        ("en", "The municipal council has at least 27, for 13,029 residents", "an even number"),
    ],
)
def test_it_is_said_on_the_bodys_page(place, people, council, as_person, language, few, even):
    council(11)
    with override(language):
        url = reverse("decisions:body", kwargs={"code": place.code, "pk": Body.objects.get().pk})
        listed = reverse("decisions:bodies", kwargs={"code": place.code})
    client = as_person(people.editor)
    assert few in re.sub(r"[\xa0\u202f]", " ", client.get(url).text)
    council(28)
    assert even in client.get(url).text
    assert 'data-color="warning"' in client.get(listed).text
    council(29)
    for page in (url, listed):
        assert 'data-color="warning"' not in client.get(page).text


def test_with_too_few_entered_the_quorum_is_of_the_least_there_can_be(council, place, people):
    from kortreist_web.decisions.models import Resolution, Vote
    from kortreist_web.decisions.voting import tally

    council(15)
    body = Body.objects.get()
    values = {"body": "Kommunestyret", "decided_on": DAY, "outcome": "adopted", "text": "1. Ja."}
    resolution = Resolution(organisation=place, **values)
    resolution.save()
    vote = Vote(organisation=place, resolution=resolution, body=body, votes_for=13, votes_against=0)
    vote.save()
    counted = tally(vote)
    assert (counted.members, counted.needed, counted.least) == (15, 14, 27)
    assert counted.has_quorum is None, "13 of 15 entered may be 13 of 27"
    vote.votes_against = 1
    assert tally(vote).has_quorum is True, "half of the fewest a council can have"
