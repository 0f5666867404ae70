"""Codes filled in after a line was first read in: the same line, and the same money."""

from dataclasses import replace

import pytest
from django.urls import reverse

from kortreist_web.budgets.actions.import_table import import_table
from kortreist_web.budgets.codes import code_checks
from kortreist_web.budgets.content import build
from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.lines_diff import compare, pair, words_beside
from kortreist_web.budgets.lines_import import preview
from kortreist_web.budgets.models import BudgetLine, EconomicPlanLine
from kortreist_web.budgets.money import economic_lines, there
from kortreist_web.budgets.pending_import import Pending, hold
from kortreist_web.budgets.proposal import proposal, proposal_table
from kortreist_web.budgets.tables import read_table
from kortreist_web.changes.models import Change
from kortreist_web.changes.readable_log import WITHOUT_REASON
from kortreist_web.core.exports import excel_bytes
from kortreist_web.core.refusals import RefusedError

HEAD = {"year": 2027, "remove_absent": False}


def row(function="", account="", text="A", amount=1, **values):
    return Row("", function, account, text, {"2027": amount}, **values)


def verdict(rows, kept):
    return {k: len(v) for k, v in compare(rows, {r.key: r for r in kept}).items() if v}


@pytest.mark.parametrize(
    ("rows", "kept", "said"),
    [
        # Codes filled in, corrected, or forgotten again: the same line.
        ([row("130", measure="m")], [row(measure="m")], {"changed": 1}),
        ([row("332", measure="m")], [row("130", measure="m")], {"changed": 1}),
        ([row(measure="m")], [row("130", measure="m")], {"same": 1}),
        ([row("130")], [row()], {"changed": 1}),
        # Without a measure, another code is another line.
        ([row("332")], [row("130")], {"new": 1, "absent": 1}),
        # What is in the table as it is kept is taken: a new one beside it is new.
        ([row("130", measure="m"), row("332", measure="m")], [row("130", measure="m")],
         {"same": 1, "new": 1}),
        # Told apart by price year, or by amount; not at all.
        ([row("130", measure="m", price_year=2025)],
         [row(account="1", measure="m", price_year=2025), row(measure="m", price_year=2024)],
         {"changed": 1, "absent": 1}),
        ([row("130", measure="m", amount=2), row("332", measure="m")], [row(measure="m")],
         {"changed": 1, "new": 1}),
        ([row("130", measure="m", amount=2), row("332", measure="m", amount=3)],
         [row(measure="m")], {"unclear": 2, "absent": 1}),
        # Another kind, another measure, another text.
        ([row("130", measure="m", kind="running")], [row(measure="m", kind="investment")],
         {"new": 1, "absent": 1}),
        ([row("130", measure="m")], [row(measure="n")], {"new": 1, "absent": 1}),
    ],
)  # fmt: skip
def test_which_kept_line_a_row_is(rows, kept, said):
    assert verdict(rows, kept) == said


def test_what_changes_is_told_code_for_code():
    old = row(measure="m", price_year=2025, kind="running")
    new = row("130", measure="m", price_year=2026)
    assert pair([new], {old.key: old}).kept == {new.key: old.key}
    words = words_beside(new, old)
    assert {name: v[:2] for name, v in words.items() if v[2]} == {
        "function": ("130", ""),
        "price_year": ("2026", "2025"),
    }


@pytest.mark.django_db
def test_codes_filled_in_as_the_guide_says_leave_the_same_money(draft, place, people):
    """Read in, downloaded, filled in and read in again: no line more, no krone more."""

    def download():
        made = proposal(place, build(draft), economic_lines(place, 2027))
        return proposal_table(made, (2027, 2028, 2029, 2030))

    def send(table):
        read = preview(
            read_table(excel_bytes({"a": table})), 1, {x.measure for x in draft.lines.all()}, 2027
        )
        assert not read.faults
        return import_table(people.editor, place, rows=read.rows, **HEAD)

    send(download())
    kept = list(EconomicPlanLine.objects.values_list("pk", "amounts", "line_id"))
    assert kept
    assert not EconomicPlanLine.objects.exclude(function="").exists()
    head, *rows = download()
    for cells in rows:
        cells[head.index("funksjon")], cells[head.index("art/konto")] = "332", "240"
    assert send([head, *rows]) == {"added": 0, "changed": len(kept), "removed": 0}
    assert list(EconomicPlanLine.objects.values_list("pk", "amounts", "line_id")) == kept
    assert set(EconomicPlanLine.objects.values_list("function", "account")) == {("332", "240")}


@pytest.mark.django_db
def test_unclear_lines_are_refused_unless_they_replace_what_is_there(draft, place, people):
    measure = draft.lines.first().measure
    import_table(people.editor, place, rows=[row(measure=measure, amount=5)], **HEAD)
    two = [row(c, measure=measure, amount=n) for c, n in (("130", 2), ("332", 3))]
    with pytest.raises(RefusedError) as refused:
        import_table(people.editor, place, rows=two, **HEAD)
    assert refused.value.key == "budgets.refused.line_unclear"
    import_table(people.editor, place, rows=two, year=2027, remove_absent=True)
    assert sum(e.amounts["2027"] for e in EconomicPlanLine.objects.all()) == 5


