"""Files are written whole or not at all: what was there stands when something fails."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import docx
import pytest

from kortreist.budgets.budget import ClimateBudget
from kortreist.documents import write_all, write_files, write_text
from kortreist.documents.format.blocks import Document, plain
from kortreist.documents.format.html import render_html
from kortreist.documents.format.pdf import render_pdf
from kortreist.documents.format.render import render_all
from kortreist.errors import StoreError

OLD = {"plan.html": b"old page", "plan.pdf": b"old pdf", "plan.docx": b"old", "plan.json": b"{}"}
NEW = {name: b"new " + content for name, content in OLD.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    out = tmp_path / "out"
    out.mkdir()
    for name, content in OLD.items():
        (out / name).write_bytes(content)
    return out


def held(folder: Path) -> dict[str, bytes]:
    """Return everything in the folder, hidden leftovers too."""
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_all_four_are_written_and_nothing_else(folder: Path) -> None:
    paths = write_files(folder, NEW)
    assert held(folder) == NEW
    assert paths == {name: folder / name for name in NEW}


def test_a_full_disk_leaves_the_old_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flushed = []

    def full(handle: int) -> None:
        flushed.append(handle)
        if len(flushed) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError) as refused:
        write_files(folder, NEW)
    assert len(flushed) == 3
    assert held(folder) == OLD
    assert str(folder) in str(refused.value)


def test_a_folder_that_may_not_be_written_leaves_the_old_files(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import tempfile

    def refused(*_: object, **__: object) -> tuple[int, str]:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    # Said by the system call and not by chmod, which does not bind root.
    monkeypatch.setattr(tempfile, "mkstemp", refused)
    with pytest.raises(StoreError):
        write_files(folder, NEW)
    assert held(folder) == OLD


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_leaves_the_old_files(folder: Path) -> None:
    folder.chmod(0o500)
    try:
        with pytest.raises(StoreError):
            write_files(folder, NEW)
        assert held(folder) == OLD
    finally:
        folder.chmod(0o700)


def test_a_folder_in_the_way_of_a_file_leaves_the_others_old(folder: Path) -> None:
    (folder / "plan.json").unlink()
    (folder / "plan.json").mkdir()
    with pytest.raises(StoreError):
        write_files(folder, NEW)
    left = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    assert left == {name: OLD[name] for name in OLD if name != "plan.json"}


def test_a_file_in_the_way_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").write_bytes(b"mine")
    with pytest.raises(StoreError):
        write_files(tmp_path / "out", NEW)
    assert (tmp_path / "out").read_bytes() == b"mine"


def test_a_document_that_cannot_be_made_leaves_the_old_files(
    folder: Path, budget: ClimateBudget, monkeypatch: pytest.MonkeyPatch
) -> None:
    import kortreist.documents.format.word.document as word

    def broken(*_: object) -> bytes:
        raise RuntimeError("no Word today")

    monkeypatch.setattr(word, "render_word", broken)
    with pytest.raises(RuntimeError):
        write_all(budget, folder)
    assert held(folder) == OLD


def test_the_made_budget_is_written_in_all_formats_and_again_the_same(
    tmp_path: Path, budget: ClimateBudget
) -> None:
    paths = write_all(budget, tmp_path / "new" / "deep", "nn")
    assert set(paths) == set(OLD)
    begins = {"plan.html": b"<!doctype html>", "plan.pdf": b"%PDF-", "plan.docx": b"PK"}
    for name, start in begins.items():
        assert paths[name].read_bytes().startswith(start)
    assert paths["plan.json"].stat().st_mode & 0o777 == 0o644
    assert len(list((tmp_path / "new" / "deep").iterdir())) == 4
    # Whoever makes a draft again can compare the files with those of the first, byte by byte.
    again = write_all(budget, tmp_path / "again", "nn")
    assert {n: p.read_bytes() for n, p in paths.items()} == {
        n: p.read_bytes() for n, p in again.items()
    }


def test_made_beside_each_other_they_are_as_made_alone(documents: dict[str, Document]) -> None:
    document = documents["en"]
    made = render_all(document)
    assert made["html"] == render_html(document).encode()
    assert made["pdf"] == render_pdf(document)
    texts = [p.text for p in docx.Document(io.BytesIO(made["docx"])).paragraphs]
    assert plain(document.title) in texts


def test_a_pdf_that_cannot_be_made_is_said(
    documents: dict[str, Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    import kortreist.documents.format.pdf as pdf

    def broken(_: object) -> bytes:
        raise RuntimeError("no PDF today")

    monkeypatch.setattr(pdf, "render_pdf", broken)
    with pytest.raises(RuntimeError, match="no PDF today"):
        render_all(documents["nb"])


def test_a_text_is_written_as_utf_8(tmp_path: Path) -> None:
    path = write_text(tmp_path / "æøå.html", "Skånsom\n")
    assert path.read_bytes() == "Skånsom\n".encode()
