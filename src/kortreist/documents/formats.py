"""Write a climate budget in all its formats, and an account as a page."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kortreist.accounts.ledger import Account
from kortreist.budgets.budget import ClimateBudget
from kortreist.documents.as_json import plan_json
from kortreist.documents.content import account_document, budget_document
from kortreist.documents.files import write_files
from kortreist.documents.html import render_html
from kortreist.documents.structure import Document

__all__ = ["account_page", "render_all", "write_all"]


def write_all(budget: ClimateBudget, out: Path | str, language: str = "nb") -> dict[str, Path]:
    """Write ``plan.html``, ``plan.pdf``, ``plan.docx`` and ``plan.json``.

    All are made before any is written, so a failure leaves what was there before.

    Parameters
    ----------
    budget : ClimateBudget
    out : Path
        Folder, made if it is not there.
    language : {"nb", "nn", "en"}

    Returns
    -------
    dict of str to Path
        File name → where it lies.

    Raises
    ------
    StoreError
        The folder cannot be written.
    """
    document = budget_document(budget, language)
    made = render_all(document)
    made["json"] = plan_json(budget, language, document.origins).encode("utf-8")
    return write_files(Path(out), {f"plan.{kind}": content for kind, content in made.items()})


def render_all(document: Document) -> dict[str, bytes]:
    """Return the document as ``html``, ``pdf`` and ``docx``.

    The PDF is set in a thread of its own: the engine that sets it leaves Python free, so the
    others are made meanwhile where the machine has two cores.

    Parameters
    ----------
    document : Document

    Returns
    -------
    dict of str to bytes
    """
    from kortreist.documents.pdf import render_pdf
    from kortreist.documents.word import render_word

    with ThreadPoolExecutor(max_workers=1) as beside:
        pdf = beside.submit(render_pdf, document)
        html = render_html(document).encode("utf-8")
        return {"html": html, "docx": render_word(document), "pdf": pdf.result()}


def account_page(account: Account, language: str = "nb") -> str:
    """Return an account as one self-contained HTML page.

    Parameters
    ----------
    account : Account
    language : {"nb", "nn", "en"}
    """
    return render_html(account_document(account, language))
