"""What tests of the web share: organisations, one person for each role, two tenants."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest
from kept_results import kept

ROLES = (
    "reader",
    "reporter",
    "editor",
    "approver",
    "auditor",
    "administrator",
    "process_lead",
    "case_officer",
    "moderator",
)


@pytest.fixture(autouse=True)
def _fast(settings):
    """Passwords are hashed a thousand times faster in tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.READING_MAX_BYTES = 0  # files are read here; one test reads in a child


@pytest.fixture(autouse=True)
def _forgetful():
    """No test is given what another left: pages (rows have the same keys), language, words."""
    from django.utils import translation

    from kortreist_web.config.page_cache import CACHE
    from kortreist_web.core.own_words import use_words_of

    CACHE.clear()
    translation.deactivate()
    use_words_of(None)


def make_organisation(code: str, name: str, **values):
    from kortreist_web.tenants.models import Organisation

    return Organisation.objects.create(
        code=code,
        figures_code=values.pop("figures_code", "4005"),
        name=name,
        invented=code.startswith("X"),
        valid_from=dt.date(2020, 1, 1),
        **values,
    )


def make_person(organisation, *roles: str, email: str = "", name: str = ""):
    from kortreist_web.core.actor_context import acting
    from kortreist_web.people.models import Membership, User

    email = email or f"{'-'.join(roles) or 'nobody'}@{organisation.code.lower()}.example"
    user = User.objects.create_user(email=email, password="a long password", name=name or email)
    with acting(None, "test", name="test"):
        for role in roles:
            Membership.objects.create(organisation=organisation, user=user, role=role)
    return user


def make_people(organisation):
    """One person for each role, as :func:`make_person` makes them, in a third of the time."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password

    from kortreist_web.core.actor_context import acting
    from kortreist_web.people.models import Membership, User

    emails = {role: f"{role}@{organisation.code.lower()}.example" for role in ROLES}
    users = {
        role: User(email=email, name=email, password=make_password("a long password"))
        for role, email in emails.items()
    }
    User.objects.bulk_create(users.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, primary=True) for user in users.values()
    )
    with acting(None, "test", name="test"):
        for role, user in users.items():
            Membership.objects.create(organisation=organisation, user=user, role=role)
    return SimpleNamespace(**users)


@pytest.fixture
def place(db):
    """The invented municipality, published."""
    return make_organisation("X001", "Eksempeldal", published=True)


@pytest.fixture
def other(db):
    """Another tenant, not published."""
    return make_organisation("X002", "Prøvestad")


@pytest.fixture
def people(place):
    """One person for each role in the invented municipality: ``people.editor``."""
    return make_people(place)


@pytest.fixture
def strangers(other):
    """One person for each role in the other tenant."""
    return make_people(other)


@pytest.fixture
def as_person(client):
    """Return a client signed in as a person."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def owned(place, people):
    """Say of every line of a draft budget who is responsible: ``owned(draft)``."""

    def run(budget):
        from kortreist_web.budgets.actions.assign_lines import assign_lines

        measures = list(budget.lines.values_list("measure", flat=True))
        assign_lines(people.editor, place, budget, measures=measures, responsible="Rådmannen")
        budget.refresh_from_db()
        return budget

    return run


@pytest.fixture
def write(people):
    """Write rows outside an action, as a test's preparation."""
    from kortreist_web.core.actor_context import acting

    with acting(people.editor, "test"):
        yield


def compute_budget():
    from kortreist import places
    from kortreist.budgets import climate_budget
    from kortreist_web.plans.computation import under_name

    day = dt.date(2026, 11, 23)
    made = climate_budget(places.find("4005"), futures_count=64, extras=False, today=day)
    return under_name(made, "Eksempeldal", "X001")


@pytest.fixture(scope="session")
def computed_budget():
    """Notodden's climate budget in few futures, under the invented municipality's name."""
    return kept("computed_budget", compute_budget)


@pytest.fixture(scope="session")
def computed_content(computed_budget):
    """``plan.json`` of the computed plan; not to be changed."""
    from kortreist.documents import plan_dict
    from kortreist_web.core.content import canonical

    return canonical(plan_dict(computed_budget, "nb"))
