"""The way around: no two links called the same, and to each what she has use for."""

import re

import pytest

pytestmark = pytest.mark.django_db

_LINK = re.compile(r'<li><a href="([^"]+)"[^>]*>([^<]+)</a></li>')


def _rows(client, place, language):
    page = client.get(f"/{language}/{place.code}/arbeid/").content.decode()
    header = page.partition("<header")[2].partition("</header>")[0]
    return [_LINK.findall(nav) for nav in header.split('<nav class="k-nav')[1:]]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_no_two_links_have_the_same_name(place, people, as_person, language):
    public, work = _rows(as_person(people.approver), place, language)
    names = [name for _, name in public + work]
    assert len(work) > 10
    assert len(names) == len(set(names))


def test_one_who_reports_is_shown_what_she_reports_by(place, people, as_person):
    _, work = _rows(as_person(people.reporter), place, "nb")
    shown = [
        "Arbeidet",
        "Oppgaver",
        "Det som binder",
        "Indikatorer",
        "Tegn",
        "Rapportér",
        "Årshjul",
    ]
    assert [name for _, name in work] == shown
