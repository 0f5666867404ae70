"""A workbook is read, shown, taken in or refused; nothing is half-done."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kortreist.errors import KortreistError
from kortreist_web.accounts import queries
from kortreist_web.accounts.file_reader import read_file, read_file_in_child
from kortreist_web.accounts.models import AccountResult, InventoryFigure, Upload, Vintage
from kortreist_web.jobs import tasks
from kortreist_web.jobs.models import Job

pytestmark = pytest.mark.django_db
URL = "/nb/X001/arbeid/regnskap/"
SHARED = Path(__file__).parents[4] / "shared" / "data"
YEARS = {("4005", y): 100.0 + y for y in (2009, 2023, 2024)}


def send(client, name, content):
    return client.post(URL, {"file": SimpleUploadedFile(name, content)})


def work():
    """Do the jobs that wait."""
    for job in Job.objects.filter(state="waiting"):
        tasks.run.call(job.pk)


def test_the_whole_way(place, people, as_person, make_file):
    client = as_person(people.editor)
    answer = send(client, "utslipp_2026-05-02.csv", make_file(YEARS))
    assert answer.status_code == 302
    work()
    upload = Upload.objects.get()
    assert (upload.state, upload.preview["rows"], upload.preview["date"]) == (
        "read",
        3,
        "2026-05-02",
    )
    assert Vintage.objects.count() == 0  # nothing is used before she says so
    assert client.get(answer.url).status_code == 200
    client.post(f"{URL}{upload.pk}/avgjor/", {"what": "accept"})
    work()
    upload.refresh_from_db()
    assert (upload.state, upload.vintage.organisation) == ("accepted", place)
    assert InventoryFigure.objects.count() == 3
    assert AccountResult.objects.get().content["totals"]["territorial"]["value"] == 2124.0


def test_accepting_twice_is_one_edition(place, people, as_person, make_file):
    client = as_person(people.editor)
    send(client, "a_2026-05-02.csv", make_file(YEARS))
    work()
    url = f"{URL}{Upload.objects.get().pk}/avgjor/"
    client.post(url, {"what": "accept"})
    client.post(url, {"what": "accept"})
    work()
    client.post(url, {"what": "accept"})
    assert Vintage.objects.count() == 1
    assert Job.objects.filter(kind="accounts.take_in").count() == 1


def test_the_same_file_twice_is_one_upload(people, as_person, make_file):
    client = as_person(people.editor)
    first = send(client, "a_2026-05-02.csv", make_file(YEARS))
    assert send(client, "b.csv", make_file(YEARS)).url == first.url
    assert Upload.objects.count() == 1


def test_the_same_file_under_another_date_is_an_edition_of_its_own(people, as_person, make_file):
    client = as_person(people.editor)
    first = send(client, "a_2026-05-02.csv", make_file(YEARS))
    other = send(client, "a_2026-06-02.csv", make_file(YEARS))
    assert other.url != first.url
    work()
    assert sorted(u.preview["date"] for u in Upload.objects.all()) == ["2026-05-02", "2026-06-02"]
    for upload in Upload.objects.all():
        client.post(f"{URL}{upload.pk}/avgjor/", {"what": "accept"})
    work()
    assert Vintage.objects.count() == 2


def test_a_file_without_the_place_is_refused_in_the_action(place, people, as_person, make_file):
    client = as_person(people.editor)
    send(client, "a_2026-05-02.csv", make_file({("4003", 2024): 5.0}))
    work()
    upload = Upload.objects.get()
    assert (upload.state, upload.preview["here"]) == ("read", False)
    answer = client.post(f"{URL}{upload.pk}/avgjor/", {"what": "accept", "looked_at": "on"})
    assert answer.status_code in (409, 422)
    work()
    assert Vintage.objects.count() == 0


def test_an_older_partial_unlike_edition_is_taken_in_only_when_looked_at(
    people, account, as_person, make_file, client
):
    editor = as_person(people.editor)
    content = make_file({("4005", 2023): 13.0, ("4003", 2023): 9.0})
    answer = send(editor, "a_2025-01-24.csv", content)
    work()
    upload = Upload.objects.get()
    assert [d["kind"] for d in upload.preview["doubts"]] == ["large", "older", "partial"]
    page = editor.get(answer.url).content.decode()
    assert "Se etter før utgaven tas i bruk" in page
    assert 'name="looked_at"' in page
    refused = editor.post(f"{URL}{upload.pk}/avgjor/", {"what": "accept"})
    assert refused.status_code in (409, 422)
    upload.refresh_from_db()
    assert upload.state == "read"
    editor.post(f"{URL}{upload.pk}/avgjor/", {"what": "accept", "looked_at": "on"})
    work()
    upload.refresh_from_db()
    assert upload.state == "accepted"
    page = editor.get("/nb/X001/regnskap/sammenlign/").content.decode()
    assert "ikke den klimaregnskapet bruker" in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", b"<!doctype html><html></html>", "web"),
        ("a.csv", b"Kommune;Tall\n4005;1\n", ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_mend(people, as_person, name, content, said):
    client = as_person(people.editor)
    answer = send(client, name, content)
    work()
    upload = Upload.objects.get()
    assert upload.state == "refused"
    refusal = upload.preview["refused"]["said"]
    assert said in refusal["en"]
    assert refusal["nb"][:30] in client.get(answer.url).content.decode().replace("&#x27;", "'")
    assert Vintage.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ\x00"),
        ("a.csv", b"a\x00b"),
        ("a.csv", b"  "),
        ("a.xlsx", b"PK\x03\x04nothing"),
    ],
)
def test_another_kind_of_file_is_not_kept(people, as_person, name, content):
    assert send(as_person(people.editor), name, content).status_code == 422
    assert Upload.objects.count() == 0


def test_a_file_too_large_is_not_kept(people, as_person, settings, make_file):
    settings.UPLOAD_MAX_BYTES = 50
    assert send(as_person(people.editor), "a.csv", make_file(YEARS)).status_code == 422
    assert Upload.objects.count() == 0


def test_a_reader_cannot_send_in(people, as_person, make_file):
    assert send(as_person(people.reader), "a.csv", make_file(YEARS)).status_code == 403


def test_another_tenant_does_not_see_it(people, strangers, as_person, make_file):
    send(as_person(people.editor), "a_2026-05-02.csv", make_file(YEARS))
    pk = Upload.objects.get().pk
    assert as_person(strangers.editor).get(f"{URL}{pk}/").status_code == 404
    assert as_person(strangers.editor).get(f"/nb/X002/arbeid/regnskap/{pk}/").status_code == 404


_CASES = Path(__file__).parents[4] / "shared" / "cases"
_MADE = """Kommunenummer;Kommune;År;Sektor;Utslippskilde;Utslipp
4005;Notodden;2023;Veitrafikk;Personbiler;48,5
"""


def _through(door, name, content, place):
    """Return what a door made of a file: figures by place, or the refusal's words."""
    try:
        return door(name, content, place)
    except KortreistError as refused:
        return refused.message("nb")


