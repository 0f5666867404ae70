"""From a resolution to what came of it, and back, with nothing that is not public."""

import pytest
from django.urls import reverse

from kortreist_web.budgets.actions.amend import amend
from kortreist_web.budgets.actions.draft import draft_from_plan
from kortreist_web.budgets.actions.import_table import import_table
from kortreist_web.budgets.actions.propose import propose
from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.models import Budget
from kortreist_web.budgets.traces import chain, known, readable, trace
from kortreist_web.indicators.models import Indicator, Observation
from kortreist_web.measures.models import MeasureChoice

pytestmark = pytest.mark.django_db
MEASURE = "delivery_logistics"


@pytest.fixture
def resolution(place, people, plan, write, decide, owned):
    """An adopted budget whose first measure is measured, paid for and observed."""
    choice = MeasureChoice(organisation=place, measure=MEASURE, state="under_way")
    choice.save()
    indicator = Indicator(
        organisation=place,
        name="Turer til sentrum",
        unit_of_measure="turer",
        choice=choice,
        targets={"2027": 100},
    )
    indicator.save()
    draft = draft_from_plan(people.editor, place, plan, year=2027, title="Klimabudsjett 2027")
    row = Row("41", "", "", "Omlasting", {str(y): 90_000 for y in range(2027, 2031)}, MEASURE)
    import_table(people.editor, place, year=2027, rows=[row], remove_absent=False)
    made = decide(propose(people.editor, place, owned(draft)))
    Observation(
        organisation=place,
        indicator=indicator,
        year=2027,
        period=1,
        value=123.5,
        observed_by=people.reporter,
    ).save()
    return made


def test_from_a_resolution_to_what_was_observed(resolution):
    found = {d.line.data["measure"]: d for d in chain(resolution, member=True)}
    one = found[MEASURE]
    assert one.effect["central"] == 150.25
    assert one.municipality.known == 400_000
    assert one.planned == 360_000
    (indicator,) = one.indicators
    assert indicator.targets["2027"] == 100
    assert [s.value for s in indicator.seen] == [123.5]
    assert found["landfill_gas_capture"].planned is None


def test_from_a_measure_back_to_the_resolution(place, resolution):
    found = trace(place, MEASURE, readable(place, member=False), member=False)
    (one,) = found.decided
    assert one.resolution == resolution
    assert one.frozen == resolution.frozen


def test_from_an_indicator_to_its_measure(place, resolution):
    _, indicators = known(readable(place, member=False))
    assert list(indicators.values()) == [("Turer til sentrum", MEASURE)]


def test_a_measure_nobody_decided_has_no_trace(place, resolution):
    assert trace(place, "car_sharing", readable(place, member=True), member=True) is None


def complete(place, resolution, value):
    """Complete an interim report that holds an observation."""
    from kortreist_web.core.actor_context import acting
    from kortreist_web.reports.models import InterimReport
    from kortreist_web.versions.models import Version

    with acting(None, "test", name="test"):
        report = InterimReport(
            organisation=place, year=2027, period=1, budget=resolution.frozen, state="completed"
        )
        report.save()
        indicator = Indicator.objects.get().pk
        content = {
            "year": 2027,
            "period": 1,
            "periods": 3,
            "rows": [
                {
                    "measure": MEASURE,
                    "status": "delayed",
                    "hindrance": "Mangler folk",
                    "observations": [
                        {
                            "id": indicator,
                            "year": 2027,
                            "period": 1,
                            "value": value,
                            "missing_reason": "",
                        }
                    ],
                }
            ],
        }
        Version(
            organisation=place,
            kind="report",
            subject=report.subject,
            draft=report.pk,
            number=1,
            state="completed",
            content=content,
        ).save()


def test_the_public_sees_only_what_a_completed_report_holds(place, resolution):
    def seen(member):
        found = {d.line.data["measure"]: d for d in chain(resolution, member=member)}
        (indicator,) = found[MEASURE].indicators
        return [(s.value, s.published) for s in indicator.seen]

    assert seen(member=False) == []
    assert seen(member=True) == [(123.5, False)]
    complete(place, resolution, 123.5)
    assert seen(member=False) == [(123.5, True)]
    (reported,) = chain(resolution, member=False)[0].reported
    assert (reported.status, reported.hindrance) == ("delayed", "Mangler folk")


def test_an_observation_that_changed_since_the_report_is_not_published(place, resolution):
    complete(place, resolution, 99.0)
    found = {d.line.data["measure"]: d for d in chain(resolution, member=True)}
    (indicator,) = found[MEASURE].indicators
    assert [s.value for s in indicator.seen] == [99.0]


def test_a_proposal_that_became_law_is_told_of_once(place, people, resolution, decide):
    draft = Budget.objects.get(pk=amend(people.editor, place, resolution.frozen).pk)
    decide(propose(people.editor, place, draft), case_number="124/26")
    found = trace(place, MEASURE, readable(place, member=True), member=True)
    assert [d.frozen.number for d in found.decided] == [4, 2]


def url(place, **query):
    from urllib.parse import urlencode

    return reverse("budgets:trace", kwargs={"code": place.code}) + "?" + urlencode(query)


