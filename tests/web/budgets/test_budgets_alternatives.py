"""The alternatives are the engine's: the same futures, and what is proposed is what was planned."""

from __future__ import annotations

import copy
import datetime as dt
import io

import pytest

from kortreist.documents.format.blocks import plain
from kortreist_web.budgets.actions.draft import draft_from_plan
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.alternatives import alternatives_of, begun_in, no_worse_with_more
from kortreist_web.budgets.jobs import answer_alternatives
from kortreist_web.budgets.models import BudgetAlternatives
from kortreist_web.budgets.paper.document import paper_parts
from kortreist_web.core.actor_context import acting
from kortreist_web.decisions.paper_document import paper_document
from kortreist_web.decisions.rendering import render_file
from kortreist_web.jobs.models import Job
from kortreist_web.measures.catalogue import engine_id
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.people.models import ApiToken
from kortreist_web.people.tokens import new_key
from kortreist_web.plans.models import Plan
from kortreist_web.plans.questions import SEED, question_for

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


@pytest.fixture
def computed(place, people, owned, computed_content):
    """A proposal of the plan that was really computed, in few futures."""
    from kortreist_web.accounts.bundled import ensure_bundled

    ensure_bundled()
    content = copy.deepcopy(computed_content)
    with acting(people.editor, "test"):
        plan = Plan(
            organisation=place,
            name="Plan",
            state=Plan.State.READY,
            question=question_for(place, {"goals": []}),
            pins={
                "vintage": content["vintage"]["id"],
                "seed": SEED,
                "futures": content["futures"],
                "today": "2026-11-23",
            },
            content=content,
            content_hash="a" * 64,
        )
        plan.save()
    year = content["plan_years"][0]
    draft = draft_from_plan(people.editor, place, plan, year=year, title="Klimabudsjett")
    return propose(people.editor, place, owned(draft))


def key_of(place, people, user):
    """Return a key that may read."""
    text, prefix, digest = new_key()
    with acting(people.administrator, "test"):
        ApiToken.objects.create(
            organisation=place,
            user=user,
            name="k",
            prefix=prefix,
            digest=digest,
            scopes=["read"],
            expires_on=dt.date.today() + dt.timedelta(days=3),
        )
    return text


def quiet(*_):
    return None


def test_three_alternatives_are_computed_as_a_job_and_stand_in_the_paper(
    client, place, computed, people, computed_content
):
    job = Job.objects.get(kind="budgets.alternatives")
    assert job.params == {"version": computed.pk}
    answer_alternatives(job, quiet)()
    kept = BudgetAlternatives.objects.get()
    assert alternatives_of(computed) == kept
    assert answer_alternatives(job, quiet)() == {"version": computed.pk}, "once"
    proposed, more, later = (kept.content[k] for k in ("proposed", "more", "later"))
    # Against the plan's own answer, computed another way: the plan without what it keeps open.
    last = str(proposed["year"])
    without = computed_content["kept_open"]["without"]
    assert without is not None
    assert proposed["emission"]["central"] == pytest.approx(
        without["pathway"][last]["central"], rel=0.005
    )
    mine = without["paid"]
    for kind in ("investment", "running"):
        assert proposed["municipality"][kind] == pytest.approx(mine[kind], rel=0.01, abs=1e4)
    lines = {x["measure"] for x in computed.content["lines"] if x["effect"]}
    assert set(proposed["measures"]) == lines
    assert lines <= set(more["measures"])
    assert more["cut"] >= proposed["cut"] > later["cut"]
    assert {m: y + 1 for m, y in proposed["measures"].items()} == later["measures"]
    document = paper_document(computed, None, "nb")
    tables = {b.id: b for s in document.sections for b in s.blocks if hasattr(b, "id")}
    heads = [plain(c.title) for c in tables["alternatives"].columns]
    assert heads[1:] == ["Som foreslått", "Mer", "Senere"]
    mine = [cell.content[0].value for cell in tables["payers"].rows[0].cells]
    paid = [
        a["municipality"]["investment"] + a["municipality"]["running"]
        for a in kept.content.values()
    ]
    assert sorted(mine) == pytest.approx(sorted(nok / 1e6 for nok in paid))
    spread_over_households(kept, computed, tables["household_costs"])
    first_page(computed)
    asked_for_by_api(client, kept, key_of(place, people, people.reader))


def asked_for_by_api(client, kept, key):
    """The same figures, with the order by household group."""
    code, year = kept.organisation.code, kept.frozen.subject
    address = f"/api/v1/organisations/{code}/climate-budget/{year}/alternatives"
    assert client.get(address).status_code == 401
    answer = client.get(address, headers={"authorization": f"Bearer {key}"})
    told = answer.json()
    assert answer.status_code == 200, told
    assert told["alternatives"] == kept.content
    assert set(told["orders"]) == {"income", "type"}
    order = told["orders"]["income"]
    assert {k for rank in order["average"] for k in rank} == {"proposed", "more", "later"}
    assert order["left_out"], "more charges for staff parking: whose households is not known"
    assert not order["robust"]


