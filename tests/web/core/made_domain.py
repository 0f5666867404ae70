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

    call_command("migrate", run_syncdb=True, verbosity=0)
    found: dict[str, object] = {}
    place, other = make_organisation("X001", "Eksempeldal"), make_organisation("X002", "Prøvestad")
    editor = make_person(place, "editor")
    administrator = make_person(place, "administrator", "editor", email="a@b.example")
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
    with zipfile.ZipFile(write_export(place).file) as archive:
        rows = json.loads(archive.read("rows/groves.Grove.json"))
    found["exported"] = [r["name"] for r in rows]

    def broken():
        """Return the rules that are broken now, and what they say."""
        return {name: said for name, rule in RULES.items() if (said := rule())}

    found["whole"] = broken()
    whole = domains()["groves"]
    texts = _room("groves", "kortreist_web")
    found["without"] = {}
    for field in ("pages", "work_links", "apis", "tenant_data"):
        domains()["groves"] = dataclasses.replace(whole, **{field: type(getattr(whole, field))()})
        found["without"][field] = broken()
    domains()["groves"] = whole
    for name in (
        "groves.event.grove.planted",
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
    found["left"] = Grove.objects.count()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
