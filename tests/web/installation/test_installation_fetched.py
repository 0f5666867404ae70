"""The national workbook fetched from the address of the settings: as one that was uploaded."""

from __future__ import annotations

import pytest
from django.urls import reverse
from installation_files import take_in, work

from kortreist.connectors.fetch import Download
from kortreist.errors import NetworkError
from kortreist_web.accounts.models import Vintage
from kortreist_web.core.refusals import RefusedError
from kortreist_web.installation.actions.send_in_figures import fetch_figures
from kortreist_web.installation.models import InstallationChange, OfficialFile

pytestmark = pytest.mark.django_db

ADDRESS = "https://tall.example.no/alle.xlsx"


@pytest.fixture
def fetches(settings, monkeypatch, workbook):
    """The address answers with a workbook."""
    settings.INVENTORY_URL = ADDRESS
    came = Download("alle_2026-05-01.xlsx", workbook, ADDRESS)
    monkeypatch.setattr("kortreist.connectors.fetch.download", lambda url, **more: came)
    return came


def fetch(client):
    """Ask for it as the page does; what is asked for is done."""
    page = client.get(reverse("installation:figures")).content.decode()
    assert ADDRESS in page
    answer = client.post(reverse("installation:fetch"))
    work()
    return answer.url


def test_it_is_read_looked_at_and_taken_in(drift, fetches):
    url = fetch(drift)
    assert not Vintage.objects.exists()  # nothing is used before she says so
    file = OfficialFile.objects.get()
    assert (file.filename, file.state) == (fetches.name, "read")
    assert file.preview["from"] == ADDRESS
    assert take_in(drift, url).status_code == 302
    assert Vintage.objects.get().date.isoformat() == "2026-05-01"
    assert InstallationChange.objects.filter(verb="installation.fetch_figures").count() == 1
    # Again: the same file, and no second edition.
    again = drift.get(fetch(drift)).content.decode()
    assert "nøyaktig samme innhold" in again
    assert Vintage.objects.count() == 1


def test_what_did_not_come_is_said(drift, fetches, monkeypatch):
    def nothing(url, **more):
        raise NetworkError("fetch.page", url=url)

    monkeypatch.setattr("kortreist.connectors.fetch.download", nothing)
    page = drift.get(fetch(drift)).content.decode()
    assert "en nettside, ikke en fil" in page
    assert OfficialFile.objects.get().state == "refused"


def test_without_an_address_there_is_nothing_to_press(drift, operator):
    assert (
        "installasjon/tall/hent/" not in drift.get(reverse("installation:figures")).content.decode()
    )
    with pytest.raises(RefusedError):
        fetch_figures(operator)
    assert not OfficialFile.objects.exists()
