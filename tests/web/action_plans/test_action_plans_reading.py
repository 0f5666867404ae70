"""From a file to choices: every row accounted for, nobody overwritten, the original kept."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from made_plans import ROWS, cell, csv_file, document, table, word, workbook

from kortreist.errors import KortreistError
from kortreist_web.action_plans.actions.decide import Wish, confirm_sure, decide_rows
from kortreist_web.action_plans.actions.read_file import choose_table, read_file
from kortreist_web.action_plans.actions.remove import remove_plan
from kortreist_web.action_plans.actions.take_in import stands, take_in
from kortreist_web.action_plans.models import ActionPlan, ActionRow
from kortreist_web.action_plans.presenters import counted
from kortreist_web.changes.models import Change
from kortreist_web.core.actor_context import acting
from kortreist_web.core.refusals import RefusedError
from kortreist_web.measures.actions.choose import choose
from kortreist_web.measures.catalogue import measures_of
from kortreist_web.measures.models import MeasureChoice
from kortreist_web.tenants.models import Unit

pytestmark = pytest.mark.django_db


def at(name, *args):
    with override("nb"):
        return reverse(f"action_plans:{name}", args=("X001", *args))


@pytest.fixture
def read(place, people):
    def one(content=None, filename="plan.xlsx", **values):
        return read_file(
            people.editor,
            place,
            content=workbook() if content is None else content,
            filename=filename,
            **{"title": "Klimaplan 2024–2030", "case_number": "24/0113", **values},
        )

    return one


@pytest.fixture
def unit(place, people):
    import datetime as dt

    with acting(people.administrator, "test"):
        one = Unit(organisation=place, name="Eiendom", valid_from=dt.date(2020, 1, 1))
        one.save()
    return one


def decisions(plan):
    return {r.title: (r.decision, r.measure) for r in plan.rows.all()}


def everything(plan, who, place):
    """Decide all rows: what is sure, and the rest the municipality's own."""
    confirm_sure(who, place, plan, least=0.75)
    rest = plan.rows.filter(decision="open")
    decide_rows(who, place, plan, wishes={r.pk: Wish("own", r.version) for r in rest})


def test_rows_are_matched_units_found_and_every_row_accounted_for(place, people, read, unit):
    plan = read()
    assert (plan.state, plan.table) == ("open", 0)
    rows = {r.number: r for r in plan.rows.all()}
    assert rows["1.1"].candidates[0]["measure"] == "zero_emission_sites_municipal"
    assert rows["1.1"].unit == unit
    assert rows["2.2"].candidates == []
    assert dict(rows["1.1"].cells)["Beskrivelse"] == "Krav i alle\nanbud"
    count = counted(plan, list(plan.rows.all()))
    assert count["filled"] == 9
    assert count["open"] + count["not_actions"] == 9
    assert bytes(ActionPlan.objects.get(pk=plan.pk).content) == plan.content


def test_taken_in_the_plan_is_why_measures_are_chosen_and_the_rest_is_their_own(
    place, people, read, unit
):
    plan = read()
    with pytest.raises(RefusedError) as refused:
        take_in(people.editor, place, plan)
    assert refused.value.key == "action_plans.refused.open"
    everything(plan, people.editor, place)
    count = take_in(people.editor, place, plan)
    assert count == {"matched": 3, "chosen": 3, "kept": 0, "own": 1}
    choices = {c.measure: c for c in MeasureChoice.objects.all()}
    sites = choices["zero_emission_sites_municipal"]
    # What the plan says is under way is so, from this year where it says no year.
    this_year = timezone.localdate().year
    assert (sites.state, sites.start_year, sites.unit) == ("under_way", this_year, unit)
    assert "1.1 Utslippsfrie byggeplasser" in sites.note
    logged = Change.objects.filter(why="Klimaplan 2024–2030, 24/0113")
    assert {c.what for c in logged} >= {"measures.MeasureChoice"}
    assert choices["electric_refuse_truck"].start_year == 2026
    own = choices["own.klimaforum_for_ungdom"]
    assert own.state == "under_way"  # what is done each year
    (measure,) = [m for m in measures_of(place)[0] if m.id == "klimaforum_for_ungdom"]
    assert not measure.quantified  # offered, never added
    assert "Ingen har regnet" in measure.unquantified_reason["nb"]
    after = counted(plan, list(plan.rows.all()))
    assert after["matched"] + after["own"] + after["left_out"] + after["not_actions"] == 9
    for again in (take_in, remove_plan):
        with pytest.raises(RefusedError):
            again(people.editor, place, plan)


