"""Tables as municipalities have them: read right, or refused with the place and the mend."""

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from kortreist_web.budgets.amounts import AmountError, read_amount
from kortreist_web.budgets.lines import Row
from kortreist_web.budgets.lines_import import preview
from kortreist_web.budgets.models import EconomicPlanLine
from kortreist_web.budgets.sums import verdicts
from kortreist_web.budgets.tables import TableRefusedError, read_table

CASES = Path(__file__).parents[4] / "shared" / "cases"
HEAD = ["ansvar", "funksjon", "art/konto", "tekst", "2026", "2027"]
LINES = [
    ["4100", "265", "12000", "Elbiler", 100_000, 200_000],
    ["4100", "265", "12100", "Ladere", 50_000, 60_000],
]


def case(name):
    file = CASES / name
    if not file.exists():
        pytest.skip("the cases are not here")
    return file.read_bytes()


def read(content, unit=1):
    return preview(read_table(content), unit, ())


def book(rows, change=lambda sheet: None, **sheets):
    made = Workbook()
    made.active.title = "Plan"
    for row in rows:
        made.active.append(row)
    change(made.active)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def csv(*rows):
    return "\n".join(";".join(str(c) for c in row) for row in (HEAD, *rows)).encode()


def amounts(found):
    assert found.faults == []
    return {r.text: r.amounts for r in found.rows}


def where(found):
    return [(f.cell or f.row, f.why.rpartition(".")[2]) for f in found.faults]


@pytest.mark.parametrize("claim", ["rader", "ar", "a1"])
@pytest.mark.case("r02_okonomiplan_storrelse_{claim}.xlsx")
def test_a_workbook_that_misstates_its_size_is_read_whole(claim):
    found = read(case(f"r02_okonomiplan_storrelse_{claim}.xlsx"))
    assert amounts(found) == {
        "Elbiler": {"2026": 100_000, "2027": 200_000},
        "Ladere": {"2026": 50_000, "2027": 60_000},
        "Varmepumpe": {"2026": 70_000, "2027": 80_000},
    }
    assert found.years == ["2026", "2027"]