def _command(name, content, place):
    import tempfile

    from kortreist import connectors
    from kortreist.connectors.names import identifiers

    with tempfile.TemporaryDirectory() as folder:
        file, home = Path(folder) / name, Path(folder) / "home"
        file.write_bytes(content)
        found = connectors.import_inventory(file, data_dir=home, confirm_large_change=True)
        return sorted(
            (n, row.year, *identifiers(row.sector, row.source), row.value)
            for n in found.vintage.places
            for row in connectors.inventory(n, as_of=found.vintage.id, data_dir=home).rows
        )


def _site(name, content, place):
    from kortreist_web.accounts.actions.send_in import check_file

    check_file(name, content)
    read = read_file(name, content, place=None)
    return read.figures


@pytest.mark.parametrize(
    "file",
    [
        "r01_heroy_2023-05-01.csv",
        "r01_heroy_ulike_kilder_2023-05-01.csv",
        "r01_viken_valer_2023-05-01.csv",
        "r03_punkt_tusen_2025-05-01.csv",
        "r03_tekst_blant_tall_2025-05-01.xlsx",
        "r03_mellomrom_2025-05-01.csv",
        "r04_kristiansand_navn_2019-05-01.csv",
        "r04_tysfjord_navn_2019-05-01.csv",
        "r05_alesund_haram_2019-05-01.csv",
        "r06_nummer_mot_navn_2025-05-01.csv",
        "r06_gammelt_nummer_og_navn_2025-05-01.csv",
        "r07_utgave_2025-01-24.csv",
        "r14_utf16_2025-01-01.csv",
        "r20_formel_uten_verdi_2025-05-01.xlsx",
    ],
)
@pytest.mark.case("{file}")
def test_the_site_takes_and_refuses_what_the_command_does(file):
    if not (_CASES / file).exists():
        pytest.skip("the cases are not here")
    content = (_CASES / file).read_bytes()
    found = _through(_site, file, content, None)
    assert found == _through(_command, file, content, None)


