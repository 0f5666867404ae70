"""Every address × every role × own and another's organisation × reading and writing.

What is expected is derived from what the view declares (``view.access``) and from the
policy of its model: a view that declares nothing fails, and so does one whose parameters
nobody has taught :func:`values_of`.
"""

from __future__ import annotations

import re
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django.template.backends.django import Template
from django.test import Client
from web_addresses import ADDRESSES, API, ROWS, SAME, Address, address
from web_world import make_world

from kortreist_web.core.policy import ROLES, policy_of
from kortreist_web.people.models import User

pytestmark = pytest.mark.django_db

#: Open to anyone in the middle of signing in; others are led back to its beginning.
LEADS_BACK = {"mfa_authenticate"}
#: Write texts of a whole budget, whose plan and figures the world's budget is without:
#: ``tests/web/decisions`` opens them with one. No other address may answer 500.
NEEDS_A_WHOLE_BUDGET = {
    "decisions:paper_public",
    "decisions:one_page",
    "decisions:paper_file",
    "decisions:record",
}
#: Let in by role, and then asked of the hearing's process who may split what came in.
ASKS_THE_PROCESS = {("hearings:inbox", "post")}


@pytest.fixture
def cross(place, other, people, strangers, monkeypatch, settings):
    """Two tenants with a row of everything, and a client for everybody."""
    settings.REQUEST_LIMITS = {}
    monkeypatch.setattr("kortreist_web.config.limits.allowed", lambda kind, who: 0)
    # What a page shows is tested elsewhere; here it is who may open it.
    monkeypatch.setattr(Template, "render", lambda *a, **k: "")
    mine = make_world(place, people.editor)
    theirs = make_world(other, strangers.editor)

    def client(user: Any = None) -> Client:
        one = Client(raise_request_exception=False)
        if user is not None:
            one.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return one

    clients = {role: client(getattr(people, role)) for role in ROLES}
    nobody = User.objects.create_user("nobody@elsewhere.example", password="a long password")
    clients["anonymous"], clients["no role"] = client(), client(nobody)
    outside = {role: client(getattr(strangers, role)) for role in ROLES}
    return SimpleNamespace(
        place=place, other=other, mine=mine, theirs=theirs, clients=clients, outside=outside
    )


def ask(client: Client, method: str, url: str) -> Any:
    """Ask, and undo whatever was done."""
    before = transaction.savepoint()
    try:
        return getattr(client, method)(url)
    finally:
        transaction.savepoint_rollback(before)


def matrix(*each_time: tuple[str, str], others: tuple[str, ...] = ()) -> list[Any]:
    """Every role (and others) and method, of which most are tried before a delivery only."""
    every = [(who, method) for who in (*ROLES, *others) for method in ("get", "post")]
    assert set(each_time) <= set(every)
    rest = (pair for pair in every if pair not in each_time)
    return [*each_time, *(pytest.param(*pair, marks=pytest.mark.long) for pair in rest)]


def to_sign_in(response: Any) -> bool:
    return response.status_code == 302 and "/konto/inn/" in response.headers["Location"]


def refused(response: Any) -> bool:
    # 405 says only that there is a page, which the program's own source says too.
    return response.status_code in (403, 404, 405) or to_sign_in(response)


def let_in(response: Any, one: Address, method: str) -> bool:
    """Let in: whatever the page then made of what was sent; one that broke let nobody in."""
    if response.status_code == 500:
        return one.name in NEEDS_A_WHOLE_BUDGET
    if response.status_code == 403:
        return (one.name, method) in ASKS_THE_PROCESS
    return not to_sign_in(response)


def expected(one: Address, role: str, method: str = "get") -> bool:
    """Whether somebody with a role in the organisation is let in, by what is declared."""
    access = one.access
    if access.kind in ("anyone", "published"):
        return True
    if access.kind == "signed_in":
        return role != "anonymous"
    if access.kind == "operator":
        return False  # no role in an organisation makes somebody run the installation
    permission = access.permission
    if method == "post":
        if permission == "view" and not access.post:
            return False  # what is only looked at takes nothing in
        permission = access.post or permission
    return role in policy_of(access.model).allowed_roles(permission)


def test_every_view_says_who_may_open_it():
    silent = [a.route for a in ADDRESSES if a.access is None]
    assert not silent, f"views without @page, @public_page, @signed_in or @anyone: {silent}"


def test_every_permission_is_known_to_the_policy():
    unknown = [
        (a.name, a.access.permission)
        for a in ADDRESSES
        if a.access is not None
        and a.access.kind == "role"
        and not policy_of(a.access.model).allowed_roles(a.access.permission)
    ]
    assert not unknown, "nobody can open these"


def test_every_parameter_has_a_value():
    known = {"code", "pk", "measure", *SAME, *ROWS}
    unknown = {(a.name, p) for a in ADDRESSES for p in a.params if p not in known}
    assert not unknown, f"teach SAME or ROWS what these are: {unknown}"


@pytest.mark.parametrize(
    ("role", "method"),
    matrix(
        *(("editor", "get"), ("reader", "post"), ("anonymous", "get")),
        others=("anonymous", "no role"),
    ),
)
def test_in_the_own_organisation(cross, role, method):
    """Each role opens what is declared for it and nothing else."""
    wrong = []
    for one in ADDRESSES:
        if one.name == "account_logout":
            continue  # it does what it says
        answer = ask(cross.clients[role], method, address(one, cross.place.code, cross.mine))
        if not expected(one, role, method):
            ok = refused(answer)  # before anything of what was sent is judged
        elif one.name in LEADS_BACK:
            continue
        else:
            ok = let_in(answer, one, method)
        if not ok:
            wrong.append((one.name, answer.status_code, expected(one, role, method)))
    assert not wrong, f"(address, status, should be let in): {wrong}"


