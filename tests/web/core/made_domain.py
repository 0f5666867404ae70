"""Run in a copy of the site with one more domain: what it gets, and which rules break without it.

Prints one JSON object; see ``test_core_domain.py``.
"""

from __future__ import annotations

import dataclasses
import json
import zipfile


def main() -> None:
    """Make the tables, use the domain, leave one thing out after another."""
    import django

    django.setup()

    from conftest import make_organisation, make_person
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse
    from domain_rules import RULES
    from kortreist_web.groves.models import Grove

    from kortreist.i18n import _room
    from kortreist_web.changes.erasure import erase_rows
    from kortreist_web.changes.export import write_export
    from kortreist_web.config.urls import urlpatterns  # noqa: F401
    from kortreist_web.core.domain import domains
    from kortreist_web.core.policy import _POLICIES
    from kortreist_web.people.actions.make_token import make_token
    from kortreist_web.versions.models import Version

    call_command("migrate", run_syncdb=True, verbosity=0)
    found: dict[str, object] = {}
    place, other = make_organisation("X001", "Eksempeldal"), make_organisation("X002", "Prøvestad")
    editor = make_person(place, "editor")
    administrator = make_person(place, "administrator", "editor", email="a@b.example")
    approver = make_person(place, "approver")
    auditor, stranger = make_person(place, "auditor"), make_person(other, "editor")
    token = make_token(administrator, place, name="k", scopes=["write"], days=9)[1]
    key = {"HTTP_AUTHORIZATION": f"Bearer {token}"}

    def page(who, address):
        """Return the status and content of a page as somebody sees it."""
        client = Client(HTTP_HOST="localhost")
        client.force_login(who)
        answer = client.get(address)
        return answer.status_code, answer.content.decode()

    client = Client(HTTP_HOST="localhost")
    api = "/api/v1/organisations/X001/groves"
    sent = {"name": "Ekelund", "hectares": 1.5}
    found["planted"] = client.post(api, sent, content_type="application/json", **key).status_code
    found["listed"] = [g["name"] for g in client.get(api, **key).json()]
    found["without_key"] = client.get(api).status_code
    address = reverse("groves:list", kwargs={"code": "X001"})
    found["page"] = page(editor, address)[0], "Ekelund: 1,5" in page(editor, address)[1]
    found["stranger"] = page(stranger, address)[0]
    found["menu"] = f'<a href="{address}"' in page(editor, "/nb/X001/arbeid/")[1]
    log = page(auditor, "/nb/X001/arbeid/logg/")[1]
    found["log"] = [word in log for word in ("plantet lund", "Lund", "Hektar")]
    found |= decided(place, editor, approver, administrator, page)
    with zipfile.ZipFile(write_export(place).file) as archive:
        rows = json.loads(archive.read("rows/groves.Grove.json"))
        versions = json.loads(archive.read("rows/versions.Version.json"))
    found["exported"] = [r["name"] for r in rows]
    found["versions"] = [(v["kind"], v["number"], v["state"]) for v in versions]

    def broken():
        """Return the rules that are broken now, and what they say."""
        return {name: said for name, rule in RULES.items() if (said := rule())}

    found["whole"] = broken()
    whole = domains()["groves"]
    texts = _room("groves", "kortreist_web")
    found["without"] = {}
    for field in ("pages", "work_links", "apis", "kinds", "tenant_data"):
        domains()["groves"] = dataclasses.replace(whole, **{field: type(getattr(whole, field))()})
        found["without"][field] = broken()
    domains()["groves"] = whole
    for name in (
        "groves.event.grove.planted",
        "groves.decided.superseded",
        "groves.log.model.Grove",
        "groves.log.field.hectares",
        "groves.log.verb.plant",
    ):
        text = texts.pop(name)
        found["without"][name] = broken()
        texts[name] = text
    policy = _POLICIES.pop(Grove)
    found["without"]["policy"] = broken()
    _POLICIES[Grove] = policy
    found["note"] = erase_rows(place, "operator").rows["groves.Grove"]
    found["left"] = Grove.objects.count() + Version.objects.filter(kind="planting").count()
    print(json.dumps(found))


def decided(place, editor, approver, administrator, page):
    """Propose, adopt by resolution, compare, publish: what a kind gets; returns what was seen."""
    import datetime as dt

    from django.test import Client
    from django.urls import reverse
    from kortreist_web.groves.actions.plant import plant
    from kortreist_web.groves.actions.propose import propose

    from kortreist_web.core.content import content_hash
    from kortreist_web.core.refusals import RefusedError
    from kortreist_web.decisions.actions.record import record
    from kortreist_web.decisions.actions.split_text import split_text
    from kortreist_web.tenants.models import Organisation
    from kortreist_web.versions.models import Version

    Organisation.objects.filter(pk=place.pk).update(published=True)
    place.refresh_from_db()
    version = propose(editor, place, year=2027)
    case = {"code": "X001", "kind": "planting", "subject": "2027", "number": 1}
    seen = {}
    cases = page(approver, reverse("decisions:list", kwargs={"code": "X001"}))[1]
    form = reverse("decisions:record", kwargs=case)
    seen["waits"] = form in cases
    typed = page(editor, reverse("decisions:paper", kwargs=case))
    seen["paper"] = typed[0], "1. Lundene vedtas." in typed[1]
    file = reverse("decisions:paper_file", kwargs={**case, "language": "nb", "extension": "html"})
    seen["document"] = page(editor, file)[0], "Lunder gir skygge." in page(editor, file)[1]
    given = {
        "frozen": version,
        "body": "Kommunestyret",
        "decided_on": dt.date.today(),
        "archive_reference": "27/1",
        "title": "Lunder",
        "text": "1. Lundene vedtas.",
        "outcome": "adopted",
    }
    resolution = record(approver, place, case_number="1/27", **given)
    seen["adopted"] = resolution.frozen.state, resolution.frozen.number
    try:
        record(approver, place, case_number="2/27", **given)
    except RefusedError as refused:
        seen["twice"] = refused.key
    split_text(editor, place, resolution=resolution)
    shown = page(
        editor, reverse("decisions:resolution", kwargs={"code": "X001", "pk": resolution.pk})
    )
    address = reverse("groves:version", kwargs={"code": "X001", "year": 2027, "number": 2})
    seen["resolution"] = shown[0], address in shown[1]
    plant(editor, place, name="Bøkelund", hectares=2.0)
    propose(editor, place, year=2027)
    next_one = reverse("groves:version", kwargs={"code": "X001", "year": 2027, "number": 3})
    differs = page(editor, next_one)
    seen["diff"] = differs[0], "+ Bøkelund" in differs[1], "+ Ekelund" in differs[1]
    anyone = Client(HTTP_HOST="localhost")
    seen["public"] = anyone.get(address).status_code, anyone.get(next_one).status_code
    data = anyone.get("/data/X001/planting/2027/2.json")
    seen["hash"] = content_hash(json.loads(data.content)) == resolution.frozen.content_hash
    seen["csv"] = anyone.get("/data/X001/planting/2027/2.csv").content.decode().split()
    catalogue = anyone.get("/data/X001/catalogue.ttl").content.decode()
    seen["catalogue"] = [t in catalogue for t in ("planting/2027/2.json", "Lunder i Eksempeldal")]
    seen["not_yet"] = "planting/2027/3.json" in catalogue
    digest = Version.objects.get(kind="planting", number=2).content_hash[:12]
    figure = anyone.get(f"/data/X001/figure/planting/{digest}/groves/0/hectares").json()
    seen["figure"] = figure["label"], figure["value"]
    return seen


if __name__ == "__main__":
    main()