@pytest.mark.django_db
def test_the_preview_tells_codes_kind_price_year_and_what_goes(draft, place, people, as_person):
    measure = draft.lines.first().measure
    kept = [
        row("332", "12300", "B", kind="running", price_year=2025),
        row("130", "12300", "B", 77_777, kind="running"),
        row("332", "02300", "C", kind="investment", price_year=2025, measure=measure),
    ]
    import_table(people.editor, place, rows=kept, **HEAD)
    sent = [
        row("332", "02300", "C", kind="investment", price_year=2026, measure=measure),
        row("999", "19990", "D", kind="investment"),
    ]
    hold(people.editor, place, Pending(2027, "m.xlsx", ["2027"], sent))
    client, url = as_person(people.editor), reverse("budgets:confirm", kwargs={"code": place.code})
    page = client.get(url).content.decode()
    assert "før 2025" in " ".join(page.split())
    assert page.count("arten hører til det andre regnskapet") == 1
    assert page.count("funksjon 999 står ikke i KOSTRAs lister") == 1
    assert "77" in page.split("remove_absent")[0].split("Linjer som finnes her")[1]
    client.post(url)
    assert Change.objects.filter(WITHOUT_REASON, what__icontains="EconomicPlanLine").count() == 1
    assert not Change.objects.filter(why__contains="m.xlsx").exists()
    line = EconomicPlanLine.objects.get(text="D")
    # Being in use does not make a code right: the page and the next file say so too.
    assert "budgets.code.function_unknown" in code_checks(line, 2027)
    assert there(place, 2027)[sent[1].of_kind().key].function == "999"


@pytest.mark.parametrize(
    ("rows", "kept", "said"),
    [
        # Another text on the same measure and kind is the same line, whatever else is in the file.
        ([row("332", text="B", measure="m")], [row("332", measure="m")], {"changed": 1}),
        ([row("332", text="B", measure="m", amount=2)], [row(measure="m")], {"changed": 1}),
        # Without a measure: the same codes, and the same money.
        ([row("332", "240", text="B")], [row("332", "240")], {"changed": 1}),
        ([row("332", "240", text="B", amount=2)], [row("332", "240")], {"new": 1, "absent": 1}),
        # Text, codes and amount differ; two lines could be it: nobody guesses.
        ([row("332", text="B", measure="m", amount=2)], [row("130", measure="m")],
         {"unclear": 1, "absent": 1}),
        ([row(text="C", measure="m", amount=3)],
         [row(text="A", measure="m"), row(text="B", measure="m")],
         {"unclear": 1, "absent": 2}),
        # The kept line is in the table: what is beside it is new.
        ([row("332", text="B", measure="m"), row("332", measure="m")], [row("332", measure="m")],
         {"new": 1, "same": 1}),
    ],
)  # fmt: skip
def test_a_changed_text_is_not_another_line(rows, kept, said):
    assert verdict(rows, kept) == said


@pytest.mark.django_db
def test_a_changed_text_does_not_double_the_money(draft, place, people):
    measure = draft.lines.first().measure
    import_table(people.editor, place, rows=[row("332", measure=measure, amount=750)], **HEAD)
    sent = [row("332", text="Smartere varelevering", measure=measure, amount=750)]
    assert import_table(people.editor, place, rows=sent, **HEAD)["added"] == 0
    (line,) = EconomicPlanLine.objects.all()
    assert (line.text, line.amounts) == ("Smartere varelevering", {"2027": 750})


@pytest.mark.django_db
def test_an_estimate_stays_an_estimate_until_its_amount_is_changed(draft, place, people):
    """Codes filled in are no better knowledge: the mark and the range follow the amounts."""

    def made():
        return proposal(place, build(draft), economic_lines(place, 2027))

    def send(rows):
        return import_table(people.editor, place, rows=rows, **HEAD)

    ends = {"low": 1000, "central": 3000, "high": 9000}
    (line, *_) = [x for x in draft.lines.all() if x.cost.get("municipality")]
    kinds = {"running": {"2027": ends}, "investment": {"2027": {**ends, "high": 8000}}}
    BudgetLine.objects.filter(pk=line.pk).unlogged("a test's preparation").update(
        cost={"municipality": {"2027": 6000}}, kinds=kinds, cost_mark="judgement"
    )
    before = [p for p in made() if p.row.amounts]
    assert {(p.low, p.high) for p in before} >= {(1000, 9000), (1000, 8000)}
    coded = [replace(p.row, function="332", account="") for p in before]
    send(coded)
    after = made()
    told = {(p.row.text, p.row.kind): (p.low, p.high, p.source) for p in after if p.row.amounts}
    assert told == {(p.row.text, p.row.kind): (p.low, p.high, p.source) for p in before}
    assert all(p.own and p.row.function == "332" for p in after if p.row.amounts)
    assert "budgets.proposal.own" not in {p.source for p in before}
    # In thousands, re-read, or with another text: still the estimate.
    send([replace(r, text=f"{r.text} x") for r in coded])
    assert all(e.estimate_kept for e in EconomicPlanLine.objects.all())
    # Changed by a krone: hers.
    one = replace(coded[0], text=f"{coded[0].text} x", amounts={**coded[0].amounts, "2027": 1})
    send([one])
    line = next(p for p in made() if p.row.text == one.text and p.row.kind == one.kind)
    assert (line.low, line.high, line.source) == (None, None, "budgets.proposal.own")
