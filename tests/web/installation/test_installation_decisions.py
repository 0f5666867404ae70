"""The pages where figures for everybody are decided about: always shown, and done by its word."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from installation_files import FEW, URL, as_csv, send, take_in, work

from kortreist_web.accounts.models import AccountResult, Vintage
from kortreist_web.installation.models import InstallationChange, OfficialFile
from kortreist_web.jobs.models import Job

pytestmark = pytest.mark.django_db


def shown(client, address=URL):
    """The page in three languages; the first."""
    answers = [client.get(address.replace("/nb/", f"/{code}/")) for code in ("nb", "nn", "en")]
    assert [a.status_code for a in answers] == [200] * 3, address
    return answers[0].content.decode()


def test_the_list_is_shown_whatever_was_sent_in(drift, rows, workbook):
    assert "alle_" not in shown(drift)
    url = send(drift, workbook)
    assert "Lest, venter på deg" in shown(drift)
    take_in(drift, url)
    assert f"Klimaregnskap beregnet av den: {len(FEW)}." in shown(drift)
    wrong = Vintage.objects.get()
    answer = drift.post(f"{URL}utgave/{wrong.pk}/trekk/", {"why": "Feil fil"}, follow=True)
    assert answer.status_code == 200
    assert "Trukket tilbake" in shown(drift)
    dropped = send(drift, as_csv(rows[:4]), "fire_2026-05-02.csv")
    answer = drift.post(f"{dropped}avgjor/", {"what": "drop"}, follow=True)
    assert answer.status_code == 200
    assert "Forkastet" in shown(drift)
    shown(drift, url)
    shown(drift, dropped)


def _bomb():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", b"0" * 1000)
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 2_000_000)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["junk", "empty", "large", "bomb"])
def test_a_refused_upload_says_why_where_it_was_sent_in(drift, settings, monkeypatch, kind):
    from kortreist_web.accounts.actions import send_in

    settings.UPLOAD_MAX_BYTES = 100_000
    monkeypatch.setattr(send_in, "_MAX_UNPACKED", 1_000_000)
    content, said = {
        "junk": (b"\x00\x01\x02", "regneark"),
        "empty": (b"  ", "tom"),
        "large": (b"a;b\n" * 50_000, "MB"),
        "bomb": (_bomb(), "pakke"),
    }[kind]
    answer = drift.post(URL, {"file": SimpleUploadedFile("feil.xlsx", content)})
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "feil.xlsx" in body
    assert said in body
    assert not OfficialFile.objects.exists()


def test_a_file_that_could_not_be_read_says_why_in_the_list(drift):
    send(drift, as_csv([]), "feil.csv")
    reason = OfficialFile.objects.get().preview["refused"]["said"]["nb"]
    assert reason[:30] in shown(drift)


@pytest.mark.parametrize("what", ["", "acept", "DROP", "withdraw"])
def test_a_misspelt_decision_does_nothing(drift, workbook, what):
    url = send(drift, workbook)
    lines = InstallationChange.objects.count()
    answer = drift.post(f"{url}avgjor/", {"what": what} if what else {})
    assert answer.status_code == 422
    work()
    assert OfficialFile.objects.get().state == "read"
    assert not Vintage.objects.exists()
    assert InstallationChange.objects.count() == lines


def test_what_is_being_taken_in_is_not_dropped(drift, workbook):
    url = send(drift, workbook)
    drift.post(f"{url}avgjor/", {"what": "accept"})
    answer = drift.post(f"{url}avgjor/", {"what": "drop"}, follow=True)
    said = answer.content.decode()
    assert "tas i bruk nå, og kan ikke forkastes" in said
    assert "Filen er forkastet" not in said
    work()
    answer = drift.post(f"{url}avgjor/", {"what": "drop"}, follow=True)
    assert "Trekk utgaven tilbake" in answer.content.decode()
    assert OfficialFile.objects.get().state == "taken_in"
    assert AccountResult.objects.count() == len(FEW)
    verbs = InstallationChange.objects.values_list("verb", flat=True)
    assert "installation.drop_figures" not in verbs


def test_what_stopped_being_taken_in_is_dropped(drift, workbook):
    url = send(drift, workbook)
    drift.post(f"{url}avgjor/", {"what": "accept"})
    Job.objects.filter(state="waiting").update(state="failed")
    drift.post(f"{url}avgjor/", {"what": "drop"})
    work()
    assert OfficialFile.objects.get().state == "dropped"
    assert not Vintage.objects.exists()


def test_the_same_content_under_another_name_is_said_and_not_logged_again(drift, workbook):
    url = send(drift, workbook, "alle.xlsx")
    take_in(drift, url)
    lines = InstallationChange.objects.count()
    again = SimpleUploadedFile("alle_2026-06-01.xlsx", workbook)
    answer = drift.post(URL, {"file": again}, follow=True)
    assert answer.redirect_chain[-1][0] == url
    said = answer.content.decode()
    assert "«alle_2026-06-01.xlsx» har nøyaktig samme innhold som «alle.xlsx»" in said
    take_in(drift, url)  # said again: nothing to do
    drift.post(f"{url}avgjor/", {"what": "again"})
    assert InstallationChange.objects.count() == lines


def test_an_older_edition_does_not_say_that_it_holds_for_all(drift, rows, workbook):
    first = send(drift, workbook)
    take_in(drift, first)
    assert "Utgaven 01.05.2026 gjelder for alle" in shown(drift, first)
    some = as_csv([(*r[:7], r[7] * 1.1) for r in rows if r[1] in ("4003", "4005")])
    take_in(drift, send(drift, some, "to_2026-06-01.csv"), looked_at="on")
    said = shown(drift, first)
    assert "gjelder for alle." not in said
    assert f"gjelder for {len(FEW) - 2} av de {len(FEW)}" in said
    assert "Tatt i bruk, en nyere finnes" in shown(drift)
    every = as_csv([(*r[:7], r[7] * 1.2) for r in rows])
    take_in(drift, send(drift, every, "alt_2026-07-01.csv"), looked_at="on")
    assert "gjelder ikke for noen kommune nå. Den nyeste utgaven er 01.07.2026" in shown(
        drift, first
    )


def test_an_edition_has_a_name_in_the_log(drift, workbook):
    take_in(drift, send(drift, workbook))
    vintage = Vintage.objects.get()
    drift.post(f"{URL}utgave/{vintage.pk}/trekk/", {"why": "Feil fil"})
    line = InstallationChange.objects.get(verb="installation.withdraw_edition")
    assert "object (" not in line.about
    assert "01.05.2026" in line.about


@pytest.mark.parametrize("why", ["\u200b\u200b", " \u2060 ", "x" * 301, "x" * 5000])
def test_an_edition_is_not_withdrawn_for_a_reason_nobody_can_read(drift, workbook, why):
    take_in(drift, send(drift, workbook))
    vintage = Vintage.objects.get()
    answer = drift.post(f"{URL}utgave/{vintage.pk}/trekk/", {"why": why}, follow=True)
    assert ("for lang" if len(why) > 300 else "Skriv hvorfor") in answer.content.decode()
    vintage.refresh_from_db()
    assert vintage.withdrawn_at is None