def page(place, measure=MEASURE):
    return reverse("budgets:measure", kwargs={"code": place.code, "measure": measure})


def test_the_former_address_of_the_trace_leads_to_the_measure(client, place, resolution):
    indicator = Indicator.objects.get().pk
    for query in ({"measure": MEASURE}, {"indicator": indicator}):
        answer = client.get(url(place, **query))
        assert (answer.status_code, answer.headers["Location"]) == (301, page(place))
    for query in ({"measure": "<script>"}, {"indicator": "9" * 40}, {"indicator": "æ"}, {}):
        answer = client.get(url(place, **query))
        assert answer.headers["Location"] == reverse("budgets:measures", args=[place.code])


def test_anybody_reads_what_a_measure_is_and_what_was_decided_of_it(client, place, resolution):
    said = client.get(page(place)).content.decode()
    for part in (
        "Smartere vareleveringer",  # what: the library's words
        "Transportører og butikker",
        "150",  # tonnes in the last year, with a way to their source
        "400\u00a0000",
        "360\u00a0000",  # in the economic plan
        "123/26",  # who decided
        "Turer til sentrum",
        "Ikke rapportert ennå",
    ):
        assert part in said.replace("\u202f", "\u00a0"), part
    assert "/tall/budget/" in said
    assert "123,5" not in said  # not in a completed report yet


def test_a_measures_page_tells_how_it_went_with_a_curve(client, place, resolution):
    complete(place, resolution, 123.5)
    said = client.get(page(place)).content.decode()
    for part in ("Forsinket", "Mangler folk", "123,5", "k-line-frame", "k-dot-inventory"):
        assert part in said, part
    assert reverse("reports:public_one", args=[place.code, 2027, 1]) in said


def test_a_withdrawn_report_says_nothing_of_a_measure(client, place, people, resolution):
    from kortreist_web.core.actor_context import acting
    from kortreist_web.publishing.models import Publication
    from kortreist_web.versions.models import Version

    complete(place, resolution, 123.5)
    row = Version.objects.get(kind="report")
    with acting(None, "test", name="test"):
        Publication(
            organisation=place,
            kind="report",
            source_row=row.pk,
            withdrawn_at="2027-06-01T00:00:00Z",
            withdrawn_why="Feil",
            title="Rapport",
            content={},
        ).save()
    said = client.get(page(place)).content.decode()
    assert "Mangler folk" not in said
    assert "Ikke rapportert ennå" in said


def test_the_list_leads_to_every_adopted_measure_and_to_no_draft(
    client, place, people, plan, resolution
):
    from kortreist_web.budgets.actions.add_action import add_action

    draft = draft_from_plan(people.editor, place, plan, year=2028, title="Utkast")
    draft.refresh_from_db()
    add_action(people.editor, place, draft, part="energy", name="Hemmelig tiltak", start_year=2028)
    listing = client.get(reverse("budgets:measures", args=[place.code])).content.decode()
    for line in resolution.frozen.content["lines"]:
        assert page(place, line["measure"]) in listing
    assert "Hemmelig" not in listing
    assert client.get(page(place, "action.1")).status_code == 404
    assert client.get(page(place, "car_sharing")).status_code == 404


def test_the_measures_are_data_too(client, place, resolution):
    rows = client.get(f"/api/v1/organisations/{place.code}/adopted-measures").json()
    one = next(r for r in rows if r["measure"] == MEASURE)
    assert one["cut"] == {"year": 2030, **{k: one["cut"][k] for k in ("low", "central", "high")}}
    assert one["cut"]["central"] == 150.25
    # 400 000 to the municipality, and a saving for business: what all pay together.
    assert one["cost"]["complete"]
    assert one["status"] is None
    assert one["budget"] == resolution.frozen.content_hash
    assert "responsible" not in one
    complete(place, resolution, 1.0)
    rows = client.get(f"/api/v1/organisations/{place.code}/adopted-measures").json()
    one = next(r for r in rows if r["measure"] == MEASURE)
    told = {"status": "delayed", "year": 2027, "period": 1, "to_reach": None}
    assert one["status"] == told


def test_a_measure_without_tonnes_says_so(client, place, people, plan, decide, owned):
    from kortreist_web.budgets.actions.add_line import add_line

    draft = draft_from_plan(people.editor, place, plan, year=2027, title="Klimabudsjett")
    draft.refresh_from_db()
    add_line(people.editor, place, draft, measure="local_food_and_gardens", start_year=2027)
    decide(propose(people.editor, place, owned(draft)))
    said = client.get(page(place, "local_food_and_gardens")).content.decode()
    assert "ikke tallfestet" in said
    assert "k-line-plan" not in said
    # Its foot does not say what its text denies: it acts outside the direct emissions.
    assert "ikke regnet med i de direkte utslippene" in said
    assert "Direkte utslipp i kommunen. Kilde" not in said
    assert "Direkte utslipp i kommunen. Kilde" in client.get(page(place)).content.decode()


