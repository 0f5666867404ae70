"""Write a climate budget in all its formats, and an account as a page."""

from __future__ import annotations

from pathlib import Path

from kortreist.accounts.ledger import Account
from kortreist.budgets.budget import ClimateBudget
from kortreist.documents.as_json import plan_json
from kortreist.documents.content import account_document, budget_document
from kortreist.documents.files import write_files
from kortreist.documents.html import render_html

__all__ = ["account_page", "write_all"]


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
    from kortreist.documents.pdf import render_pdf
    from kortreist.documents.word import render_word

    document = budget_document(budget, language)
    return write_files(
        Path(out),
        {
            "plan.html": render_html(document).encode("utf-8"),
            "plan.pdf": render_pdf(document),
            "plan.docx": render_word(document),
            "plan.json": plan_json(budget, language, document.origins).encode("utf-8"),
        },
    )


def account_page(account: Account, language: str = "nb") -> str:
    """Return an account as one self-contained HTML page.

    Parameters
    ----------
    account : Account
    language : {"nb", "nn", "en"}
    """
    return render_html(account_document(account, language))
