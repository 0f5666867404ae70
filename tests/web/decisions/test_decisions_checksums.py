"""A checksum in a paper or a resolution is that of what it is about, or is asked about."""

import pytest
from django.urls import reverse
from django.utils import timezone

from kortreist_web.budgets.actions.describe import describe
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.actions.withdraw import withdraw
from kortreist_web.core.refusals import RefusedError
from kortreist_web.decisions.actions.correct import correct
from kortreist_web.decisions.actions.write_paper import write_paper
from kortreist_web.decisions.checksums import checksums_in, of_another
from kortreist_web.decisions.models import CasePaper, Resolution

pytestmark = pytest.mark.django_db
WORDS = {"title": "t", "summary": "s", "assessment": "", "language": "nb"}
FORM = {
    "body": "Kommunestyret",
    "case_number": "123/26",
    "archive_reference": "2026/1",
    "title": "Klimabudsjett",
    "outcome": "adopted",
}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kontrollsum 0A1B2C3D4E5F.", ("0a1b2c3d4e5f",)),
        ("«0a1b2c3d4e5f…» og " + "a1" * 32, ("0a1b2c3d4e5f", "a1" * 32)),
        ("Arkiv 202700012345, konto 123456789012", ()),
        ("9f1c2d3e-0000-4000-8000-0a1b2c3d4e5f", ()),
        ("0a1b2c3d4e5", ()),
    ],
)
def test_what_is_taken_for_a_checksum(text, found):
    assert checksums_in(text) == found


def test_the_text_that_was_decided_names_what_it_is_about_or_says_that_it_does_not(
    place, people, draft, proposal, decide, as_person, client
):
    draft.refresh_from_db()
    withdraw(people.editor, place, draft)
    draft.refresh_from_db()
    describe(people.editor, place, draft, title=draft.title, introduction="Nytt.")
    second = propose(people.editor, place, draft)
    assert (second.number, second.content_hash != proposal.content_hash) == (2, True)
    first, own = proposal.content_hash, second.content_hash
    for text in (f"Vedtas med kontrollsum {first}.", "Kontrollsum 0a1b2c3d4e5f"):
        with pytest.raises(RefusedError) as refused:
            decide(second, text=text)
        assert refused.value.about == "checksum_confirmed"
    assert "versjon 1" in str(_refused(decide, second, first).message("nb"))
    assert own in str(_refused(decide, second, first))
    assert of_another(second, f"Vedtas ({own[:12]}…), og ikke forslaget {first}.") == ""

    address = reverse("decisions:record", kwargs={"code": place.code, "year": 2027, "number": 2})
    sent = {**FORM, "decided_on": timezone.localdate().isoformat(), "text": f"Vedtas: {first}"}
    answer = as_person(people.approver).post(address, sent)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["checksum_confirmed"]
    answer = as_person(people.approver).post(address, {**sent, "checksum_confirmed": "on"})
    assert answer.status_code == 302
    made = Resolution.objects.get()
    shown = reverse("decisions:resolution", kwargs={"code": place.code, "pk": made.pk})
    client.logout()
    assert f"nevner kontrollsummen {first[:12]}" in client.get(shown).content.decode()
    kept = {n: getattr(made, n) for n in (*FORM, "decided_on")}
    with pytest.raises(RefusedError):
        correct(people.approver, place, made, **kept, text=f"Nå: {first}", why="Feil")
    made.refresh_from_db()
    # The adopted version's own, which nobody knew beforehand, is right too.
    text = f"Vedtas: {made.frozen.content_hash}"
    correct(people.approver, place, made, **kept, text=text, why="Feil")
    assert "nevner kontrollsummen" not in client.get(shown).content.decode()


def _refused(decide, frozen, named):
    with pytest.raises(RefusedError) as refused:
        decide(frozen, text=named)
    return refused.value


def test_a_paper_names_no_other_checksum(place, people, proposal):
    with pytest.raises(RefusedError) as refused:
        write_paper(people.editor, place, proposal, **WORDS, recommendation="Se 0a1b2c3d4e5f.")
    assert refused.value.about == "recommendation"
    assert not CasePaper.objects.exists()
    own = proposal.content_hash
    assert write_paper(people.editor, place, proposal, **WORDS, recommendation=own[:12]).pk
