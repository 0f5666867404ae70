"""The climate budget as HTML, PDF, Word and JSON; the account as a page; charts."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kortreist.documents.as_json import plan_dict, plan_json
    from kortreist.documents.content import account_document, budget_document
    from kortreist.documents.county import county_dict, county_document, write_county
    from kortreist.documents.files import write_bytes, write_files, write_text
    from kortreist.documents.formats import account_page, write_all

__all__ = [
    "account_document",
    "account_page",
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
    "account_document": "content",
    "account_page": "formats",
    "budget_document": "content",
    "county_dict": "county",
    "county_document": "county",
    "plan_dict": "as_json",
    "plan_json": "as_json",
    "write_all": "formats",
    "write_bytes": "files",
    "write_county": "county",
    "write_files": "files",
    "write_text": "files",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
