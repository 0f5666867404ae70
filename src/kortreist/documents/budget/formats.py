"""Write a climate budget in all its formats."""

from __future__ import annotations

from pathlib import Path

from kortreist.budgets.budget import ClimateBudget
from kortreist.documents.budget.as_json import plan_json
from kortreist.documents.budget.document import budget_document
from kortreist.documents.format.files import write_files
from kortreist.documents.format.render import render_all
from kortreist.documents.format.word.template import WordTemplate

__all__ = ["write_all"]


def write_all(
    budget: ClimateBudget,
    out: Path | str,
    language: str = "nb",
    template: WordTemplate | None = None,
) -> dict[str, Path]:
    """Write ``plan.html``, ``plan.pdf``, ``plan.docx`` and ``plan.json``.

    All are made before any is written, so a failure leaves what was there before.

    Parameters
    ----------
    budget : ClimateBudget
    out : Path
        Folder, made if it is not there.
    language : {"nb", "nn", "en"}
    template : WordTemplate, optional
        The municipality's own Word template, of
        :func:`kortreist.documents.format.word.template.read_template`.

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
    made = render_all(document, template)
    made["json"] = plan_json(budget, language, document.origins).encode("utf-8")
    return write_files(Path(out), {f"plan.{kind}": content for kind, content in made.items()})
