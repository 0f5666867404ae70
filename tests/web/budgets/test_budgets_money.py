"""The economic plan beside the climate budget: imported whole or not at all, linked, compared."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kortreist_web.budgets.actions.import_table import import_table
from kortreist_web.budgets.actions.link_lines import link_lines
from kortreist_web.budgets.content import build
from kortreist_web.budgets.economic import compare_line, compared, in_all
from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.models import Budget, BudgetLine, EconomicPlanLine
from kortreist_web.budgets.presenters import present

pytestmark = pytest.mark.django_db
YEARS = (2027, 2028)
CARS = Row("41", "265", "120", "Biler", {"2027": 500_000, "2028": -40_000})


def line(cost=None, missing=(), economic=()):
    return {
        "cost": {"municipality": cost} if cost is not None else {},
        "cost_missing": list(missing),
        "economic": [{"amounts": a} for a in economic],
    }


def test_the_difference_is_the_economic_plan_minus_the_budget():
    found = compare_line(line({"2027": 100, "2028": 50}, (), [{"2027": 80, "2028": 60}]), YEARS)
    assert [found.years[y].difference for y in YEARS] == [-20, 10]
    assert found.total.difference == -10


@pytest.mark.parametrize(
    "one",
    [
        line({"2027": 100, "2028": 50}),  # nothing linked
        line({"2027": 100, "2028": 50}, (), [{}]),  # linked, without amounts
        line(None, ["municipality"], [{"2027": 80}]),  # the budget does not know
        line({"2027": 100}, ["municipality"], [{"2027": 80}]),  # the budget knows a part
    ],
)
def test_where_either_is_not_known_there_is_no_difference(one):
    found = compare_line(one, YEARS)
    assert found.years[2027].difference is None
    assert found.total.difference is None


def test_a_year_without_amount_takes_the_total_away_not_the_other_years():
    found = compare_line(line({"2027": 100, "2028": 50}, (), [{"2027": 80}]), YEARS)
    assert (found.years[2027].difference, found.years[2028].difference) == (-20, None)
    assert found.total.planned is None


def test_zero_in_the_economic_plan_is_not_missing():
    found = compare_line(line({"2027": 100, "2028": 50}, (), [{"2027": 0, "2028": 0}]), YEARS)
    assert found.total.difference == -150


def test_lines_are_added_changed_and_removed(place, people, draft):
    run = {"year": 2027, "remove_absent": False}
    assert import_table(people.editor, place, rows=[CARS], **run)["added"] == 1
    assert import_table(people.editor, place, rows=[CARS], **run) == {
        "added": 0,
        "changed": 0,
        "removed": 0,
    }
    more = Row("41", "265", "120", "Biler", {"2027": 1})
    other = Row("", "", "", "Ladere", {"2027": 2})
    assert import_table(people.editor, place, rows=[more, other], **run)["changed"] == 1
    gone = import_table(people.editor, place, year=2027, rows=[other], remove_absent=True)
    assert gone == {"added": 0, "changed": 0, "removed": 1}
    assert EconomicPlanLine.objects.get().text == "Ladere"


def test_a_link_survives_a_new_import(place, people, draft):
    import_table(people.editor, place, year=2027, rows=[CARS], remove_absent=False)
    economic, one = EconomicPlanLine.objects.get(), draft.lines.first()
    assert link_lines(people.editor, place, links={economic: one}) == 1
    newer = Row("41", "265", "120", "Biler", {"2027": 1})
    import_table(people.editor, place, year=2027, rows=[newer], remove_absent=False)
    assert EconomicPlanLine.objects.get().line == one


def test_what_is_linked_goes_into_the_frozen_content(place, people, draft):
    one = draft.lines.first()
    row = Row("41", "265", "120", "Biler", {"2027": 90_000}, one.measure)
    import_table(people.editor, place, year=2027, rows=[row], remove_absent=False)
    content = build(draft)
    assert content["lines"][0]["economic"] == [
        {
            "responsibility": "41",
            "function": "265",
            "account": "120",
            "text": "Biler",
            "kind": "",
            "price_year": None,
            "amounts": {"2027": 90_000},
        }
    ]
    assert "own/economic_plan" in {o["id"] for o in content["provenance"]}
    assert present(content).compared[0].years[2027].difference == -10_000


def test_nobody_links_to_anothers_budget(place, other, people, strangers, draft):
    import_table(people.editor, place, year=2027, rows=[CARS], remove_absent=False)
    with pytest.raises(PermissionDenied):
        link_lines(strangers.editor, other, links={EconomicPlanLine.objects.get(): None})


@pytest.mark.parametrize("role", ["reader", "reporter", "auditor", "administrator"])
def test_who_may_not_import(place, people, role):
    with pytest.raises(PermissionDenied):
        import_table(getattr(people, role), place, year=2027, rows=[CARS], remove_absent=False)


def send(client, place, text, **values):
    file = SimpleUploadedFile("plan.csv", text.encode(), "text/csv")
    url = reverse("budgets:import", kwargs={"code": place.code})
    return client.post(url, {"file": file, "year": 2027, "amounts_in": 1000, **values})


HEAD = "ansvar;funksjon;art/konto;tekst;2027;2028\n"


def test_one_bad_row_and_nothing_is_imported(place, people, draft, as_person):
    client = as_person(people.editor)
    answer = send(client, place, HEAD + "41;265;120;Biler;500;1\n41;;;Ladere;mye;2\n")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "mye" in page
    assert "Dette er ikke et beløp" in page
    assert not EconomicPlanLine.objects.exists()


def test_a_good_table_is_shown_before_it_is_imported(place, people, draft, as_person):
    client = as_person(people.editor)
    answer = send(client, place, HEAD + "41;265;120;Biler;500;-40\n")
    confirm = reverse("budgets:confirm", kwargs={"code": place.code})
    assert answer.url == confirm
    assert "500 000" in client.get(confirm).content.decode().replace("\u202f", " ")
    assert not EconomicPlanLine.objects.exists()
    client.post(confirm)
    assert EconomicPlanLine.objects.get().amounts == {"2027": 500_000, "2028": -40_000}
    client.post(confirm)  # a second click
    assert EconomicPlanLine.objects.count() == 1


def test_a_table_can_be_put_away(place, people, draft, as_person):
    client = as_person(people.editor)
    send(client, place, HEAD + "41;265;120;Biler;500;-40\n")
    confirm = reverse("budgets:confirm", kwargs={"code": place.code})
    client.post(confirm, {"drop": "1"})
    assert not EconomicPlanLine.objects.exists()
    assert client.get(confirm).status_code == 302


def test_a_large_table_waits_whole(place, people, draft, as_person):
    client = as_person(people.editor)
    send(client, place, HEAD + "".join(f"41;265;{n};Linje {n};{n};1\n" for n in range(350)))
    client.post(reverse("budgets:confirm", kwargs={"code": place.code}))
    assert EconomicPlanLine.objects.count() == 350


def test_many_lines_are_linked_a_sheet_at_a_time(place, people, draft, as_person):
    rows = [Row("41", "", str(n), f"Linje {n}", {"2027": n}) for n in range(150)]
    import_table(people.editor, place, year=2027, rows=rows, remove_absent=False)
    client = as_person(people.editor)
    url = reverse("budgets:link", kwargs={"code": place.code, "year": 2027})
    assert client.get(url).content.decode().count("<select") == 100
    last = client.get(url + "?sheet=2").content.decode()
    assert last.count("<select") == 50
    one = EconomicPlanLine.objects.last()
    values = {f"line_{one.pk}": "delivery_logistics", f"version_{one.pk}": 1}
    assert client.post(url + "?sheet=2", values).url.endswith("/okonomi/")
    assert EconomicPlanLine.objects.exclude(line=None).get() == one


@pytest.mark.parametrize("fields", [{}, {"count": "2", "year": "x"}, {"count": 1, "rows0": "ab"}])
def test_what_was_never_read_here_is_not_imported(place, people, draft, as_person, fields):
    from kortreist_web.people.drafts import save_draft

    save_draft(people.editor, place, "budgets.import", fields)
    client = as_person(people.editor)
    confirm = reverse("budgets:confirm", kwargs={"code": place.code})
    assert client.post(confirm).status_code == 302
    assert not EconomicPlanLine.objects.exists()


def test_a_table_waits_for_its_own_person_only(place, people, draft, as_person):
    send(as_person(people.editor), place, HEAD + "41;265;120;Biler;500;-40\n")
    confirm = reverse("budgets:confirm", kwargs={"code": place.code})
    as_person(people.approver).post(confirm)
    assert not EconomicPlanLine.objects.exists()


def test_a_file_that_is_too_large_is_refused(place, people, draft, as_person, settings):
    settings.UPLOAD_MAX_BYTES = 10
    answer = send(as_person(people.editor), place, HEAD + "41;265;120;Biler;500;-40\n")
    assert answer.status_code == 200
    assert "for stor" in answer.content.decode()


def test_the_export_is_guarded_and_comes_back_the_same(place, people, draft, as_person):
    evil = Row("41", "", "", "=HYPERLINK(1)", {"2027": 1})
    import_table(people.editor, place, year=2027, rows=[evil, CARS], remove_absent=False)
    client = as_person(people.reader)
    url = reverse("budgets:export_csv", kwargs={"code": place.code, "year": 2027})
    text = client.get(url).content.decode("utf-8-sig")
    assert "'=HYPERLINK" in text
    assert "2030" in text.splitlines()[0]
    client = as_person(people.editor)
    send(client, place, text, amounts_in=1)
    before = list(EconomicPlanLine.objects.values_list("text", "amounts", "version"))
    client.post(reverse("budgets:confirm", kwargs={"code": place.code}))
    assert list(EconomicPlanLine.objects.values_list("text", "amounts", "version")) == before


def test_links_are_set_on_the_page(place, people, draft, as_person):
    import_table(people.editor, place, year=2027, rows=[CARS], remove_absent=False)
    economic = EconomicPlanLine.objects.get()
    client = as_person(people.editor)
    url = reverse("budgets:link", kwargs={"code": place.code, "year": 2027})
    assert client.get(url).status_code == 200
    values = {f"line_{economic.pk}": "delivery_logistics", f"version_{economic.pk}": 1}
    assert client.post(url, values).status_code == 302
    economic.refresh_from_db()
    assert economic.line == BudgetLine.objects.get(measure="delivery_logistics")
    old = {f"line_{economic.pk}": "", f"version_{economic.pk}": 1}
    assert client.post(url, old).status_code == 409


def test_the_page_says_unknown_and_at_least(place, people, draft, as_person):
    url = reverse("budgets:money", kwargs={"code": place.code})
    page = as_person(people.reader).get(url).content.decode().replace("\u202f", " ")
    assert "1 960 000 + ukjent" not in page  # that line's own cost is wholly known
    assert "ukjent" in page
    assert "+ ukjent" in page


def test_without_a_budget_the_page_says_what_to_do_first(place, people, as_person):
    url = reverse("budgets:money", kwargs={"code": place.code})
    page = as_person(people.reader).get(url).content.decode()
    assert "Lag et klimabudsjett først" in page
    assert not Budget.objects.exists()


def test_what_is_compared_is_summed_and_a_sum_with_a_hole_is_not_shown():
    def line(cost, planned):
        return {
            "cost": {"municipality": cost},
            "cost_missing": [],
            "economic": [{"amounts": planned}],
        }

    years = (2027, 2028)
    rows = compared(
        [
            line({"2027": 100, "2028": 50}, {"2027": 90, "2028": 60}),
            line({"2027": 10, "2028": 20}, {"2027": 30}),
        ],
        years,
    )
    found = in_all(rows, years)
    assert (found.years[2027].budget.known, found.years[2027].planned) == (110, 120)
    assert found.years[2027].difference == 10
    assert (found.years[2028].budget.known, found.years[2028].planned) == (70, None)
    assert (found.total.budget.known, found.total.difference) == (180, None)


def test_one_line_in_other_kroner_hides_its_own_difference_alone(place, people, draft, as_person):
    """The others are compared and summed; it is said what is missing and what to do."""
    prices = {"years": [2025], "budget_year": 2027, "growth": None}
    Budget.objects.unlogged("a test's preparation").update(frame={**draft.frame, "prices": prices})
    first, second, *_ = draft.lines.all()
    years = {str(y): 100_000 for y in range(2027, 2031)}
    rows = [
        Row("1", "332", "12400", text, years, line.measure, "", price_year)
        for text, line, price_year in (("A", first, 2025), ("B", second, 2040))
    ]
    import_table(people.editor, place, year=2027, rows=rows, remove_absent=False)
    url = reverse("budgets:money", kwargs={"code": place.code})
    page = as_person(people.reader).get(url).content.decode()
    assert "i 2040-kroner, klimabudsjettet er i 2025-kroner" in page
    assert "Prisindeksen for 2040 mangler" in page
    assert "skriv 2025 i kolonnen prisår" in page
    total = page.split("1 av 2 tiltak")[1].split("</tbody>")[0]
    difference = total.split("k-difference")[1].split('class="n">')[1:]
    assert "–" not in [cell.split("<")[0].strip() for cell in difference]
