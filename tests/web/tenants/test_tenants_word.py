"""The municipality's own Word template: sent in, used, kept, taken out of use, removed."""

from __future__ import annotations

import io
import json
import zipfile
from functools import lru_cache

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kortreist.documents.format.word import template as engine
from kortreist.errors import ImportRefusedError
from kortreist_web.changes.export import write_export
from kortreist_web.changes.models import Change
from kortreist_web.core.child_process import run_in_child
from kortreist_web.decisions.rendering import render_file
from kortreist_web.tenants.actions.add_word_template import add_word_template
from kortreist_web.tenants.actions.remove_word_template import remove_word_template
from kortreist_web.tenants.actions.use_word_template import use_word_template
from kortreist_web.tenants.models import WordTemplate
from kortreist_web.tenants.word_preview import preview_document
from kortreist_web.tenants.word_templates import word_template_of

pytestmark = pytest.mark.django_db


@lru_cache
def made(footer: str = "Postboks 1") -> bytes:
    word = docx.Document()
    word.add_paragraph("Malens egen tekst")
    word.sections[0].footer.paragraphs[0].text = footer
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _url(name: str, place, **values) -> str:
    return reverse(f"tenants:{name}", kwargs={"code": place.code, **values})


def _footer(content: bytes) -> str:
    return docx.Document(io.BytesIO(content)).sections[0].footer.paragraphs[0].text


def test_an_administrator_sends_one_in_tries_it_and_takes_it_out_again(client, place, people):
    client.force_login(people.administrator)
    file = SimpleUploadedFile("C:\\maler\\Kommune.docx", made())
    page = client.post(_url("word_templates", place), {"file": file}, follow=True)
    (template,) = WordTemplate.objects.all()
    assert (template.filename, template.in_use) == ("Kommune.docx", True)
    assert "Kommune.docx er i bruk" in page.content.decode()
    tried = client.get(_url("word_preview", place, pk=template.pk))
    assert _footer(tried.content) == "Postboks 1"
    said = [p.text for p in docx.Document(io.BytesIO(tried.content)).paragraphs]
    assert "Slik blir dokumentene" in said
    assert "Malens egen tekst" not in said
    assert client.get(_url("word_file", place, pk=template.pk)).content == made()
    client.post(_url("word_choose", place), {"template": ""})
    assert word_template_of(place) is None
    client.post(_url("word_remove", place, pk=template.pk))
    assert not WordTemplate.objects.exists()
    verbs = Change.objects.filter(what="tenants.WordTemplate").order_by("pk")
    assert [c.verb.partition(".")[2] for c in verbs] == [
        "add_word_template",
        "add_word_template",
        "use_word_template",
        "remove_word_template",
    ]
    assert all("content" not in {*c.before, *c.after} for c in verbs)


def test_what_cannot_be_used_is_said_beside_the_field_and_not_kept(client, place, people):
    client.force_login(people.administrator)
    answer = client.post(
        _url("word_templates", place), {"file": SimpleUploadedFile("brev.doc", b"\xd0\xcf\x11\xe0")}
    )
    assert answer.status_code == 422
    assert "brev.doc er ikke et Word-dokument" in answer.content.decode()
    assert not WordTemplate.objects.exists()


def test_only_administrators_choose(client, place, people):
    with pytest.raises(PermissionDenied):
        add_word_template(people.editor, place, filename="x.docx", content=made())
    client.force_login(people.editor)
    assert client.get(_url("word_templates", place)).status_code == 403


def test_earlier_ones_are_kept_and_can_be_used_again(place, people):
    who = people.administrator
    first = add_word_template(who, place, filename="a.docx", content=made("a"))
    add_word_template(who, place, filename="b.docx", content=made("b"))
    document = preview_document(first, "nb")
    assert _footer(render_file(document, "docx", place)) == "b"
    again = add_word_template(who, place, filename="a2.docx", content=made("a"))
    assert again.pk == first.pk
    assert _footer(render_file(document, "docx", place)) == "a"
    assert list(WordTemplate.objects.order_by("pk").values_list("in_use", flat=True)) == [
        True,
        False,
    ]
    use_word_template(who, place, template=None)
    assert _footer(render_file(document, "docx", place)).startswith("Eksempeldal")
    first.refresh_from_db()
    remove_word_template(who, place, first)
    assert WordTemplate.objects.count() == 1


def test_it_follows_the_organisation_out(place, people):
    content = made()
    row = add_word_template(people.administrator, place, filename="mal.docx", content=content)
    with zipfile.ZipFile(write_export(place).file) as archive:
        (kept,) = json.loads(archive.read("rows/tenants.WordTemplate.json"))
        assert archive.read(kept["content"]) == content
    assert kept["id"] == row.pk


def test_it_is_read_in_a_process_with_an_end_to_its_memory():
    child = {"maximum": 3_000_000_000, "libraries": (engine.__name__,)}
    read = run_in_child(engine.read_template, "mal.docx", made(), **child)
    assert read == engine.read_template("mal.docx", made())
    with pytest.raises(ImportRefusedError) as refused:
        run_in_child(engine.read_template, "mal.docx", b"PK", **child)
    assert refused.value.key == "word_template.not_it"
