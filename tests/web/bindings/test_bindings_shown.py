"""What is said of a binding: what leaving may cost, what it is a share of, what is not counted."""

import re

import pytest
from django.utils import timezone

from kortreist.documents.format.blocks import KeyFigures, plain
from kortreist_web.bindings.actions.propose import propose_binding
from kortreist_web.bindings.kroner import kroner
from kortreist_web.bindings.page_content import most_lost, page_content
from kortreist_web.bindings.presenters import present
from kortreist_web.decisions.one_page import one_page
from kortreist_web.decisions.paper_document import paper_document
from kortreist_web.decisions.rendering import render_file

pytestmark = pytest.mark.django_db
WORK = "/nb/X001/arbeid/bindinger/"


def said(client, address):
    return client.get(address).content.decode().replace("\xa0", " ").replace("\u202f", " ")


def test_small_amounts_are_kroner_and_large_ones_millions():
    assert kroner(40_000, "nb").replace("\u202f", " ") == "40 000 kr"
    assert kroner(1.5e6, "nb") == "1,5 mill. kr"
    assert kroner(1.5e6, "en") == "NOK 1.5 million"
    assert kroner(4_300, "nb").replace("\u202f", " ") == "4 300 kr"


def test_no_amount_in_millions_is_written_as_zero():
    from kortreist_web.core.templatetags.kortreist import million

    written = [million(nok, 2) for nok in (4_300.0, -430.0, 1_234_567.0, 0.0)]
    assert [w.replace("\u2212", "-") for w in written] == ["0,004", "-0,0004", "1,23", "0,00"]
    assert million(None) == "–"


def test_what_is_entered_shows_also_without_alternatives(place, people, enter, as_person):
    bare = enter(
        alternatives=[],
        needs_by=2030,
        exits=[{"year": 2032, "nok": 40_000, "notice_months": 0}],
    )
    page = said(as_person(people.editor), f"{WORK}{bare.pk}/")
    for shown in ("6 000 000", "2 600 000", "130", "40 000 kr", "Trengs innen", "2030"):
        assert shown in page
    assert "Med bare «gjør det» og «la være»" in page


def test_do_or_leave_it_is_warned_of_also_when_leaving_it_is_confirmed(
    place, people, enter, as_person
):
    only = enter(alternatives=[], zero_confirmed=True)
    page = said(as_person(people.editor), f"{WORK}{only.pk}/")
    assert "Med bare «gjør det» og «la være»" in page
    assert "Nytten er ikke regnet med" in page
    whole = enter()
    assert "Med bare" not in said(as_person(people.editor), f"{WORK}{whole.pk}/")


def test_without_a_way_out_the_most_that_may_be_lost_is_said(place, people, enter, as_person):
    day = timezone.localdate()
    owned = enter()  # 6 million over 20 years from 2028: 19 are left in 2029
    assert most_lost(owned, day) == {"year": 2029, "nok": pytest.approx(5.7e6)}
    contract = enter(name="Anbud", kind="transport_contract", capital=0.0, running=1e6, lifetime=10)
    assert most_lost(contract, day) == {"year": 2029, "nok": pytest.approx(9e6)}
    assert most_lost(enter(capital=None), day) is None
    page = said(as_person(people.editor), WORK)
    assert "inntil 5,7 mill. kr gå tapt om det forlates i 2029" in page


def test_what_binds_nothing_and_is_best_itself_says_so(place, people, enter, judge):
    led = enter(tonnes=0.0, tonnes_low=None, tonnes_high=None)
    band = {"territorial": {"low": 0.0, "central": 0.0, "high": 0.0}}
    changes = {
        "verdict": "start_now",
        "reason": "right_and_free",
        "committed_by_account": band,
        "best_alternative": led.key,
        "cost_to_restore": -2e5,
    }
    judge(**{led.key: changes})
    (row,) = present(page_content(place)).open
    assert (row.best, row.binds_nothing, row.spared) == ("forslaget selv", True, 2e5)
    assert "forlates" not in row.reason


