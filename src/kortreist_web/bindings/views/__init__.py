"""Pages of the domain."""

from kortreist_web.bindings.views.cases import case, propose, take_back
from kortreist_web.bindings.views.entering import (
    alternative,
    change,
    new,
    remove_alternative,
    withdraw,
)
from kortreist_web.bindings.views.importing import confirm, example, upload
from kortreist_web.bindings.views.lines import answer, sort
from kortreist_web.bindings.views.pages import list_, public, public_one, show
from kortreist_web.bindings.views.steps import actual, freeze, judge

__all__ = [
    "actual",
    "alternative",
    "answer",
    "case",
    "change",
    "confirm",
    "example",
    "freeze",
    "judge",
    "list_",
    "new",
    "propose",
    "public",
    "public_one",
    "remove_alternative",
    "show",
    "sort",
    "take_back",
    "upload",
    "withdraw",
]