@pytest.mark.parametrize("claim", ["A1", "A1:E3", "A1:F2", "A1:AZ9000"])
def test_the_size_a_sheet_claims_is_not_believed(claim):
    import re
    import zipfile

    content, out = book([HEAD, *LINES]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = re.sub(
                    rb'<dimension ref="[^"]*"', b'<dimension ref="%b"' % claim.encode(), part
                )
            new.writestr(name, part)
    assert amounts(read(out.getvalue())) == {
        "Elbiler": {"2026": 100_000, "2027": 200_000},
        "Ladere": {"2026": 50_000, "2027": 60_000},
    }


@pytest.mark.case("r08_skjult_forste_ark.xlsx")
def test_the_sheet_people_see_is_read_and_named():
    found = read(case("r08_skjult_forste_ark.xlsx"))
    assert amounts(found) == {"Elbiler": {"2026": 999_000, "2027": 888_000}}
    assert found.sheet == "Vedtatt"


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_sheet_nobody_sees_is_never_read(state):
    def hide(sheet):
        sheet.sheet_state = state
        for name, n in (("Vedtatt", 1), ("Notater", 2)):
            other = sheet.parent.create_sheet(name)
            other.append(HEAD)
            other.append(["1", "2", "3", "Synlig", n, n])

    found = read(book([HEAD, *LINES], hide))
    assert amounts(found) == {"Synlig": {"2026": 1, "2027": 1}}
    assert (found.sheet, found.others) == ("Vedtatt", ("Notater",))


@pytest.mark.case("r12_sumrad.csv")
def test_a_sum_row_is_left_out_and_told():
    found = read(case("r12_sumrad.csv"))
    assert set(amounts(found)) == {"Elbiler", "Ladere"}
    assert [(n.row, n.value, n.why) for n in found.notes] == [
        (4, "Sum", "budgets.table.sum_left_out")
    ]


@pytest.mark.parametrize(
    "row",
    [
        ["", "", "", "Sum", 150_000, 260_000],
        ["", "", "", "Totalsum", 150_000, 260_000],
        ["", "", "", "SUM KLIMATILTAK", 150_000, 260_000],
        ["Sum 4100", "", "", "", 150_000, 260_000],
        ["", "", "", "", 150_000, 260_000],
        ["", "", "", "Netto ramme", 150_000, 260_000],
        ["", "", "", "Budsjettramme", 150_000, 260_000],
        ["", "", "", "Net framework", 150_000, 260_000],
        ["4100", "", "", "Til sammen", 150_000, 260_000],
    ],
)
def test_sums_under_any_name_and_in_any_column(row):
    for rows in ([*LINES, row], [row, *LINES] if row[3] == "Sum" else [*LINES, row]):
        found = read(csv(*rows))
        assert set(amounts(found)) == {"Elbiler", "Ladere"}
        assert [n.why for n in found.notes] == ["budgets.table.sum_left_out"]


def test_sums_of_parts_and_of_all():
    found = read(
        csv(
            ["1", "", "1", "A", 10, 20],
            ["1", "", "2", "B", 5, 5],
            ["1", "", "", "Sum 1", 15, 25],
            ["2", "", "1", "C", 7, 0],
            ["2", "", "", "Sum 2", 7, 0],
            ["", "", "", "Totalt", 22, 25],
        )
    )
    assert set(amounts(found)) == {"A", "B", "C"}
    assert [n.row for n in found.notes] == [4, 6, 7]


def test_what_is_called_a_sum_and_does_not_add_up_is_refused():
    found = read(csv(*LINES, ["", "", "", "Sum", 150_000, 261_000]))
    assert where(found) == [(4, "sum_unclear")]


@pytest.mark.parametrize("codes", [["4100", "265", "1"], ["", "", ""]])
def test_what_adds_up_without_a_code_or_a_name_is_asked_about(codes):
    """A ferry is not lost for costing what two others do, and a frame is not counted twice."""
    lines = [[*codes, "Elbiler", 300_000, 1], [*codes, "Ladere", 200_000, 2]]
    found = read(csv(*lines, ["", "", "", "Ferje til Øya", 500_000, 3]))
    assert where(found) == [(4, "sum_asked")]
    framed = read(csv(*lines, ["", "", "", "Netto ramme", 500_000, 3]))
    assert set(amounts(framed)) == {"Elbiler", "Ladere"}
    assert [n.why for n in framed.notes] == ["budgets.table.sum_left_out"]
    # A line that is only called so stays.
    kept = read(csv(*lines, ["", "", "", "Netto utgift ferje", 400_000, 3]))
    assert len(amounts(kept)) == 3


def test_a_line_that_happens_to_be_a_sum_stays_and_is_told():
    row = ["4100", "265", "12200", "Varmepumpe", 150_000, 260_000]
    found = read(csv(*LINES, row))
    assert set(amounts(found)) == {"Elbiler", "Ladere", "Varmepumpe"}
    assert [(n.row, n.why) for n in found.notes] == [(4, "budgets.table.sum_noticed")]
    assert verdicts([Row("4100", "265", "1", "Summer", {"2026": 3})]) == [""]


@pytest.mark.case("r12_sammenslatt_ansvar.xlsx")
def test_a_merged_code_holds_for_every_row_it_covers():
    found = read(case("r12_sammenslatt_ansvar.xlsx"))
    assert [(r.text, r.responsibility) for r in found.rows] == [
        ("Elbiler", "4100"),
        ("Ladere", "4100"),
    ]


def test_a_merged_amount_is_nobody_s_alone():
    found = read(book([HEAD, *LINES], lambda sheet: sheet.merge_cells("E2:E3")))
    assert where(found) == [("E3", "merged_amount")]
    across = read(book([HEAD, *LINES], lambda sheet: sheet.merge_cells("E2:F2")))
    assert where(across) == [("F2", "merged_amount")]


@pytest.mark.case("r12_konto_som_dato.xlsx")
def test_a_code_the_spreadsheet_made_a_date_is_refused():
    found = read(case("r12_konto_som_dato.xlsx"))
    assert where(found) == [("C2", "date")]
    assert found.rows == []


@pytest.mark.parametrize("column", ["A", "B", "C", "D"])
def test_a_date_is_no_code_in_any_column(column):
    import datetime as dt

    def put(sheet):
        sheet[f"{column}2"] = dt.date(2026, 1, 10)

    assert where(read(book([HEAD, *LINES], put))) == [(f"{column}2", "date")]


def test_other_cells_that_are_no_code_or_amount():
    def put(sheet):
        sheet["A2"], sheet["E3"], sheet["D3"] = "#N/A", "#REF!", True

    found = read(book([HEAD, *LINES], put))
    assert where(found) == [("A2", "cell_error"), ("D3", "truth"), ("E3", "cell_error")]


def test_a_column_without_heading_is_not_passed_over():
    rows = [[*HEAD, None], [*LINES[0], 5]]
    assert where(read(book(rows))) == [("G2", "no_heading")]


@pytest.mark.case("r14_dos_tegn.csv")
def test_letters_that_cannot_be_read_are_refused():
    with pytest.raises(TableRefusedError) as refused:
        read_table(case("r14_dos_tegn.csv"), "plan.csv")
    assert "2" in str(refused.value)
    assert "†" in str(refused.value)


@pytest.mark.parametrize("letters", ["cp865", "cp850", "mac-roman"])
@pytest.mark.parametrize("text", ["Ladestasjon Øverås", "Kjøp av ladere", "Ærlig måler"])
def test_no_other_set_of_letters_is_taken_for_ours(letters, text):
    content = f"tekst;2027\n{text};1\n".encode(letters)
    try:
        found = [r.text for r in read(content).rows]
    except TableRefusedError:
        return
    assert found == [text]


def test_utf_16_as_excel_saves_it_is_read():
    content = "tekst\t2027\r\nKjøp av ladere\t1 000\r\n".encode("utf-16")
    assert amounts(read(content)) == {"Kjøp av ladere": {"2027": 1000}}


@pytest.mark.parametrize("text", ["(−500)", "(-500)", "(500)", "−500", "-500", "– 500"])
@pytest.mark.case('read_amount("(−500)")')
def test_brackets_and_minus_are_one_minus(text):
    assert read_amount(text) == -500


@pytest.mark.parametrize("text", ["1 2345", "12 34 567", "1 23", "1'23"])
@pytest.mark.case("r03_mellomrom_2025-05-01.csv")
def test_spaces_that_do_not_set_off_three_digits_are_refused(text):
    with pytest.raises(AmountError) as refused:
        read_amount(text)
    assert refused.value.key == "budgets.amount.groups"


def test_a_year_far_from_the_plan_is_refused():
    rows = [["tekst", "2026", "2062"], ["A", 1, 2]]
    assert where(preview(rows, 1, (), 2026)) == [(1, "year_far")]
    assert preview(rows, 1, ()).faults == []


# Through the pages: read, confirm, and what is stored.


@pytest.fixture
def send(db, people, place, as_person, write):
    from kortreist_web.budgets.models import Budget

    Budget(organisation=place, year=2026, title="K").save()
    client = as_person(people.editor)

    def run(content, name="plan.csv"):
        data = {"file": SimpleUploadedFile(name, content), "year": 2026, "amounts_in": 1}
        answer = client.post(reverse("budgets:import", args=["X001"]), data, follow=True)
        return answer, " ".join(answer.content.decode().split())

    run.client = client
    return run


def confirm(send):
    send.client.post(reverse("budgets:confirm", args=["X001"]), {})


@pytest.mark.case("r13_tekst_nfc.csv")
def test_texts_that_look_alike_are_one_line(send):
    composed, apart = case("r13_tekst_nfc.csv"), case("r13_tekst_nfd.csv")
    assert composed != apart
    assert send(composed)[0].context["found"]["new"]
    confirm(send)
    answer, _ = send(apart)
    found = answer.context["found"]
    assert (len(found["same"]), found["new"], found["changed"], found["absent"]) == (1, [], [], [])
    confirm(send)
    assert EconomicPlanLine.objects.count() == 1


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.case("r19_tekst_som_formel.csv")
def test_texts_that_look_like_formulas_come_back_as_they_were(send, kind):
    send(case("r19_tekst_som_formel.csv"))
    confirm(send)
    stored = {e.text: e.amounts for e in EconomicPlanLine.objects.all()}
    assert stored["=1+1"] == {"2026": -100}
    assert len(stored) == 4
    exported = send.client.get(reverse(f"budgets:export_{kind}", args=["X001", 2026])).content
    answer, _ = send(exported, f"plan.{kind}")
    assert len(answer.context["found"]["same"]) == 4
    assert answer.context["found"]["new"] == []


@pytest.mark.case("r08_skjult_forste_ark.xlsx", "r12_sumrad.csv")
def test_the_page_names_the_sheet_and_what_was_left_out(send):
    answer, page = send(case("r08_skjult_forste_ark.xlsx"), "plan.xlsx")
    assert "Lest fra arket «Vedtatt»" in page
    assert "999 000" in page
    answer, page = send(case("r12_sumrad.csv"))
    assert "Rad 4, Sum: Raden er summen av andre rader, og er utelatt." in page
    assert len(answer.context["found"]["new"]) == 2


def test_a_refused_table_names_the_cell_and_changes_nothing(send):
    answer, page = send(case("r12_konto_som_dato.xlsx"), "plan.xlsx")
    assert answer.status_code == 422
    assert "(C2)" in page
    _, page = send(case("r14_dos_tegn.csv"), "plan.csv")
    assert "bokstaver som ikke kan leses" in page
    assert not EconomicPlanLine.objects.exists()


def test_a_plan_of_other_years_than_the_budgets_is_told_of_before_it_is_stored():
    table = [["ansvar", "konto", "tekst", 2027, 2028], ["200", "02300", "Skole", 1000, 2000]]
    (note,) = preview(table, 1, (), 2026).notes
    assert (note.value, note.why) == ("2027", "budgets.table.other_year")
    assert preview(table, 1, (), 2027).notes == []
