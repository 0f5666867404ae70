"""The points of a resolution: from its text, owned, followed up, and how they stand."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from kortreist_web.core.models import ConflictError
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.actions.set_point import set_point
from kortreist_web.decisions.actions.split_text import split_text
from kortreist_web.decisions.models import Resolution, ResolutionPoint
from kortreist_web.decisions.points import STATES, is_overdue, split, state_of
from kortreist_web.tenants.models import Unit

TEXT = "Kommunestyret vedtar:\n1. Budsjettet vedtas.\n2. Det rapporteres\nhvert tertial.\n"


@pytest.fixture
def resolution(proposal, decide):
    return decide(proposal, text=TEXT)


@pytest.fixture
def points(place, people, resolution):
    return split_text(people.editor, place, resolution=resolution)


def test_numbered_lines_are_points_and_others_go_on(points, resolution):
    assert [(p.number, p.text) for p in points] == [
        (1, "Budsjettet vedtas."),
        (2, "Det rapporteres hvert tertial."),
    ]
    assert {p.kind for p in points} == {"adopt"}


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Uten punkter.", []),
        ("2. Ikke fra én", []),
        ("1. En\n3. Ikke neste\n2) To", [1, 2]),
        ("1. Innen 2030\n\n2. Slutt", [1, 2]),
    ],
)
def test_only_numbers_in_order_begin_a_point(text, numbers):
    assert [n for n, _ in split(text)] == numbers


def test_points_are_made_once(place, people, points, resolution):
    assert split_text(people.editor, place, resolution=resolution) == points
    assert ResolutionPoint.objects.count() == 2


def test_text_without_numbers_makes_none(place, people, proposal, decide):
    with pytest.raises(RefusedError) as refused:
        split_text(people.editor, place, resolution=decide(proposal, text="Uten punkter."))
    assert refused.value.key == "decisions.refused.no_numbers"


def change(people, point, **values):
    given = {"text": point.text, "kind": "do", **values}
    return set_point(
        people.editor, point.organisation, resolution=point.resolution, number=point.number, **given
    )


def test_the_state_is_computed_from_what_is_known(people, points, resolution):
    point, day = points[1], resolution.decided_on
    assert state_of(point) == "done"  # what is adopted asks nobody to do anything
    seen = []
    for values in (
        {},
        {"begun_on": day},
        {"begun_on": day, "done_on": day, "evidence": "Sak 14/27"},
    ):
        point = change(people, point, **values)
        seen.append(state_of(point))
    assert seen == ["open", "under_way", "done"]


def test_a_later_resolution_ends_a_point(people, points, resolution, write):
    later = Resolution(
        organisation=resolution.organisation,
        body="Kommunestyret",
        case_number="9/28",
        decided_on=resolution.decided_on + dt.timedelta(days=90),
        archive_reference="2028/1",
        title="Endring",
        text="x",
        outcome="adopted",
    )
    later.save()
    found = {
        name: state_of(change(people, points[1], **{name: later}))
        for name in ("changed_by", "lapsed_by")
    }
    assert found == {"changed_by": "changed", "lapsed_by": "lapsed"}
    assert set(found.values()) < set(STATES)
    with pytest.raises(RefusedError) as refused:
        change(people, points[1], changed_by=resolution)
    assert refused.value.key == "decisions.refused.not_later"


def test_overdue_to_the_day(people, points, resolution):
    due = resolution.decided_on + dt.timedelta(days=30)
    point = change(people, points[1], due=due)
    assert not is_overdue(point, due)
    assert is_overdue(point, due + dt.timedelta(days=1))
    done = change(people, points[1], due=due, done_on=due, evidence="Gjort")
    assert not is_overdue(done, due + dt.timedelta(days=1))


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"done_on": dt.date(2100, 1, 1)}, "no_evidence"),
        ({"due": dt.date(2000, 1, 1)}, "before"),
    ],
)
def test_what_cannot_be_is_refused(people, points, values, key):
    with pytest.raises(RefusedError) as refused:
        change(people, points[0], **values)
    assert refused.value.key == f"decisions.refused.{key}"


def test_who_may_not_and_whose_it_is_not(place, other, people, points, write):
    with pytest.raises(PermissionDenied):
        set_point(
            people.reader, place, resolution=points[0].resolution, number=1, text="x", kind="do"
        )
    unit = Unit(organisation=other, name="Fremmed", valid_from=dt.date(2020, 1, 1))
    unit.save()
    with pytest.raises(RefusedError):
        change(people, points[0], owner=unit)


def test_two_never_overwrite_each_other(people, points):
    seen = points[0].version
    change(people, points[0], version=seen)
    with pytest.raises(ConflictError):
        change(people, points[0], text="Noe annet", version=seen)


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pages_make_change_and_show_points(place, people, resolution, as_person, language):
    from django.utils.translation import override

    client, keys = as_person(people.editor), {"code": place.code, "pk": resolution.pk}
    with override(language):
        page = reverse("decisions:resolution", kwargs=keys)
        assert client.post(reverse("decisions:split", kwargs=keys)).status_code == 302
        added = client.post(
            reverse("decisions:add_point", kwargs=keys),
            {
                "number": 3,
                "text": "Legg fram <b>igjen</b>",
                "kind": "report_back",
                "due": "2027-03-01",
            },
        )
        assert added.status_code == 302, added.content.decode()[-2000:]
        again = client.post(
            reverse("decisions:add_point", kwargs=keys), {"number": 3, "text": "x", "kind": "do"}
        )
        assert again.status_code == 422
        point = reverse("decisions:point", kwargs={**keys, "number": 3})
        assert client.get(point).status_code == 200
        text = client.get(page).content.decode()
    assert "Det rapporteres hvert tertial." in text
    assert "Legg fram &lt;b&gt;igjen&lt;/b&gt;" in text
    assert point in text
    assert point not in as_person(people.reader).get(page).content.decode()