def test_what_is_decided_here_already_is_not_turned_by_a_plan(place, people, read):
    choose(
        people.editor,
        place,
        measure="electric_refuse_truck",
        state="excluded",
        note="For dyrt nå",
        why="Sak 25/1",
    )
    choose(
        people.editor,
        place,
        measure="zero_emission_sites_municipal",
        state="under_way",
        start_year=2024,
    )
    plan = read()
    everything(plan, people.editor, place)
    assert take_in(people.editor, place, plan)["kept"] == 2
    truck = MeasureChoice.objects.get(measure="electric_refuse_truck")
    assert (truck.state, truck.start_year) == ("excluded", None)
    assert truck.note.startswith("For dyrt nå\n")
    sites = MeasureChoice.objects.get(measure="zero_emission_sites_municipal")
    assert (sites.state, sites.start_year) == ("under_way", 2024)


def test_two_who_decide_at_once_do_not_overwrite_each_other(place, people, read):
    plan = read()
    row, other = plan.rows.all()[0], plan.rows.all()[1]
    seen = row.version
    decide_rows(people.editor, place, plan, wishes={row.pk: Wish("own", seen)})
    wishes = {
        row.pk: Wish("left_out", seen, reason="twice"),
        other.pk: Wish("own", other.version),
    }
    decided = decide_rows(people.approver, place, plan, wishes=wishes)
    assert (decided.written, [r.pk for r in decided.others]) == (1, [row.pk])
    assert ActionRow.objects.get(pk=row.pk).decision == "own"
    # The same said twice is no conflict.
    wishes = {row.pk: Wish("own", seen)}
    assert decide_rows(people.approver, place, plan, wishes=wishes).others == ()


@pytest.mark.parametrize(
    ("wish", "key"),
    [
        (Wish("matched", 1, measure="no_such"), "measure"),
        (Wish("matched", 1), "measure"),
        (Wish("left_out", 1), "reason"),
        (Wish("left_out", 1, reason="because"), "reason"),
        (Wish("own", 1, reason="twice"), "reason"),
        (Wish("own", 1, measure="electric_vans"), "decision"),
        (Wish("gone", 1), "decision"),
    ],
)
def test_what_a_row_cannot_be_is_refused(place, people, read, wish, key):
    plan = read()
    with pytest.raises(RefusedError) as refused:
        decide_rows(people.editor, place, plan, wishes={plan.rows.first().pk: wish})
    assert refused.value.key == f"action_plans.refused.{key}"


def test_the_same_file_is_read_once(read):
    read(csv_file(), "plan.csv")
    with pytest.raises(RefusedError) as refused:
        read(csv_file(), "kopi.csv", title="Klimaplanen")
    assert refused.value.key == "core.refused.already"
    assert ActionPlan.objects.count() == 1


def test_a_row_of_another_plan_is_not_reached_through_this_one(place, people, read):
    plan, other = read(), read(csv_file(), "plan.csv", title="En annen")
    row = other.rows.first()
    decided = decide_rows(people.editor, place, plan, wishes={row.pk: Wish("own", row.version)})
    assert decided.written == 0
    assert ActionRow.objects.get(pk=row.pk).decision == "open"


def test_a_newer_version_proposes_the_same_and_says_what_is_new_changed_and_gone(
    place, people, read
):
    first = read(csv_file(), "plan.csv")
    everything(first, people.editor, place)
    take_in(people.editor, place, first)
    before = MeasureChoice.objects.count()
    rows = [
        (*ROWS[0][:4], "2028", "Pågår"),  # a later deadline
        ROWS[2],
        ("2.1", *ROWS[3][1:]),  # renumbered
        ("4.1", "Landstrøm i havna", "", "Havn", "2028", ""),
    ]
    second = read(csv_file(rows), "plan-v2.csv", replaces=first)
    changes = {r.title: r.change for r in second.rows.all()}
    assert changes == {
        "Utslippsfrie byggeplasser": "altered",
        "Elektriske renovasjonsbiler": "same",
        "Klimaforum for ungdom": "same",
        "Landstrøm i havna": "new",
    }
    assert [g["title"] for g in second.gone] == ["Solceller på rådhuset"]
    assert decisions(second)["Klimaforum for ungdom"] == ("matched", "own.klimaforum_for_ungdom")
    everything(second, people.editor, place)
    take_in(people.editor, place, second)
    # No measure of their own is made twice; what is gone stays chosen until somebody says so.
    assert MeasureChoice.objects.count() == before + 1


