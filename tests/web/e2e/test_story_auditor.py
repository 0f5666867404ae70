"""The auditor: who changed what and why, and everything taken along to be read without us."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile

import pytest
from stories import Person

pytestmark = pytest.mark.browser
SHARED = True  # it takes a file out, which is a line in the log


@pytest.fixture(scope="module")
def auditor(browser, site):
    person = Person(browser, site, "auditor", story="auditor")
    yield person
    person.close()


def _lines(me: Person) -> int:
    return int(re.search(r"Endringer: (\d+)", me.reads()).group(1))


def test_the_log_says_who_changed_what_and_why(auditor):
    me = auditor
    me.goes_home()
    me.goes_to("Endringslogg")
    every = _lines(me)
    assert every > 50
    me.opens("Velg hva du vil se")
    me.chooses("Hva", "vedtak")
    me.press("Vis")
    me.sees("Lagt til: vedtak")
    # The budget and the platform written down, what each adopted, and the parking house sent back.
    assert _lines(me) == 5
    me.page.get_by_text(re.compile("Felt som er endret: 9")).last.click()  # the oldest
    me.page.get_by_role("cell", name="25/0412").wait_for()
    said = me.reads()
    for part in ("Ingrid Eksempel", "25/0412", "2025/1187-9", "Kommunestyret"):
        assert part in said
    assert re.search(r"\d{2}\.\d{2}\.\d{4}", said)
    me.step("the resolution")

    # The same choice as a table, and one person's changes.
    rows = list(csv.reader(io.StringIO(me.downloads("Last ned som CSV").decode("utf-8-sig"))))
    assert {"Ingrid Eksempel"} == {r[rows[0].index("Hvem")] for r in rows[1:]}
    me.chooses("Hva", "Alle")
    me.chooses("Hvem", "Kari Eksempel")
    me.press("Vis")
    hers = _lines(me)
    assert 1 < hers < every
    me.chooses("Hva", "tiltak")
    me.press("Vis")
    me.page.get_by_role("status").get_by_text(re.compile(r"Endringer: \d+")).wait_for()
    assert 1 < _lines(me) < hers
    me.sees("Hvorfor: eksempel")
    me.step("one person")


def test_an_objects_history_and_nothing_to_change_it_with(auditor):
    me = auditor
    me.open("/nb/X001/arbeid/logg/?what=budgets.Budget")
    me.follow(re.compile("Historien til klimabudsjett"))
    said = me.reads()
    assert said.index("Lagt til") < said.index("Endret")  # the oldest first
    assert {"utkast", "foreslått", "vedtatt"} <= set(re.findall(r"\w+", said.lower()))
    assert me.page.get_by_role("main").get_by_role("button").count() == 0
    me.step("one budget's history")
    # She reads drafts too, and changes none.
    me.open("/nb/X001/arbeid/budsjett/1/")
    assert me.page.goto(f"{me.site.url}/nb/X001/arbeid/budsjett/1/tekst/").status == 403


def test_everything_is_taken_along_in_one_file(auditor):
    me = auditor
    me.goes_home()
    me.goes_to("Endringslogg")
    me.follow("Last ned alt")
    me.step("what is taken along")
    with me.page.expect_download() as waiting:
        me.press("Lag og last ned filen")
    file = zipfile.ZipFile(waiting.value.path())
    assert file.testzip() is None
    manifest = json.loads(file.read("manifest.json"))
    names = set(file.namelist())
    listed = {f["path"]: f for f in manifest["entries"]}
    assert set(listed) <= names
    for path, said in listed.items():
        assert hashlib.sha256(file.read(path)).hexdigest() == said["sha256"]
    whole = b"".join(file.read(n) for n in names)
    assert b"25/0412" in whole  # the resolution
    assert b"pbkdf2" not in whole  # and no password
    assert b"argon2" not in whole
    # That it was taken is itself in the log.
    me.open("/nb/X001/arbeid/logg/")
    me.sees(re.compile("^Tatt ut"))
