"""The climate budget as HTML, PDF, Word and JSON; the account as a page; charts."""

from kortreist.documents.as_json import plan_dict, plan_json
from kortreist.documents.content import account_document, budget_document
from kortreist.documents.files import write_bytes, write_files, write_text
from kortreist.documents.writing import account_page, write_all

__all__ = [
    "account_document",
    "account_page",
    "budget_document",
    "plan_dict",
    "plan_json",
    "write_all",
    "write_bytes",
    "write_files",
    "write_text",
]
