"""The municipality's own PowerPoint template: on the page of templates, and in the slides."""

from __future__ import annotations

import io
import json
import zipfile
from functools import lru_cache

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pptx import Presentation

from kortreist.documents.format.slides import template as engine
from kortreist_web.changes.export import write_export
from kortreist_web.changes.models import Change
from kortreist_web.core.child_process import run_in_child
from kortreist_web.tenants.actions.add_slide_template import add_slide_template
from kortreist_web.tenants.models import SlideTemplate
from kortreist_web.tenants.slide_templates import slide_template_of

pytestmark = pytest.mark.django_db


@lru_cache
def made(name: str = "Eksempeldal") -> bytes:
    show = Presentation()
    show.slide_master.name = name
    show.slides.add_slide(show.slide_layouts[0]).shapes.title.text = "Malens eget lysbilde"
    out = io.BytesIO()
    show.save(out)
    return out.getvalue()


def _url(name: str, place, **values) -> str:
    return reverse(f"tenants:{name}", kwargs={"code": place.code, **values})


def _shown(content: bytes):
    return Presentation(io.BytesIO(content))


def test_an_administrator_sends_one_in_tries_it_and_takes_it_out_again(client, place, people):
    client.force_login(people.administrator)
    file = {"slides-file": SimpleUploadedFile("C:\\maler\\Kommune.pptx", made())}
    page = client.post(_url("slides_templates", place), file, follow=True).text
    (template,) = SlideTemplate.objects.all()
    assert (template.filename, template.in_use) == ("Kommune.pptx", True)
    assert "Kommune.pptx er i bruk" in page
    assert "Word-mal" in page, "both kinds on one page"
    assert page.count('id="id_file"') == page.count('id="id_slides-file"') == 1
    for name in ("slides_file", "slides_preview"):
        assert reverse(f"tenants:{name}", kwargs={"code": place.code, "pk": template.pk}) in page
    tried = _shown(client.get(_url("slides_preview", place, pk=template.pk)).content)
    assert tried.slide_master.name == "Eksempeldal"
    said = [s.text_frame.text for x in tried.slides for s in x.shapes if s.has_text_frame]
    assert "Slik blir lysbildene" in said
    assert "Malens eget lysbilde" not in said
    assert client.get(_url("slides_file", place, pk=template.pk)).content == made()
    client.post(_url("slides_choose", place), {"template": ""})
    assert slide_template_of(place) is None
    client.post(_url("slides_remove", place, pk=template.pk))
    assert not SlideTemplate.objects.exists()
    verbs = Change.objects.filter(what="tenants.SlideTemplate").order_by("pk")
    assert [c.verb.partition(".")[2] for c in verbs] == [
        "add_slide_template",
        "add_slide_template",
        "use_slide_template",
        "remove_slide_template",
    ]
    assert all("content" not in {*c.before, *c.after} for c in verbs)


def test_what_cannot_be_used_is_said_beside_its_field_and_not_kept(client, place, people):
    client.force_login(people.administrator)
    file = {"slides-file": SimpleUploadedFile("mal.ppt", b"\xd0\xcf\x11\xe0")}
    answer = client.post(_url("slides_templates", place), file)
    assert answer.status_code == 422
    assert "mal.ppt er verken en PowerPoint-presentasjon" in answer.text
    assert not SlideTemplate.objects.exists()


def test_only_administrators_choose(client, place, people):
    with pytest.raises(PermissionDenied):
        add_slide_template(people.editor, place, filename="x.pptx", content=made())
    client.force_login(people.editor)
    assert client.get(_url("slides_templates", place)).status_code == 403


def test_it_follows_the_organisation_out(place, people):
    content = made()
    add_slide_template(people.administrator, place, filename="mal.pptx", content=content)
    with zipfile.ZipFile(write_export(place).file) as archive:
        (kept,) = json.loads(archive.read("rows/tenants.SlideTemplate.json"))
        assert archive.read(kept["content"]) == content


def test_it_is_read_in_a_process_with_an_end_to_its_memory():
    child = {"maximum": 3_000_000_000, "libraries": (engine.__name__, "pptx")}
    read = run_in_child(engine.read_template, "mal.pptx", made(), **child)
    assert read.sha256 == engine.read_template("mal.pptx", made()).sha256