def spread_over_households(kept, version, table):
    """The table's kroner are the engine's, and over the groups those residents pay together."""
    assert [plain(c.title) for c in table.columns][1:4] == ["Som foreslått", "Mer", "Senere"]
    heads = [plain(row.header.content) for row in table.rows]
    assert heads[1:3] == [
        "Ikke fordelt, i snitt på alle",
        "Del av innbyggernes kroner som er fordelt",
    ]
    assert len(heads) == 3 + 4 + 6
    for column, key in enumerate(("proposed", "more", "later")):
        one = kept.content[key]
        made = one["households"]
        shown = [row.cells[column].content[0].value for row in table.rows]
        for kind in made["kinds"]:
            left = sum(c["nok"]["central"] for c in kind["not_spread"])
            whole = sum(g["households"] * g["nok"]["spending"]["central"] for g in kind["groups"])
            years = len(version.content["plan_years"])
            assert whole + left == pytest.approx(
                one["others"].get("residents", 0.0) / years, rel=1e-3, abs=50.0
            )
            told = [g["nok"]["spending"]["central"] for g in kind["groups"]]
            assert set(told) <= set(shown)


def first_page(version):
    """From the first page alone: what, how much, how far, and what would change it."""
    from pypdf import PdfReader

    low = version.content["low_chance"]
    asked = {
        "nb": ("Hva skal vedtas?", "Hva koster det kommunen?", "Hvor langt fra målet", "drift"),
        "nn": ("Kva skal vedtakast?", "Kva kostar det kommunen?", "Kor langt frå målet", "drift"),
        "en": ("What is to be decided?", "What does it cost", "How far from the target", "running"),
    }
    for language, questions in asked.items():
        made = render_file(paper_document(version, None, language), "pdf")
        page = squeezed(PdfReader(io.BytesIO(made)).pages[0].extract_text())
        for words in (*questions, "invest", low["said"][language]):
            assert squeezed(words) in page, (language, words)


def test_the_first_page_says_whose_each_target_is_and_of_what(proposal):
    content = proposal.content
    content["target"] = {
        **content["target"],
        "goals": [
            {"year": 2030, "reduction": 0.55, "reduction_high": None, "origin": "r/2030"},
            {
                "year": 2035,
                "reduction": 0.7,
                "reduction_high": 0.75,
                "origin": "figures/target/2035",
            },
        ],
        "registered": [
            {
                "code": "4005", "name": "Eksempeldal", "origin": "r/2030", "target_year": 2030,
                "historical": False,
                "adopted": {
                    "body": "Kommunestyret", "case_number": "25/0087",
                    "title": "Klima- og energiplan",
                },
            }
        ],
        "target_year": 2030,
    }  # fmt: skip
    content["frame"] = {**content["frame"], "2030": 23_510.0, "2035": 15_673.5}
    parts = paper_parts(proposal, "nb")
    said = " ".join(plain_of(parts.brief()).split())
    reference = content["target"]["reference_year"]
    assert f"2030: 55 % mindre enn i {reference}, det vil si høyst 23 510 tonn" in said
    assert "vedtatt av Kommunestyret i Klima- og energiplan, sak 25/0087" in said
    assert "2035: 70–75 % mindre" in said.replace("\u2060", "")
    assert "høyst 15 674 tonn" in said
    assert "klimalovens mål for Norge, ikke vedtatt her" in said


def plain_of(made):
    return " ".join(
        plain(cell.content) for table in made for row in table.rows for cell in row.cells
    )


def squeezed(text):
    return "".join(text.replace("\u2060", "").replace("\u00ad", "").replace("-", "").split())


def test_a_budget_without_a_plan_to_compute_again_says_so(proposal):
    proposal.content["plan"] = {}
    section = next(
        s for s in paper_document(proposal, None, "nb").sections if s.id == "alternatives"
    )
    assert "ikke regnet ut ennå" in plain(section.blocks[0].content)