def test_several_tables_are_chosen_among_once(place, people, read):
    heads = cell("Tiltak") + cell("Ansvar")
    body = table(heads, cell("Landstrøm i havna") + cell("Havn")) + table(
        heads, cell("Solceller på skolen") + cell("Eiendom")
    )
    plan = read(word(body), "plan.docx")
    assert (plan.state, len(plan.tables)) == ("choosing", 2)
    with pytest.raises(RefusedError):
        choose_table(people.editor, place, plan, table=2)
    choose_table(people.editor, place, plan, table=1)
    assert list(decisions(plan)) == ["Solceller på skolen"]
    with pytest.raises(RefusedError):
        choose_table(people.editor, place, plan, table=0)
    remove_plan(people.editor, place, plan)
    assert not ActionRow.objects.exists()


def test_those_who_may_not(place, people, strangers, read):
    plan = read()
    for who in (people.reader, people.reporter, people.auditor, strangers.editor):
        for do in (take_in, remove_plan):
            with pytest.raises(PermissionDenied):
                do(who, place, plan)
    assert ActionPlan.objects.count() == 1


def test_long_names_and_hostile_words_become_measures_the_engine_reads(place, people, read):
    rows = [
        ("1", "Et veldig langt navn på et tiltak som ingen kan huske " * 6, "", "", "", ""),
        ("2", '"""\n[own.x]\nlevel = 9 <b>&amp; ${x} {y}', "", "", "", ""),
        ("3", "2027", "", "X", "", ""),
        ("4", "Samme navn", "", "", "", ""),
        ("5", "Samme navn", "", "", "", ""),
        ("6", "日本", "", "", "", ""),
    ]
    plan = read(csv_file(rows), "plan.csv")
    rest = plan.rows.all()
    decide_rows(people.editor, place, plan, wishes={r.pk: Wish("own", r.version) for r in rest})
    assert take_in(people.editor, place, plan)["own"] == 6
    measures, problem = measures_of(place)
    assert problem is None
    assert len({m.id for m in measures if m.overridden == ("own",)}) == 6


def test_the_pages_go_from_file_to_choices(place, people, as_person, client, unit):
    as_person(people.editor)
    refused = client.post(
        at("new"), {"title": "P", "file": SimpleUploadedFile("plan.pdf", b"%PDF-1.7 x")}
    )
    assert refused.status_code == 422
    assert "PDF" in refused.content.decode()
    content = document()
    sent = {"title": "Plan <i>A</i>", "file": SimpleUploadedFile("plan.docx", content)}
    answer = client.post(at("new"), sent)
    plan = ActionPlan.objects.get()
    assert answer.url == at("show", plan.pk)
    page = client.get(at("show", plan.pk)).content.decode()
    assert "Plan &lt;i&gt;A&lt;/i&gt;" in page
    assert "<i>A</i>" not in page
    client.post(at("confirm", plan.pk), {"least": "0.9"})
    sent = {}
    for row in plan.rows.filter(decision="open"):
        sent |= {f"d_{row.pk}": "out:not_climate", f"v_{row.pk}": row.version}
    by_name = plan.rows.filter(decision="open").first()
    sent[f"o_{by_name.pk}"] = "Ikke et tiltak"
    page = client.post(at("decide", plan.pk), sent, follow=True).content.decode()
    assert "Ingen tiltak heter" in page
    sent[f"o_{by_name.pk}"] = "Innbyggerpanel om det gode livet"
    client.post(at("decide", plan.pk), sent | {"d_x": "1", "v_x": "y", "d_9": "own"})
    assert ActionRow.objects.get(pk=by_name.pk).measure == "residents_assembly"
    page = client.post(at("take", plan.pk), follow=True).content.decode()
    assert "Planen er tatt i bruk" in page
    file = client.get(at("file", plan.pk))
    assert file.content == content
    assert "attachment" in file.headers["Content-Disposition"]
    with override("nb"):
        measure = reverse("measures:show", args=("X001", "zero_emission_sites_municipal"))
    assert at("show", plan.pk) in client.get(measure).content.decode()
    as_person(people.reader)
    assert 'name="d_' not in client.get(at("show", plan.pk)).content.decode()


def test_a_plan_of_a_thousand_rows_is_shown_in_few_queries(
    place, people, read, as_person, client, django_assert_max_num_queries
):
    rows = [(f"{n}", f"{ROWS[n % 4][1]} {n}", "Tekst", "Eiendom", "2027", "") for n in range(300)]
    plan = read(csv_file(rows), "plan.csv")
    as_person(people.editor)
    with django_assert_max_num_queries(25):
        page = client.get(at("show", plan.pk)).content.decode()
    assert len(re.findall(r'name="d_\d+"', page)) == 300
    with pytest.raises(KortreistError) as refused:
        read(csv_file(rows * 40), "stor.csv")
    assert refused.value.key == "import.too_large"