@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_letters_the_command_reads_the_site_reads(people, as_person, letters):
    content = _MADE.encode(letters)
    content = b"\xff\xfe" + content if letters == "utf-16-le" else content
    answer = send(as_person(people.editor), "utslipp_2025-01-01.csv", content)
    assert answer.status_code == 302
    work()
    upload = Upload.objects.get()
    assert (upload.state, upload.preview["rows"]) == ("read", 1)


@pytest.mark.case("r14_utf16_2025-01-01.csv")
def test_a_text_file_in_utf_16_is_taken_on_the_page(people, as_person):
    file = _CASES / "r14_utf16_2025-01-01.csv"
    if not file.exists():
        pytest.skip("the cases are not here")
    client = as_person(people.editor)
    send(client, file.name, file.read_bytes())
    work()
    upload = Upload.objects.get()
    assert upload.state == "read"
    read = read_file(file.name, file.read_bytes())
    assert [(n, t) for n, _, _, _, t in read.figures] == [("1508", 48.5)]


def test_what_is_dropped_is_not_taken_in(people, as_person, make_file):
    client = as_person(people.editor)
    send(client, "a_2026-05-02.csv", make_file(YEARS))
    url = f"{URL}{Upload.objects.get().pk}/avgjor/"
    client.post(url, {"what": "drop"})
    work()
    client.post(url, {"what": "accept"})
    work()
    assert Upload.objects.get().state == "dropped"
    assert Vintage.objects.count() == 0


def test_a_large_change_is_pointed_at_and_two_editions_stand_side_by_side(
    people, account, as_person, make_file, client
):
    editor = as_person(people.editor)
    send(editor, "a_2026-05-02.csv", make_file(YEARS))
    work()
    compared = {r["year"]: r for r in Upload.objects.get().preview["compared"]}
    assert compared[2024]["large"]
    assert compared[2023]["before"] is not None
    assert compared[2015]["now"] is None
    sure = {"what": "accept", "looked_at": "on"}
    editor.post(f"{URL}{Upload.objects.get().pk}/avgjor/", sure)
    work()
    page = client.get("/nb/X001/regnskap/utgaver/")
    assert page.context["sets"] == ("AR5", "AR5")
    assert "Vekting av klimagassene" in page.content.decode()
    Vintage.objects.filter(engine_id=page.context["first"].engine_id).update(date="2019-03-01")
    queries._gwp.cache_clear()
    older = client.get("/nb/X001/regnskap/utgaver/")
    assert sorted(older.context["sets"]) == ["AR4", "AR5"]
    assert "vektet med ulike sett" in older.content.decode()
    rows = {r["year"]: r for r in page.context["rows"]}
    assert rows[2024]["after"] == 2124.0
    assert rows[2024]["gap"] == pytest.approx(2124.0 - rows[2024]["before"])
    assert rows[2015]["after"] is None
    assert rows[2015]["gap"] is None


