"""Versions of any kind: numbered by subject, found by hash, in force until withdrawn."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from kortreist_web.core.actor_context import acting
from kortreist_web.versions.models import Version
from kortreist_web.versions.queries import (
    adopted_from,
    current,
    find,
    freeze,
    latest_proposal,
    subject_of,
    versions_of,
)

pytestmark = pytest.mark.database
KIND = "made"


@pytest.fixture
def make(place, people):
    """Freeze versions of a made kind: ``make("2027", "adopted", draft=1)``."""

    def run(subject, state="adopted", *, draft=None, **content):
        with acting(people.editor, "test"):
            return freeze(place, KIND, subject, state, content, draft=draft)

    return run


def test_versions_are_numbered_by_subject_and_know_what_was_in_force(make, people):
    first, other, second = make("2027"), make("2028"), make("2027", "proposed")
    assert [v.number for v in (first, other, second)] == [1, 1, 2]
    assert (first.previous, other.previous, second.previous) == (None, None, first)
    assert second.made_by == people.editor


def test_the_newest_first_also_past_the_ninth_part_of_a_year(make, place):
    subjects = [subject_of(2027, part) for part in (1, 2, 10, 12)]
    for subject in subjects:
        make(subject, "completed")
    found = list(versions_of(place, KIND))
    assert [v.subject for v in found] == subjects[::-1]
    assert [(v.year, v.part) for v in found[:2]] == [(2027, 12), (2027, 10)]


def test_what_holds_is_the_newest_that_is_not_withdrawn(make, place):
    assert current(place, KIND) is None
    old, new = make("2027"), make("2028")
    make("2028", "proposed")
    assert current(place, KIND) == new
    assert current(place, KIND, "2027") == old
    make("2028", "withdrawn")
    assert current(place, KIND, "2028") is None
    assert current(place, KIND) == old
    again = make("2028")
    assert current(place, KIND) == again


def test_a_version_is_found_by_twelve_characters_of_its_hash(make, place):
    made = make("2027", title="a")
    make("2027", title="b")
    assert find(place, KIND, made.content_hash[:12]) == made
    assert find(place, KIND, made.content_hash[:12].upper()) == made
    assert find(place, KIND, made.content_hash[:11]) is None
    assert find(place, "budget", made.content_hash) is None


def test_a_proposal_leads_to_the_version_that_adopted_it(make):
    old, newer = make("2027", "proposed", draft=7), make("2027", "proposed", draft=7)
    assert latest_proposal(KIND, 7) == newer
    assert adopted_from(newer) is None
    adopted = make("2027", draft=7, proposal={"number": newer.number})
    assert (adopted_from(newer), adopted_from(old)) == (adopted, None)


def test_the_database_holds_one_number_one_adoption_and_never_changes(make, place, people):
    made = make("2027", draft=7)
    with acting(people.editor, "test"):
        for values in ({"number": 1, "draft": 8}, {"number": 2, "draft": 7}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Version(
                    organisation=place,
                    kind=KIND,
                    subject="2027",
                    state="adopted",
                    content={},
                    **values,
                ).save()
    rows = Version.objects.filter(pk=made.pk).unlogged("test")
    for change in (lambda: rows.update(state="withdrawn"), rows.delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