@pytest.mark.parametrize(
    ("role", "method"),
    matrix(("editor", "post"), ("anonymous", "get"), others=("anonymous", "no role")),
)
def test_in_another_organisation_that_is_not_published(cross, role, method):
    """A role here says nothing there: nothing of another tenant opens, to read or to write."""
    wrong = []
    for one in ADDRESSES:
        if "code" not in one.params:
            continue
        answer = ask(cross.clients[role], method, address(one, cross.other.code, cross.theirs))
        if not refused(answer):
            wrong.append((one.name, answer.status_code))
    assert not wrong, f"open to another tenant's {role}: {wrong}"


@pytest.mark.parametrize(("role", "method"), matrix(("editor", "get"), ("editor", "post")))
def test_rows_of_another_organisation_under_the_own_address(cross, role, method):
    """A key of another tenant's row is no key here."""
    wrong = []
    for one in ADDRESSES:
        if "code" not in one.params or not one.keys:
            continue
        answer = ask(cross.clients[role], method, address(one, cross.place.code, cross.theirs))
        if answer.status_code not in (403, 404, 405):
            wrong.append((one.name, answer.status_code))
    assert not wrong, f"another tenant's row was found: {wrong}"


@pytest.mark.parametrize(
    "role", [r if r == "editor" else pytest.param(r, marks=pytest.mark.long) for r in ROLES]
)
def test_a_stranger_with_a_role_elsewhere_sees_what_the_public_sees(cross, role):
    """Pages that need a role do not even exist for members of other organisations."""
    wrong = []
    for one in ADDRESSES:
        if one.access.kind != "role":
            continue
        url = address(one, cross.place.code, cross.mine)
        answer = ask(cross.outside[role], "get", url)
        if answer.status_code not in (404, 405):
            wrong.append((one.name, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("method", ["get", pytest.param("post", marks=pytest.mark.long)])
def test_whoever_runs_the_site_opens_her_own_pages_and_nobody_elses(cross, settings, method):
    """Her pages answer, with rows on them; a municipality's are no more hers than a stranger's."""
    from kortreist_web.accounts.models import Vintage
    from kortreist_web.installation.models import Application, OfficialFile

    user = User.objects.create_user("drift@site.example", "a long password", is_operator=True)
    Vintage.objects.filter(pk=1).update(organisation=None)
    OfficialFile.objects.create(id=1, filename="made.xlsx", content=b"", sent_by=user)
    Application.objects.create(id=1, code="4003", place="Skien", email="a@skien.example")
    client = Client(raise_request_exception=False)
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    wrong, hers = [], 0
    for one in ADDRESSES:
        if one.access.kind not in ("operator", "role"):
            continue
        status = ask(client, method, address(one, cross.place.code, cross.mine)).status_code
        if one.access.kind == "operator":
            hers += 1
            ok = status in (200, 302, 405, 422)
        else:
            ok = status in (403, 404, 405)
        if not ok:
            wrong.append((one.name, status))
    assert not wrong
    assert hers > 5


@pytest.mark.parametrize(
    "method",
    ["get", "post", *(pytest.param(m, marks=pytest.mark.long) for m in ("put", "patch", "delete"))],
)
def test_the_api_tells_nothing_of_an_unpublished_organisation(cross, method):
    """Whatever the operation: neither the public nor a stranger gets in."""
    wrong = []
    for one in API:
        if "code" not in one.params:
            continue
        values = {p: SAME.get(p, (1,))[0] for p in one.params} | {"code": cross.other.code}
        url = "/" + _filled(one.route, values)
        for who in ("anonymous", "no role", "administrator"):
            answer = ask(cross.clients[who], method, url)
            if answer.status_code not in (400, 401, 403, 404, 405, 415, 422):
                wrong.append((one.route, who, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("method", ["get", pytest.param("post", marks=pytest.mark.long)])
def test_an_erased_workspace_answers_nobody(cross, settings, tmp_path, method):
    """Neither who had it, nor a neighbour, nor the public: no page, file or operation is left."""
    from kortreist_web.installation.workspaces import erase_workspace

    settings.STATE = tmp_path
    code = cross.other.code
    urls = {one.name: address(one, code, cross.theirs) for one in ADDRESSES if "code" in one.params}
    for one in API:
        if "code" in one.params:
            values = {p: SAME.get(p, (1,))[0] for p in one.params} | {"code": code}
            urls[one.route] = "/" + _filled(one.route, values)
    cross.other.expires_on = cross.other.valid_from
    type(cross.other).objects.filter(pk=cross.other.pk).update(
        expires_on=cross.other.expires_on, published=True
    )
    erase_workspace(cross.other)
    who = {
        "had it": cross.outside["editor"],
        "a neighbour": cross.clients["administrator"],
        "anybody": cross.clients["anonymous"],
    }
    wrong = []
    for (name, url), (whose, client) in product(urls.items(), who.items()):
        answer = ask(client, method, url)
        if not refused(answer) and answer.status_code not in (401, 410, 415, 422):
            wrong.append((name, whose, answer.status_code))
    assert not wrong


def _filled(route: str, values: dict[str, Any]) -> str:
    return re.sub(r"<([^>]+)>", lambda m: str(values[m.group(1).split(":")[-1]]), route)


def test_the_world_has_a_row_of_every_model(cross):
    """Else the crossing would find nothing to leak."""
    from kortreist_web.changes.tenant_data import tenant_data

    assert set(cross.mine) == set(tenant_data())
    assert all(row is not None for row in cross.mine.values())
