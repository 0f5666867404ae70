"""The climate budget as HTML, PDF, Word and JSON; the account as a page; charts."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kortreist.documents.account.document import account_document, account_page
    from kortreist.documents.brief.document import brief_document
    from kortreist.documents.budget.as_json import plan_dict, plan_json
    from kortreist.documents.budget.county import county_dict, county_document, write_county
    from kortreist.documents.budget.document import budget_document
    from kortreist.documents.budget.formats import write_all
    from kortreist.documents.format.files import write_bytes, write_files, write_text

__all__ = [
    "account_document",
    "account_page",
    "brief_document",
    "budget_document",
    "county_dict",
    "county_document",
    "plan_dict",
    "plan_json",
    "write_all",
    "write_bytes",
    "write_county",
    "write_files",
    "write_text",
]

# Loaded when first used: a document's structure must not cost a compiler and a solver.
_MODULES = {
    "account_document": "account.document",
    "account_page": "account.document",
    "brief_document": "brief.document",
    "budget_document": "budget.document",
    "county_dict": "budget.county",
    "county_document": "budget.county",
    "plan_dict": "budget.as_json",
    "plan_json": "budget.as_json",
    "write_all": "budget.formats",
    "write_bytes": "format.files",
    "write_county": "budget.county",
    "write_files": "format.files",
    "write_text": "format.files",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