@pytest.mark.skipif(not SHARED.exists(), reason="the shared data is not here")
def test_a_real_download_full_of_dirt(people, as_person):
    file = SHARED / "telemark/emissions/klimagassutslipp_telemark_2024-10-01.csv"
    send(as_person(people.editor), file.name, file.read_bytes())
    work()
    preview = Upload.objects.get().preview
    assert preview["here"]
    assert preview["places"] == 17
    assert dt.date.fromisoformat(preview["date"]) == dt.date(2024, 10, 1)
    assert {"code"} <= {m["kind"] for m in preview["mended"]}


def test_a_reading_that_failed_for_our_reasons_is_told_and_can_be_tried_again(
    people, as_person, make_file, monkeypatch
):
    client = as_person(people.editor)

    def fail(*args, **values):
        raise RuntimeError("ours")

    with monkeypatch.context() as broken:
        broken.setattr("kortreist_web.accounts.jobs.read_file", fail)
        answer = send(client, "utslipp_2026-05-02.csv", make_file(YEARS))
        work()
    upload = Upload.objects.get()
    assert (upload.state, upload.shown_state) == ("reading", "stopped")
    page = client.get(answer.url).content.decode()
    assert "Vi klarte ikke å lese filen" in page
    assert "Lesingen stanset" in client.get(URL).content.decode()
    client.post(f"{URL}{upload.pk}/avgjor/", {"what": "again"})
    work()
    upload.refresh_from_db()
    assert upload.shown_state == "read"


def test_a_file_is_read_in_a_process_with_an_end_to_its_memory(make_file):
    from kortreist.errors import ImportRefusedError

    content = make_file(YEARS)
    name = "utslipp_2026-05-02.csv"
    read = read_file_in_child(name, content, place=None, maximum=6_000_000_000)
    assert read.figures == read_file(name, content).figures
    with pytest.raises(ImportRefusedError) as wrong:
        read_file_in_child(name, b"nothing;like;it\n1;2;3\n", place=None, maximum=6_000_000_000)
    assert wrong.value.key != "import.memory"
    with pytest.raises(ImportRefusedError) as small:
        read_file_in_child(name, content, place=None, maximum=100_000_000)
    assert small.value.key == "import.memory"


def test_while_it_is_taken_in_nothing_more_is_asked_and_the_page_says_what_is_done(
    place, people, as_person, make_file
):
    client = as_person(people.editor)
    url = send(client, "x.csv", make_file({("4005", y): 100.0 for y in (2023, 2024)})).url
    assert '<button class="ds-button"' not in client.get(url).content.decode().split("<main", 1)[1]
    work()
    decide = f'action="{url}avgjor/"'
    assert decide in client.get(url).content.decode()
    client.post(f"{url}avgjor/", {"what": "accept", "looked_at": "on"})
    job = Job.objects.get(kind="accounts.take_in")
    page = client.get(url).content.decode()
    assert decide not in page
    assert 'hx-trigger="every 1s"' in page
    # What failed says so, and may be tried again: that is another job.
    Job.objects.filter(pk=job.pk).update(state="failed", error={"key": "own_fault"})
    assert decide in client.get(url).content.decode()
    client.post(f"{url}avgjor/", {"what": "accept", "looked_at": "on"})
    assert Job.objects.filter(kind="accounts.take_in").count() == 2
    assert decide not in client.get(url).content.decode()


def test_a_short_wait_does_not_stand_behind_a_plan(place, people, as_person, make_file):
    from kortreist_web.jobs.management.commands.worker import _BESIDE
    from kortreist_web.plans.actions.ask import ask

    plan = ask(people.editor, place, name="long")
    send(as_person(people.editor), "x.csv", make_file({("4005", 2024): 100.0}))
    reading = Job.objects.get(kind="accounts.read_upload")
    assert plan.job.queue == "default"
    assert reading.queue in _BESIDE