class TestLowChance:
    """A frame with a chance under 5 % is never put forward without the sentence."""

    def test_every_door_says_it(self, client, place, people, proposal, as_person):
        from django.urls import reverse

        said = proposal.content["low_chance"]["said"]
        assert "under 5 %" in said["nb"].replace("\u202f", " ").replace("\xa0", " ")
        assert "Det som kan endre det" in said["nb"]
        for document in (paper_document(proposal, None, "nb"),):
            text = squeezed(render_file(document, "html").decode())
            assert squeezed("Det som kan endre det") in text
        keys = {"code": place.code, "year": 2027, "number": 1}
        page = as_person(people.reader).get(reverse("budgets:version", kwargs=keys))
        assert "Det som kan endre det" in page.content.decode()
        answer = as_person(people.reader).get(reverse("budgets:content", kwargs=keys))
        assert "low_chance" in answer.json()

    def test_the_resolution_has_the_short_sentence_alone(self, proposal):
        from kortreist_web.budgets.paper.suggestions import suggest

        low = proposal.content["low_chance"]
        point = suggest(proposal.content, "nb")["recommendation"].split("\n")[1]
        assert low["short"]["nb"] in point
        assert "se saksframlegget" in point
        assert "Det som kan endre det" not in point

    def test_a_recommendation_that_has_lost_it_gets_it_back(self, place, people, proposal):
        from kortreist_web.budgets.paper.suggestions import suggest
        from kortreist_web.decisions.actions.write_paper import write_paper
        from kortreist_web.decisions.one_page import one_page

        words = {**suggest(proposal.content, "nb"), "recommendation": "1. Vedtas."}
        paper = write_paper(people.editor, place, proposal, **words, language="nb")
        for document in (paper_document(proposal, paper, "nb"), one_page(proposal, paper, "nb")):
            section = next(s for s in document.sections if s.id == "recommendation")
            assert "se saksframlegget" in plain(section.blocks[-1].content)
            assert section.blocks[-1].tone == "warning"

    @pytest.mark.parametrize(("chance", "low"), [(0.049, True), (0.05, False), (None, False)])
    def test_the_threshold_is_a_dated_fact(self, proposal, chance, low):
        from kortreist.facts import load
        from kortreist_web.budgets.reach import low_chance_content

        years = {str(y): chance for y in proposal.content["plan_years"]}
        content = {**proposal.content, "probability_under_frame": years}
        assert load().figure("planning/low_chance").value == 0.05
        assert bool(low_chance_content(content)) is low

    def test_what_is_kept_open_does_not_hide_a_low_chance(self, proposal):
        from kortreist_web.budgets.reach import low_chance_of

        years = {str(y): 0.2 for y in proposal.content["plan_years"]}
        without = {str(y): 0.01 for y in proposal.content["plan_years"]}
        content = {**proposal.content, "probability_under_frame": years, "without_open": without}
        assert low_chance_of(content) is None
        held = {
            **content,
            "kept_open": {"not_a_line": {"name": {}, "decide_by": None, "effect": {}, "cost": {}}},
        }
        assert low_chance_of(held).chance == 0.01


@pytest.mark.long
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_paper_and_the_page_are_laid_out_well(computed, people, language):
    from kortreist.documents.format.layout import layout_faults
    from kortreist_web.decisions.one_page import one_page

    answer_alternatives(Job.objects.get(kind="budgets.alternatives"), quiet)()
    assert layout_faults(paper_document(computed, None, language)) == ()
    assert layout_faults(one_page(computed, None, language)) == ()


def test_what_had_begun_is_what_had_begun_when_it_was_proposed(place, people, draft, write):
    """Not what has been said to be under way since, or ended."""
    first, second, *_ = draft.lines.values_list("measure", flat=True)
    states = {}
    for measure in (first, second):
        there = MeasureChoice.objects.filter(organisation=place, measure=measure).first()
        states[measure] = there or MeasureChoice(organisation=place, measure=measure)
        states[measure].state = "under_way" if measure == first else "chosen"
        states[measure].start_year = 2026
        states[measure].save()
    proposal = propose(people.editor, place, draft)
    assert proposal.content["begun"] == [first]
    for measure, state in ((first, "chosen"), (second, "under_way")):
        states[measure].state = state
        states[measure].save()
    assert begun_in(place, proposal.content) == {engine_id(first)}
    before = {k: v for k, v in proposal.content.items() if k != "begun"}
    assert begun_in(place, before) == {engine_id(second)}


def test_households_are_compared_as_the_survey_has_them():
    """By hand for one cell: electricity and heating in the quarter with least."""
    from kortreist_web.budgets.paper.households import spending_beside_mean

    beside = {id: by for id, _, _, by in spending_beside_mean()}
    mean = (26_737 + 31_642 + 39_355 + 47_416) / 4
    assert beside["income_1"]["energy"] == pytest.approx(26_737 / mean)
    quarters = [beside[f"income_{n}"]["energy"] for n in range(1, 5)]
    assert sum(quarters) == pytest.approx(4.0)
    assert quarters == sorted(quarters)


def test_who_pays_stands_with_what_is_not_known(proposal):
    section = next(s for s in paper_document(proposal, None, "nb").sections if s.id == "households")
    ids = [getattr(block, "id", "") for block in section.blocks]
    assert ids == ["", "households"], "no alternatives yet: no payers by alternative"
    assert "Ikke kjent" in plain(section.blocks[0].content)


def test_more_never_emits_more_than_what_is_proposed():
    def figures(tonnes, **measures):
        return {"emission": {"central": tonnes}, "measures": measures}

    one, worse = figures(100.0, a=2027), figures(101.0, a=2027, b=2029)
    better = figures(90.0, a=2027, b=2029)
    assert no_worse_with_more({"proposed": one, "more": worse})["more"] is one
    assert no_worse_with_more({"proposed": one, "more": better})["more"] is better
    assert no_worse_with_more({"proposed": one}) == {"proposed": one}
