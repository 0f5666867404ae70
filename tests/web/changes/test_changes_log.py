"""The change log: who changed what, when and why, readable and to take along."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re

import pytest
from django.apps import apps
from django.db.models import QuerySet
from django.utils.translation import override
from web_world import make_world

from kortreist.i18n import LANGUAGES
from kortreist_web.changes.consistency import breaks
from kortreist_web.changes.models import Change
from kortreist_web.changes.readable_log import (
    entries,
    field_name,
    model_name,
    value_name,
    verb_name,
)
from kortreist_web.core.actor_context import acting
from kortreist_web.core.domain import domains
from kortreist_web.core.models import TenantModel
from kortreist_web.core.texts import web
from kortreist_web.tenants.models import Unit

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def unit(place, people):
    with acting(people.editor, "tenants.add_unit", why="ny enhet"):
        one = Unit(organisation=place, name="Skole", valid_from=dt.date(2024, 1, 1))
        one.save()
    with acting(people.approver, "tenants.change_unit", why="=SUM(A1) slått sammen"):
        one.name, one.responsibility = "Oppvekst", "200"
        one.save()
    return one


def test_a_line_says_who_what_when_why_before_and_after(as_person, people, unit):
    page = as_person(people.auditor).get("/nb/X001/arbeid/logg/").content.decode()
    page = " ".join(page.split())
    for text in (
        "Endret: enhet",
        "Lagt til: enhet",
        str(people.approver),
        "slått sammen",
        "Navn",
        "Skole",
        "Oppvekst",
        "Ansvar",
        "01.01.2024",
    ):
        assert text in page, text


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"what": "tenants.Unit"}, {"add", "change"}),
        ({"what": "people.Membership"}, set()),
        ({"who": "approver"}, {"change"}),
        ({"row": "unit"}, {"add", "change"}),
        ({"first": "2999-01-01"}, None),  # a day nobody can mean
        ({"first": "2090-01-01"}, set()),
        ({"last": "2000-01-01"}, set()),
        ({"what": "no.Such"}, None),
    ],
)
def test_choosing_what_to_see(as_person, people, place, unit, query, names):
    asked = {
        k: str(getattr(people, v).pk) if k == "who" else str(unit.pk) if k == "row" else v
        for k, v in query.items()
    }
    answer = as_person(people.auditor).get("/nb/X001/arbeid/logg/", asked)
    shown = {e.change.kind for e in answer.context["entries"] if e.change.what == "tenants.Unit"}
    if names is None:
        assert "må rettes" in answer.content.decode()
    else:
        assert shown == names


def test_pages_hold_forty_and_keep_what_was_chosen(as_person, people, place, unit):
    with acting(people.editor, "test"):
        for number in range(45):
            unit.name = f"Navn {number}"
            unit.save()
    client = as_person(people.auditor)
    first = client.get("/nb/X001/arbeid/logg/", {"what": "tenants.Unit"})
    assert len(first.context["entries"]) == 40
    assert "what=tenants.Unit&amp;side=2" in first.content.decode()
    second = client.get("/nb/X001/arbeid/logg/", {"what": "tenants.Unit", "side": "2"})
    assert len(second.context["entries"]) == 7


def test_the_history_of_one_object(as_person, people, place, unit):
    client = as_person(people.auditor)
    page = client.get(f"/nb/X001/arbeid/logg/tenants.Unit/{unit.pk}/")
    assert [e.change.kind for e in page.context["entries"]] == ["add", "change"]
    assert client.get("/nb/X001/arbeid/logg/tenants.Unit/999/").status_code == 404


def test_the_table_to_take_along_runs_nothing(as_person, people, unit):
    """Also a reason that a spreadsheet would take for a formula."""
    answer = as_person(people.auditor).get("/nb/X001/arbeid/logg/tabell/", {"row": unit.pk})
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8"))))
    assert [r["Endring"] for r in rows if r["Hva"] == "enhet"] == ["Endret", "Lagt til"]
    assert rows[0]["Hvorfor"] == "'=SUM(A1) slått sammen"
    assert '"name": "Oppvekst"' in rows[0]["Etter"]


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ({"year": 2026}, {"year": 2027}, ("År", "2026", "2027")),
        ({"state": "draft"}, {"state": "adopted"}, ("Tilstand", "utkast", "vedtatt")),
        ({"title": "draft"}, {"title": "report"}, ("Tittel", "draft", "report")),
        ({"active": True}, {"active": False}, ("På", "ja", "nei")),
        ({"unit_id": None}, {"unit_id": 4}, ("Enhet", "–", "#4")),
        ({"value": 1234567.5}, {"value": None}, ("Verdi", "1\u202f234\u202f567,500", "–")),
        ({"due": "2026-03-01"}, {"due": "2026-04-01"}, ("Frist", "01.03.2026", "01.04.2026")),
        ({"scopes": ["read"]}, {"scopes": ["read", "report"]}, ("Kan", "lese", "lese, rapport")),
        (
            {"cost": {"state": {"2027": 5}}},
            {"cost": {"state": {"2027": 6}}},
            ("Kostnad: state › 2027", "5", "6"),
        ),
        ({"unheard_of": "a"}, {"unheard_of": "b"}, ("unheard_of", "a", "b")),
    ],
)
def test_values_as_people_read_them(place, before, after, shown):
    change = Change(organisation=place, what="budgets.Budget", verb="x", before=before, after=after)
    with override("nb"):
        (field,) = entries([change])[0].fields
    assert (field.name, field.before, field.after) == shown


def test_people_and_units_are_named_and_not_numbered(as_person, people, unit, place):
    page = as_person(people.auditor).get("/nb/X001/arbeid/logg/", {"what": "people.Membership"})
    fields = {f.name: f.after for e in page.context["entries"] for f in e.fields}
    assert fields["Person"] in {str(getattr(people, r)) for r in vars(people)}


def _logged() -> set[tuple[str, str]]:
    return {
        (m._meta.label, f.name)
        for m in apps.get_models()
        if issubclass(m, TenantModel)
        for f in m._meta.concrete_fields
        if f.name not in ("id", "version", "created_at", "updated_at", "organisation", *m.unlogged)
    }


def test_every_kind_of_object_and_every_field_has_a_name():
    """A new field of a model is named in three languages here, or the log shows its code."""
    with override("nb"):
        models = {m for m, _ in _logged() if model_name(m) == m}
        fields = {(m, f) for m, f in _logged() if field_name(f, m) == f}
    assert not models, "add to [log.model] in the domain's texts"
    assert not fields, "add to [log.field] in the domain's texts"


def test_every_word_a_state_may_have_has_a_text():
    words = {
        (str(choice), model._meta.label, field.name)
        for model in apps.get_models()
        if issubclass(model, TenantModel)
        for field in model._meta.concrete_fields
        if field.choices
        for choice, _ in field.choices
    }
    named = {w for w, *at in words if value_name(w, *at) != w or web().has(f"changes.value.{w}")}
    assert not {w for w, *_ in words} - named


def test_the_log_and_the_rows_tell_the_same_story(place, people, unit):
    make_world(place, people.editor)
    assert breaks(place) == []
    QuerySet(Unit).filter(pk=unit.pk).update(name="Omdøpt")
    (found,) = breaks(place)
    assert (found.what, found.row, found.fields) == ("tenants.Unit", unit.pk, ("name",))


def test_a_line_says_what_it_is_about_and_whether_anybody_said_why(as_person, people, place):
    unit = Unit(organisation=place, name="Oppvekst", valid_from="2020-01-01")
    with acting(people.editor, "tenants.add_unit"):
        unit.save()
    with acting(people.editor, "tenants.change_unit"):
        unit.name = "Oppvekst og kultur"
        unit.save()
    with acting(None, "accounts.take_in", name="job 5"):
        unit.responsibility = "200"
        unit.save()
    page = as_person(people.auditor).get("/nb/X001/arbeid/logg/").text
    assert "enhet «Oppvekst»" in page
    assert page.count("Ingen har skrevet hvorfor.") == 1  # a program's lines ask for none
    assert "bakgrunnsjobb 5" in page
    assert ">job 5<" not in page


def test_erasing_all_does_not_stand_beside_downloading_all(as_person, people, place):
    client = as_person(people.administrator)
    assert "/arbeid/slett/" not in client.get("/nb/X001/arbeid/logg/").text
    assert "Slutte å bruke Kortreist" in client.get("/nb/X001/arbeid/uttrekk/").text


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_raw_key_reaches_the_log(as_person, people, place, language):
    """A refusal is told in words, a language by its name, what was done by what it is called."""
    from kortreist.errors import InputError
    from kortreist_web.plans.actions.ask import ask
    from kortreist_web.plans.computation import Answer, _refusal, finish
    from kortreist_web.tasks.models import Task

    plan = ask(people.editor, place, name="Avslag")
    refused = _refusal(InputError("clocks.no_period", rule="x"))
    with acting(people.editor, "plans.answer"):
        finish(plan, Answer(None, refused=refused))
        Task(organisation=place, key="own", title="x", created_by="tasks.make_calendar").save()
    page = as_person(people.auditor).get(f"/{language}/X001/arbeid/logg/").content.decode()
    shown = html.unescape(re.sub(r"<[^>]*>", " ", page.split("<main")[1]))
    assert refused["said"][language] in " ".join(shown.split())
    names = "|".join((*domains(), "clocks"))
    assert not re.findall(rf"(?<![\w./@])(?:{names})\.[a-z_]+", shown)
    assert ": said" not in " ".join(shown.split())
    for code in LANGUAGES:
        assert f"› {code} " not in " ".join(shown.split())


def test_what_every_job_did_is_called_something():
    kinds = {kind for domain in domains().values() for kind in domain.jobs}
    assert "plans.answer" in kinds
    assert [kind for kind in sorted(kinds) if verb_name(kind) == kind] == []
