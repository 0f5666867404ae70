"""One table of names: terminal, documents, site and library call a source the same."""

import pytest

from kortreist import accounts, measures, places
from kortreist.accounts.labels import Naming, inventory_names
from kortreist.documents.format.names import Names
from kortreist.i18n import LANGUAGES


@pytest.fixture(scope="module")
def account():
    return accounts.build(places.find("4005"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_documents_and_tables_call_a_source_the_same(account, language):
    names, documents = Naming(language), Names(language)
    for source in account.sources:
        assert documents.source(source) == names.source(source)
        assert documents.sector(source.sector) == names.sector(source.sector)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_source_of_the_account_and_the_library_has_a_name(account, language, monkeypatch):
    names = Naming(language)

    def kept(self, key, otherwise):
        assert self.t.has(key), f"{otherwise} is shown as words"
        return self.t(key)

    monkeypatch.setattr(Naming, "_text", kept)
    known = {(s.scope, s.sector, s.source) for s in account.sources}
    for measure in measures.library():
        known |= {(e.scope, e.sector, e.source) for e in measure.effects}
    for scope, sector, source in known:
        assert names.source_of(scope, sector, source)
        assert names.sector(sector)


def test_the_inventorys_names_are_written_as_names_are():
    for language in LANGUAGES:
        for both in inventory_names(language).values():
            for name in both:
                assert name[:1].isupper()
                assert "*" not in name
    assert inventory_names("nn")["other_mobile_combustion", "construction"][0] == (
        "Anna mobil forbrenning"
    )