def test_the_demonstrations_plan_is_read_once_and_waits(place, people):
    from kortreist_web.demo.adopted_plan import add_adopted_plan

    for _ in range(2):
        add_adopted_plan(place, people.editor)
    (plan,) = ActionPlan.objects.all()
    rows = list(plan.rows.all())
    assert (plan.state, len(rows)) == ("open", 10)
    assert [r.row for r in rows if not r.candidates] == [13, 14]
    assert {r["why"] for r in plan.tables[0]["left_out"]} == {"heading"}


@pytest.mark.parametrize(
    ("status", "period", "state", "year"),
    [
        ("I gang", "", "under_way", 0),
        ("Under arbeid", "", "under_way", 0),
        ("under way", "2024", "under_way", 2024),
        ("", "Årleg", "under_way", 0),
        ("Gjennomført", "", "chosen", None),
        ("Vedtatt", "", "chosen", None),
        ("Vedtatt", "2027–2030", "chosen", 2027),
    ],
)
def test_what_a_status_says_is_the_state_and_the_year(status, period, state, year):
    start = int(period[:4]) if period[:4].isdecimal() else None
    row = ActionRow(status=status, start_year=start, cells=[["Periode", period]])
    expected = timezone.localdate().year if year == 0 else year
    assert stands(row) == (state, expected)


def test_what_is_done_is_so_by_the_year_it_ended():
    row = ActionRow(status="Gjennomført", end_year=2025, cells=[["Frist", "2025"]])
    assert stands(row) == ("done", 2025)


def test_what_the_plan_says_a_measure_costs_is_offered_and_never_taken_silently(
    place, people, read, as_person
):
    from kortreist_web.action_plans.costs import costs_of
    from kortreist_web.budgets.models import Budget, BudgetLine

    headings = ("Nr.", "Tiltak", "Ansvar", "Kostnad (1000 kr)", "Budsjett")
    rows = [
        ("1", "Utslippsfrie byggeplasser", "Eiendom", "1 200", "innenfor rammen"),
        ("2", "Klimaforum for ungdom", "Oppvekst", "", "85 000 kr"),
    ]
    plan = read(csv_file(rows, headings), "plan.csv", decided_on=timezone.localdate())
    page = as_person(people.editor).get(at("show", plan.pk)).content.decode()
    assert "Kostnad (1000 kr): 1 200" in page
    assert costs_of(place, "zero_emission_sites_municipal") == []  # not taken in yet
    everything(plan, people.editor, place)
    take_in(people.editor, place, plan)

    told = costs_of(place, "zero_emission_sites_municipal")
    assert [(c.said, c.nok) for c in told] == [("1 200", 1_200_000), ("innenfor rammen", None)]
    own = MeasureChoice.objects.get(measure__startswith="own.").measure
    assert [c.nok for c in costs_of(place, own)] == [85_000]

    with acting(people.editor, "test"):
        budget = Budget(
            organisation=place, year=2027, title="Utkast", frame={"plan_years": [2027, 2028]}
        )
        budget.save()
        line = BudgetLine(
            organisation=place,
            budget=budget,
            measure="zero_emission_sites_municipal",
            name={"nb": "Byggeplasser"},
            start_year=2027,
            cost={"municipality": {"2027": 5, "2028": 5}},
        )
        line.save()
    with override("nb"):
        address = reverse("budgets:cost", args=("X001", budget.pk, line.pk))
    client = as_person(people.editor)
    said = client.get(address).content.decode()
    assert "sier ikke hvilket års priser det er" in said
    assert "innenfor rammen" in said
    assert client.get(address).context["form"]["municipality_2027"].value() in (5, "5")
    links = re.findall(r'href="\?(plan=[^"]+)"', said)
    assert len(links) == 2
    for link, later in zip(links, (1_200_000, 0), strict=True):
        form = client.get(f"{address}?{link.replace('&amp;', '&')}").context["form"]
        assert form.initial["municipality_2027"] == 1_200_000
        assert form.initial["municipality_2028"] == later
        assert form.initial["why"].startswith("Egen plan: Klimaplan 2024–2030")
    line.refresh_from_db()
    assert line.cost == {"municipality": {"2027": 5, "2028": 5}}
