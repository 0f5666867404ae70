"""A kind nobody has named anywhere else: decided upon, published, served, withdrawn, told of."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from kortreist_web.core.actor_context import acting
from kortreist_web.core.content import content_hash
from kortreist_web.core.datasets import TableFile
from kortreist_web.core.domain import Part, domains
from kortreist_web.core.figure import Figure
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.actions.record import record
from kortreist_web.publishing import withdrawals
from kortreist_web.publishing.actions.withdraw import withdraw
from kortreist_web.publishing.messages import _body
from kortreist_web.versions.kinds import Adoption, Kind, Publishing
from kortreist_web.versions.models import Version
from kortreist_web.versions.published import finder, one_dataset, rows_of_kind
from kortreist_web.versions.queries import freeze, versions_of

NAME = "made"
STATE = SimpleNamespace(waits=True)


def _keys(version):
    return {"year": version.year, "number": version.number}


def _at(organisation, year, number):
    return versions_of(organisation, NAME, str(year)).filter(number=number).first()


def _waiting(organisation):
    rows = versions_of(organisation, NAME).filter(state="proposed")
    return list(rows) if STATE.waits else []


def _adopt(who, organisation, version, resolution):
    if not STATE.waits:
        raise RefusedError("decisions.refused.not_proposed")
    STATE.waits = False
    content = {**version.content, "resolution": resolution}
    return freeze(organisation, NAME, version.subject, "adopted", content)


def _send_back(who, organisation, version, rejected):
    STATE.waits = False


def _title(version, language):
    return f"Plattform {version.year}, {version.number}"


PLATFORM = Kind(
    name=NAME,
    page=lambda version, code: f"/nb/{code}/plattform/{version.year}/{version.number}/",
    is_public=lambda version: version.state == "adopted",
    file_name="plattform",
    keys=_keys,
    at=_at,
    adoption=Adoption(
        waiting=_waiting,
        adopt=_adopt,
        send_back=_send_back,
        suggest=lambda version, language: dict.fromkeys(
            (
                "title",
                "summary",
                "background",
                "assessment",
                "economic_consequences",
                "recommendation",
            ),
            "Plattformen vedtas.",
        ),
        paper=lambda version, language: None,
        facts=lambda version: [("Deler", "3")],
        came_of_it=lambda resolution, member: Part("versions/none.html"),
        texts="budgets.decided",
    ),
    publishing=Publishing(
        rows=rows_of_kind(NAME),
        title=_title,
        by_itself=lambda version: version.state == "adopted",
        datasets=one_dataset(
            NAME,
            _title,
            _keys,
            ("csv", "json"),
            texts="publishing.dataset.budget",
            heading="publishing.kinds.budget",
        ),
        in_catalogue=lambda version: version.state == "adopted",
        find=finder(NAME),
        describe=lambda content, keys: (
            Figure("Deler", content["parts"]) if keys == ("parts",) else None
        ),
        table=lambda version: TableFile(
            "publishing.sheet.budget", lambda language: [["part"], *[[n] for n in range(3)]]
        ),
        heading="publishing.kinds.budget",
    ),
)


@pytest.fixture
def kind(monkeypatch):
    """The made kind beside the others, as if its domain had declared it."""
    versions = domains()["versions"]
    monkeypatch.setitem(domains(), "versions", replace(versions, kinds=(PLATFORM,)))
    withdrawals._pages.cache_clear()
    STATE.waits = True
    yield PLATFORM
    withdrawals._pages.cache_clear()


@pytest.fixture
def proposed(kind, place, people):
    with acting(people.editor, "test"):
        return freeze(
            place, NAME, "2027", "proposed", {"title": "Plattform", "parts": 3, "provenance": []}
        )


@pytest.fixture
def adopted(proposed, place, people):
    return record(
        people.approver,
        place,
        frozen=proposed,
        body="Kommunestyret",
        decided_on=timezone.localdate(),
        case_number="1/26",
        archive_reference="26/1",
        title="Plattform",
        text="1. Plattformen vedtas.",
        outcome="adopted",
    )


def test_a_resolution_adopts_it_as_its_kind_says(adopted, proposed, place, people):
    assert (adopted.frozen.state, adopted.frozen.number) == ("adopted", 2)
    assert adopted.frozen.content["resolution"]["case_number"] == "1/26"
    assert adopted.frozen.previous is None
    with pytest.raises(RefusedError):  # it waits no more
        record(
            people.approver,
            place,
            frozen=proposed,
            body="Kommunestyret",
            decided_on=timezone.localdate(),
            case_number="2/26",
            archive_reference="26/2",
            title="x",
            text="x",
            outcome="adopted",
        )


def test_its_case_has_addresses_with_its_name(proposed, place, people, as_person):
    keys = {"code": place.code, "kind": NAME, "subject": "2027", "number": 1}
    page = as_person(people.approver).get(reverse("decisions:record", kwargs=keys))
    assert "Plattformen vedtas." in page.content.decode()
    assert re.search(r"<dt>Deler</dt>\s*<dd>\s*3\s*</dd>", page.content.decode())


def test_it_is_listed_served_described_and_found(adopted, place, people, as_person, client):
    version = adopted.frozen
    manage = as_person(people.approver).get(reverse("publishing:manage", args=[place.code]))
    assert "Plattform 2027, 2" in manage.content.decode()
    client.logout()
    data = client.get("/data/X001/made/2027/2.json")
    assert content_hash(json.loads(data.content)) == version.content_hash
    assert client.get("/data/X001/made/2027/2.csv").content.decode().split() == [
        "part",
        "0",
        "1",
        "2",
    ]
    assert client.get("/data/X001/made/2027/1.json").status_code == 404  # only proposed
    assert "/data/X001/made/2027/2.json" in client.get("/data/X001/catalogue.ttl").content.decode()
    figure = client.get(f"/data/X001/figure/made/{version.content_hash[:12]}/parts")
    assert (figure.json()["label"], figure.json()["value"]) == ("Deler", 3)


def test_it_is_withdrawn_and_told_of(adopted, place, people, client):
    told = _body("budget.adopted", adopted)["data"]
    assert (told["kind"], told["year"], told["number"]) == (NAME, 2027, 2)
    assert told["data"].endswith("/data/X001/made/2027/2.json")
    withdraw(people.approver, place, kind=NAME, row=adopted.frozen, reason="Feil i teksten")
    gone = client.get("/data/X001/made/2027/2.json")
    assert (gone.status_code, gone.json()["reason"]) == (410, "Feil i teksten")
    assert "made" not in client.get("/data/X001/catalogue.ttl").content.decode()
    assert Version.objects.filter(kind=NAME).count() == 2  # nothing was removed