def test_a_share_has_one_name_everywhere(place, people, enter, judge, as_person):
    boiler = enter()
    judge()
    name = "el av det som kan slippes ut til 2035"
    client = as_person(people.editor)
    assert name in said(client, WORK)
    assert name in said(client, f"{WORK}{boiler.pk}/")
    version = propose_binding(people.editor, place, boiler, motion="send_back")
    assert name in said(client, f"/nb/X001/bindinger/sak/{boiler.pk}/{version.number}/")
    paper = render_file(paper_document(version, None, "nb"), "html").decode()
    assert "av det som kan slippes ut til" in paper
    assert "planens år" not in paper


@pytest.mark.parametrize(
    ("language", "committed", "within"),
    [
        ("nb", "Tonn som bindes til og med 2047", "1 200 tonn CO₂e av dem til og med 2035."),
        ("nn", "Tonn som blir bundne til og med 2047", "1 200 tonn CO₂e av dei til og med 2035."),
        (
            "en",
            "Tonnes committed up to and including 2047",
            "1,200 tonnes CO₂e of them up to and including 2035.",
        ),
    ],
)
def test_tonnes_of_a_life_stand_beside_a_share_of_the_plans_years_with_those_of_the_years(
    place, people, enter, judge, language, committed, within
):
    """3,000 t over 2028-2047 are 1,200 until 2035, which the share is of."""
    boiler = enter()
    judge()
    version = propose_binding(people.editor, place, boiler, motion="send_back")
    for document in (paper_document, one_page):
        blocks = [b for s in document(version, None, language).sections for b in s.blocks]
        (figures,) = (b for b in blocks if isinstance(b, KeyFigures))
        label, note = plain(figures.items[1].title), plain(figures.items[1].note)
        assert label == committed
        assert re.sub(r"[\xa0\u202f]", " ", note).startswith(within)


def test_the_case_has_alternatives_and_the_short_paper_verdict_and_motions(
    place, people, enter, judge, as_person
):
    boiler = enter()
    judge()
    version = propose_binding(people.editor, place, boiler, motion="send_back")
    page = said(as_person(people.editor), f"/nb/X001/bindinger/sak/{boiler.pk}/1/")
    for shown in (
        "Varmepumpe",
        "Ingenting signeres",
        "Nytten er ikke",
        "Kontrollsum",
        "vedtas ikke",
    ):
        assert shown in page
    short = render_file(one_page(version, None, "nb"), "html").decode()
    for shown in ("Vurderingen er", "vedtas ikke", "Varmepumpe"):
        assert shown in short


def test_tonnes_of_a_term_are_in_three_figures(place, people, enter, judge, as_person):
    enter()
    judge()
    page = present(page_content(place))
    assert all(float(f"{v:.3g}") == v for v in page.next_tonnes)
    assert page.next_tonnes[1] > 0.0


def test_what_goes_on_is_asked_for_also_after_saving_and_next(place, people, enter, as_person):
    open_ = enter(alternatives=[])
    page = said(as_person(people.editor), f"{WORK}ny/")
    assert f"{WORK}{open_.pk}/alternativ/" in page
    whole = enter()
    assert f"{WORK}{whole.pk}/alternativ/" not in said(as_person(people.editor), f"{WORK}ny/")


@pytest.mark.parametrize(
    ("reason", "do"),
    [
        ("decide_now", "Bestem nå"),
        ("worth_waiting", "Vent"),
        ("no_difference", "annet enn klima"),
        ("right_in_some", "Ikke signer slik det er"),
    ],
)
def test_what_to_do_does_not_go_against_the_reason(place, people, enter, judge, reason, do):
    boiler = enter()
    judge(**{boiler.key: {"verdict": "keep_open", "reason": reason}})
    assert do in present(page_content(place)).open[0].do


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_what_is_said_beside_a_name_does_not_guess_its_gender(language):
    """*Parkeringshus* is neuter, *avtale* is not: a reason stands beside both."""
    from kortreist.i18n import _room

    texts = {
        key: said[language]
        for key, said in _room("bindings").items()
        if key.startswith(("bindings.reason.", "bindings.note."))
    }
    wrong = re.compile(r"(?:^|[.:?] )(?:Den|Ho|Han) |\b(?:ho|han) (?:blir|er|trengst|bind|kan)\b")
    assert len(texts) > 20
    one_row = "bindings.note.small_together"  # *beslutning*, *avgjerd* stands in the sentence
    assert {k: v for k, v in texts.items() if k != one_row and wrong.search(v)} == {}