def test_what_a_measure_of_ones_own_is_stands_frozen_on_its_page_and_hostile_text_is_words(
    client, place, people, plan, decide, owned
):
    from kortreist_web.budgets.version_diff import compare
    from kortreist_web.core.actor_context import acting

    said = "Et felles <script>alert(1)</script> verksted,\n\nåpent for alle."
    with acting(None, "test", name="test"):
        choice = MeasureChoice(
            organisation=place,
            measure="own.verksted",
            state="chosen",
            adaptation={"description": dict.fromkeys(("nb", "nn", "en"), said)},
        )
        choice.save()
        plan.content["measures"][0]["id"] = "verksted"
        plan.save()
    draft = draft_from_plan(people.editor, place, plan, year=2027, title="Klimabudsjett")
    frozen = decide(propose(people.editor, place, owned(draft))).frozen
    with acting(None, "test", name="test"):
        choice.adaptation = {"description": dict.fromkeys(("nb", "nn", "en"), "Noe annet")}
        choice.save()

    shown = client.get(page(place, "own.verksted")).content.decode()
    assert "Et felles &lt;script&gt;alert(1)&lt;/script&gt; verksted" in shown
    assert "<script>alert(1)" not in shown
    assert "Noe annet" not in shown
    rows = client.get(f"/api/v1/organisations/{place.code}/adopted-measures").json()
    told = {r["measure"]: r["description"] for r in rows}
    assert told["own.verksted"]["nn"] == said
    assert not any(told[m] for m in told if m != "own.verksted")

    before = {**frozen.content, "lines": [dict(x) for x in frozen.content["lines"]]}
    next(x for x in before["lines"] if "description" in x).pop("description")
    (change,) = compare(before, frozen.content).changed
    assert [d.label for d in change.changes] == ["Hva tiltaket er"]


def test_members_see_what_is_not_public_yet_and_it_is_marked(place, people, resolution, as_person):
    answer = as_person(people.reader).get(page(place))
    text = answer.content.decode()
    assert "123,5" in text
    assert "ikke offentlig" in text
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_public_list_has_resolutions_and_no_drafts(client, place, people, plan, resolution):
    draft_from_plan(people.editor, place, plan, year=2028, title="Hemmelig utkast")
    address = reverse("decisions:public", kwargs={"code": place.code})
    text = client.get(address).content.decode()
    assert "123/26" in text
    assert "Hemmelig" not in text
    one = reverse("decisions:resolution", kwargs={"code": place.code, "pk": resolution.pk})
    text = client.get(one).content.decode()
    assert "Rådhuset skal ha grønne tak." in text
    assert resolution.frozen.content_hash in text


def test_another_tenants_resolution_is_not_found_here(client, place, other, resolution):
    other.published = True
    other.save()
    address = reverse("decisions:resolution", kwargs={"code": other.code, "pk": resolution.pk})
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_pages_are_written_in_every_language(place, people, resolution, as_person, language):
    from django.utils.translation import override

    draft = Budget.objects.get(pk=amend(people.editor, place, resolution.frozen).pk)
    propose(people.editor, place, draft)
    client, code = as_person(people.approver), place.code
    step = {"code": code, "year": 2027, "number": 3}
    with override(language):
        pages = [
            reverse("decisions:list", kwargs={"code": code}),
            reverse("decisions:paper", kwargs=step),
            reverse("decisions:record", kwargs=step),
            reverse("decisions:public", kwargs={"code": code}),
            reverse("decisions:resolution", kwargs={"code": code, "pk": resolution.pk}),
            page(place),
            reverse("budgets:measures", kwargs={"code": code}),
        ]
    for address in pages:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.content.decode().count("<h1") == 1
        assert " style=" not in answer.content.decode()


def test_one_who_reads_finds_the_resolution_and_what_came_of_it_at_once(
    place, people, resolution, as_person
):
    address = reverse("decisions:resolution", args=[place.code, resolution.pk])
    home = reverse("tasks:home", args=[place.code])
    said = as_person(people.reader).get(home).content.decode()
    assert address in said
    assert reverse("budgets:measures", args=[place.code]) in said
    assert "/en-side/2027/" in said
    assert address not in as_person(people.editor).get(home).content.decode()


def test_what_was_looked_at_and_left_out_is_found_by_anybody(place, adopted, monkeypatch, rf):
    from kortreist_web.budgets import finding
    from kortreist_web.budgets.frozen import open_current
    from kortreist_web.budgets.identified import why_not
    from kortreist_web.core.searching import ranked

    frozen = open_current(place)
    taken = frozen.content["lines"][0]
    cycles = {"measure": "cycle_network", "name": {"nb": "Sykkelveinett"}, "reason": "never_chosen"}
    frozen.content["identified"] = [cycles, {**cycles, "measure": taken["measure"]}]
    monkeypatch.setattr(finding, "open_current", lambda organisation: frozen)
    request = rf.get("/nb/X001/sok/")
    ((kind, rows),) = ranked("sykkel", finding.find_considered(request, place, False))
    assert (kind, [r.title for r in rows]) == ("considered", ["Sykkelveinett"])
    assert rows[0].url.endswith("#identified-cycle_network")  # at its row, not at a closed box
    assert why_not(cycles) in rows[0].about
    assert list(finding.find_considered(request, place, True)) == []
