"""A table is taken in whole or not at all; lines of the economic plan are a person's to sort."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from kortreist_web.bindings.economic import EconomicLine, proposal_of, proposals
from kortreist_web.bindings.models import Binding, SortedLine

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[3] / "examples" / "bindings.csv"
UPLOAD, CONFIRM = "/nb/X001/arbeid/bindinger/tabell/", "/nb/X001/arbeid/bindinger/tabell/bekreft/"


def send(client, content, name="bindinger.csv"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def test_the_example_is_previewed_and_taken_in(place, people, as_person):
    client = as_person(people.editor)
    assert send(client, EXAMPLE.read_bytes()).status_code == 302
    assert not Binding.objects.exists(), "nothing before the person says so"
    rows = client.get(CONFIRM).context["rows"]
    asks = [r["key"] for r in rows if r["asks_zero"]]
    assert asks == ["skole"]
    client.post(CONFIRM, {"confirmed": ["skole"]})
    assert Binding.objects.count() == 9
    assert Binding.objects.get(key="skole").zero_confirmed
    boiler = Binding.objects.get(key="gasskjel")
    assert [a["zero"] for a in boiler.alternatives] == [True, False]
    # Again: nothing to change.
    send(client, EXAMPLE.read_bytes())
    kinds = {r["key"]: r["kind"] for r in client.get(CONFIRM).context["rows"]}
    assert set(kinds.values()) == {"same"}, "what a person has confirmed is not in the file"


def test_a_strangers_binding_is_not_overwritten_and_the_rest_stays(place, people, enter, as_person):
    stranger = enter(
        name="Ny skole ved bygrensa",
        kind="building",
        signed_month=5,
        exits=[{"year": 2040, "nok": 1e6, "notice_months": 12}],
    )
    file = f"id;navn;signeres;kapital_kr\n{stranger.key};Skolegård;2027-08;85 000 000\n"
    client = as_person(people.editor)
    send(client, file.encode())
    (row,) = client.get(CONFIRM).context["rows"]
    assert (row["kind"], row["before"]) == ("changed", "Ny skole ved bygrensa")
    changes = {d.field: (d.before, d.after) for d in row["changes"]}
    assert changes["Navn"] == ("Ny skole ved bygrensa", "Skolegård")
    assert len(changes) == 3
    client.post(CONFIRM, {})
    assert Binding.objects.get().capital == 6e6, "not asked for"
    send(client, file.encode())
    client.post(CONFIRM, {"changing": [stranger.key]})
    after = Binding.objects.get()
    assert (after.name, after.signed_month, after.capital) == ("Skolegård", 8, 85e6)
    # What the file has no column for is as it was.
    kept = ("kind", "start", "lifetime", "tonnes", "exits", "alternatives", "running")
    assert all(getattr(after, n) == getattr(stranger, n) for n in kept)


def test_money_of_a_file_is_in_the_prices_of_what_is_there(place, people, enter, as_person):
    old = enter(price_year=2020, capital=6e6)
    client = as_person(people.editor)
    head = "id;navn;kapital_kr;prisår"
    send(client, f"{head}\n{old.key};{old.name};6 000 000;2020\n".encode())
    assert client.get(CONFIRM).context["rows"][0]["kind"] == "same"
    send(client, f"{head}\n{old.key};{old.name};7 000 000;2020\n".encode())
    client.post(CONFIRM, {"changing": [old.key]})
    assert (Binding.objects.get().capital, Binding.objects.get().price_year) == (7e6, 2020)


def test_the_preview_has_the_usual_values(place, people, as_person):
    client = as_person(people.editor)
    send(client, b"id;navn;type;utslipp_t_\xc3\xa5r_midt\na;Skole;bygg;3\n")
    (row,) = client.get(CONFIRM).context["rows"]
    assert row["values"].lifetime == 40
    assert "lifetime" in row["values"].defaults
    client.post(CONFIRM, {})
    assert Binding.objects.get().lifetime == 40


def test_one_wrong_cell_and_nothing_is_read(place, people, as_person):
    content = EXAMPLE.read_text("utf-8").replace(";2600000;", ";x;").replace("2 600 000", "x")
    answer = send(as_person(people.editor), content.encode())
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "drift_kr_år" in page
    assert not Binding.objects.exists()


@pytest.mark.parametrize(
    ("account", "text", "amount", "proposed", "kind"),
    [
        ("02300", "Skolebygg Øvre dal", 90_000_000, "likely", "building"),
        ("02300", "Rullator", 30_000, "unknown", "other"),
        ("11960", "Ny busskontrakt", 2_000_000, "likely", "transport_contract"),
        ("10100", "Lønn rådgiver", 800_000, "unlikely", "other"),
        ("11200", "Diverse", 4_000_000, "unknown", "other"),
        ("11200", "Diverse", 40_000, "unlikely", "other"),
    ],
)
def test_lines_are_sorted_by_account_sum_and_words(account, text, amount, proposed, kind):
    line = EconomicLine("400", "320", account, text, {"2027": amount})
    proposal = proposal_of(line, timezone.localdate())
    assert (proposal.proposed, proposal.kind) == (proposed, kind)


@pytest.fixture
def lines(place, people):
    from kortreist_web.budgets.models import EconomicPlanLine
    from kortreist_web.core.actor_context import acting

    with acting(people.editor, "test"):
        for account, text, amount in (
            ("02300", "Skolebygg", 90_000_000),
            ("11200", "Renhold", 400_000),
        ):
            EconomicPlanLine.objects.create(
                organisation=place,
                year=2027,
                responsibility="200",
                account=account,
                text=text,
                amounts={"2027": amount, "2028": amount},
            )


def test_a_no_keeps_its_reason_and_a_yes_becomes_a_binding(place, people, lines, as_person):
    school, cleaning = proposals(place, timezone.localdate())
    assert (school.proposed, cleaning.proposed) == ("likely", "unlikely")
    client, address = as_person(people.editor), "/nb/X001/arbeid/bindinger/linjer/svar/"
    client.post(address, {"line": cleaning.line.hash, "answer": "does_not"})
    assert not SortedLine.objects.exists(), "a no without a reason is not kept"
    client.post(address, {"line": cleaning.line.hash, "answer": "does_not", "reason": "Årlig"})
    assert SortedLine.objects.get().reason == "Årlig"
    client.post(address, {"line": school.line.hash, "answer": "binds"})
    made = Binding.objects.get()
    assert (made.kind, made.capital, made.status) == ("building", 180e6, "planned")
    assert made.lines == [school.line.key]
    client.post(address, {"line": school.line.hash, "answer": "binds"})
    assert Binding.objects.count() == 1, "a line is one binding's"
    as_person(people.reader).post(address, {"line": school.line.hash, "answer": "binds"})
    assert all(p.answer for p in proposals(place, timezone.localdate()))


def test_a_line_of_what_is_entered_is_linked_and_not_entered_twice(
    place, people, lines, enter, as_person
):
    there = enter(name="skolebygg", kind="building")
    school, _ = proposals(place, timezone.localdate())
    client, address = as_person(people.editor), "/nb/X001/arbeid/bindinger/linjer/svar/"
    sent = {"line": school.line.hash, "answer": "binds"}
    said = client.post(address, sent, follow=True).content.decode()
    assert "er alt lagt inn" in said
    assert Binding.objects.count() == 1
    client.post(address, {**sent, "binding": there.pk})
    after = Binding.objects.get()
    assert (after.lines, after.capital) == ([school.line.key], there.capital)
    assert SortedLine.objects.get().binding == there
    assert client.post(address, {**sent, "binding": "x"}).status_code == 404


def test_no_is_said_to_several_lines_at_once_with_one_reason(place, people, lines, as_person):
    both = [p.line.hash for p in proposals(place, timezone.localdate())]
    client, address = as_person(people.editor), "/nb/X001/arbeid/bindinger/linjer/svar/"
    client.post(address, {"line": both, "answer": "does_not", "reason": " "})
    client.post(address, {"line": both, "answer": "binds"})
    client.post(address, {"answer": "does_not", "reason": "Ingen"})
    assert not SortedLine.objects.exists()
    assert 'form="several"' in client.get("/nb/X001/arbeid/bindinger/linjer/").content.decode()
    client.post(address, {"line": both, "answer": "does_not", "reason": "Lønn, år for år"})
    assert {row.reason for row in SortedLine.objects.all()} == {"Lønn, år for år"}
    assert SortedLine.objects.count() == 2


def test_the_table_to_fill_in_has_an_example_that_reads_and_every_column_explained(
    place, people, as_person
):
    client = as_person(people.editor)
    example = client.get(f"{UPLOAD}eksempel.csv").content
    send(client, example)
    (row,) = client.get(CONFIRM).context["rows"]
    assert (row["missing"], row["refused"]) == ([], "")
    assert len(row["values"].alternatives) == 2
    columns = dict(client.get(UPLOAD).context["columns"])
    assert "oppvarming" in columns["type"]
    assert all(len(meaning) > 10 for meaning in columns.values())


def test_every_wrong_cell_of_a_file_is_told_of(place, people, as_person):
    content = b"id;navn;levetid;start\na;Skole;x;2028\nb;Hall;20;y\n"
    page = send(as_person(people.editor), content).content.decode()
    assert "levetid" in page
    assert page.count("bindinger.csv") >= 2
