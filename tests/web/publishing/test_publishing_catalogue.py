"""The catalogue follows DCAT-AP-NO, and what it points at is there."""

from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, RDF, Graph, URIRef
from rdflib.compare import isomorphic

from kortreist_web.publishing.rdf import Iri, Literal, as_json_ld, as_turtle, name

pytestmark = pytest.mark.django_db
_SHAPES = Path(__file__).with_name("dcat_ap_no_shapes.ttl")


@pytest.fixture(scope="module")
def shapes():
    return Graph().parse(_SHAPES)


def validated(graph, shapes):
    from pyshacl import validate

    fine, _, said = validate(graph, shacl_graph=shapes, advanced=False, inference="none")
    assert fine, said


def parsed(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    form = "turtle" if path.endswith("ttl") else "json-ld"
    return Graph().parse(data=answer.content, format=form)


@pytest.mark.any_database
def test_catalogue_is_valid(client, account, adopted, shapes):
    graph = parsed(client, "/data/X001/catalogue.ttl")
    validated(graph, shapes)
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 5


_OFFICIAL = Path(__file__).parents[4] / "shared/data/reporting/DCAT-AP-NO-shacl_shapes_2.00.ttl"
_AUTHORITY = "http://publications.europa.eu/resource/authority/"


@pytest.mark.any_database
@pytest.mark.skipif(not _OFFICIAL.exists(), reason="the official shapes are not here")
@pytest.mark.parametrize("path", ["X001/catalogue", "4005/catalogue", "catalogue"])
@pytest.mark.case("the catalogues of the installation")
def test_the_official_shapes_find_nothing(client, account, adopted, notodden, path):
    """Not a violation and not a warning; the EU's vocabularies, not at hand, say their scheme."""
    from rdflib import SKOS

    graph = parsed(client, f"/data/{path}.ttl")
    for value in set(graph.objects()):
        scheme, _, word = str(value).rpartition("/")
        if isinstance(value, URIRef) and f"{scheme}/".startswith(_AUTHORITY) and word:
            graph.add((value, SKOS.inScheme, URIRef(scheme)))
    official = Graph().parse(_OFFICIAL)
    validated(graph, official)
    # They look: a source that is a page is what they refused before.
    dataset = next(graph.subjects(RDF.type, DCAT.Dataset))
    graph.add((dataset, DCTERMS.source, URIRef("https://example.no/page")))
    with pytest.raises(AssertionError, match="dct:source"):
        validated(graph, official)


@pytest.mark.case("a budget frozen")
def test_days_are_by_the_clock_of_the_place():
    import datetime as dt

    from kortreist_web.publishing.catalogue import _date

    late = dt.datetime(2026, 12, 10, 23, 30, tzinfo=dt.UTC)
    assert _date(late).value == "2026-12-11"
    assert _date(dt.date(2026, 12, 10)).value == "2026-12-10"


@pytest.mark.any_database
def test_catalogue_without_contact_or_people_is_valid(client, notodden, shapes, settings):
    settings.CONTACT, settings.RESPONSIBLE = "Drift <drift@example.no>", "IKT-samarbeidet"
    graph = parsed(client, "/data/4005/catalogue.ttl")
    validated(graph, shapes)
    said = graph.serialize()
    assert "mailto:drift@example.no" in said
    publisher = graph.value(predicate=RDF.type, object=URIRef("http://xmlns.com/foaf/0.1/Agent"))
    assert "IKT-samarbeidet" in {str(o) for o in graph.objects(publisher)}


@pytest.mark.any_database
def test_the_shapes_refuse_a_catalogue_that_lacks_something(client, account, shapes):
    from pyshacl import validate

    graph = parsed(client, "/data/X001/catalogue.ttl")
    graph.remove((None, DCAT.theme, None))
    graph.remove((None, DCTERMS.license, None))
    fine, _, said = validate(graph, shacl_graph=shapes, inference="none")
    assert not fine
    assert "theme" in said
    assert "license" in said


def test_both_forms_say_the_same(client, account, adopted):
    turtle = parsed(client, "/data/X001/catalogue.ttl")
    assert isomorphic(turtle, parsed(client, "/data/X001/catalogue.jsonld"))


def test_every_address_of_the_catalogue_answers(client, account, adopted, settings):
    graph = parsed(client, "/data/X001/catalogue.ttl")
    addresses = {str(o) for o in graph.objects(predicate=DCAT.accessURL)}
    assert len(addresses) >= 12
    for address in addresses:
        assert client.get(address.removeprefix(settings.ORIGIN)).status_code == 200, address


def test_whole_catalogue_holds_the_published_and_only_them(
    client, account, adopted, notodden, other, make_account, shapes
):
    make_account(other)
    graph = parsed(client, "/data/catalogue.ttl")
    validated(graph, shapes)
    said = graph.serialize()
    assert "/data/X001/account.csv" in said
    assert "/data/4005/account.csv" in said
    assert "X002" not in said


def test_whole_catalogue_asks_as_much_for_two_as_for_one(
    client, account, adopted, notodden, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        client.get("/data/catalogue.ttl")


def test_texts_and_addresses_are_written_so_that_they_are_read_back():
    subject = Iri("https://example.no/#a")
    said = 'Say "hi"\\ \n\t<b> øæå'
    triples = [
        (subject, name("dct:title"), Literal(said, "nb")),
        (subject, name("dct:modified"), Literal("2026-01-01", datatype="xsd:date")),
        (subject, name("rdf:type"), name("dcat:Dataset")),
    ]
    graph = Graph().parse(data=as_turtle(triples), format="turtle")
    assert isomorphic(graph, Graph().parse(data=as_json_ld(triples), format="json-ld"))
    assert str(graph.value(URIRef(subject.value), DCTERMS.title)) == said


@pytest.mark.parametrize("wrong", ["https://a b", "no colon", "https://x/<y>", 'https://x/"'])
def test_what_is_no_address_is_refused(wrong):
    with pytest.raises(ValueError, match="not an address"):
        Iri(wrong)


def test_files_are_called_what_they_are(client, account, adopted):
    graph = parsed(client, "/data/X001/catalogue.ttl")
    titles = [
        str(o)
        for s in graph.subjects(RDF.type, DCAT.Distribution)
        for o in graph.objects(s, DCTERMS.title)
        if o.language == "en"
    ]
    assert "Climate account for Eksempeldal (CSV)" in titles
    assert len(titles) == len(set(titles))


def test_what_is_invented_says_so_and_what_it_is(client, account, adopted):
    graph = parsed(client, "/data/X001/catalogue.ttl")
    said = {
        str(s).rpartition("#")[2]: str(o)
        for s in graph.subjects(RDF.type, DCAT.Dataset)
        for o in graph.objects(s, DCTERMS.description)
        if o.language == "en"
    }
    assert len(said) == 5
    assert all("fictitious" in text for text in said.values())
    assert "by source and actor" in said["account"]
    assert "official figures for municipality 4005" in said["history"]
    assert "Environment Agency" not in said["history"], "it has none for the invented"
