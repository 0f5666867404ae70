"""Whoever runs the installation, and made workbooks."""

import pytest
from installation_files import COUNTY, FEW, NUMBERS
from made_workbook import made_rows, write_workbook


@pytest.fixture
def operator(db):
    from kortreist_web.people.models import User

    email, words = "drift@site.example", "a long password"
    return User.objects.create_user(email, words, name="Drift", is_operator=True)


@pytest.fixture
def drift(client, operator):
    """A client signed in as her."""
    client.force_login(operator)
    return client


def _made(numbers, folder):
    county = COUNTY if COUNTY.exists() else None
    rows = made_rows(county, numbers=numbers, years=(2009, 2023, 2024))
    return rows, write_workbook(rows, folder / "alle_2026-05-01.xlsx").read_bytes()


@pytest.fixture(scope="session")
def thirty(tmp_path_factory):
    """The content of a workbook of thirty municipalities in the national layout."""
    return _made(NUMBERS, tmp_path_factory.mktemp("thirty"))[1]


@pytest.fixture(scope="session")
def made(tmp_path_factory):
    return _made(FEW, tmp_path_factory.mktemp("few"))


@pytest.fixture
def rows(made):
    return made[0]


@pytest.fixture
def workbook(made):
    return made[1]
