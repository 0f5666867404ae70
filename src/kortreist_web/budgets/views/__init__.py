"""Pages of the climate budget: the draft, the versions, the money."""

from kortreist_web.budgets.views.drafts import (
    describe,
    discard,
    list_,
    new,
    recompute,
    refresh,
    show,
)
from kortreist_web.budgets.views.lines import add, change, cost, move, remove
from kortreist_web.budgets.views.measures import measure, measures, trace
from kortreist_web.budgets.views.money import confirm, export, link, money, proposal, upload
from kortreist_web.budgets.views.owners import offered, owners
from kortreist_web.budgets.views.parts import add_action, part, set_aside
from kortreist_web.budgets.views.steps import amend, next_year, propose, withdraw
from kortreist_web.budgets.views.versions import changes, content, public, verify, version

__all__ = [
    "add",
    "add_action",
    "amend",
    "change",
    "changes",
    "confirm",
    "content",
    "cost",
    "describe",
    "discard",
    "export",
    "link",
    "list_",
    "measure",
    "measures",
    "money",
    "move",
    "new",
    "next_year",
    "offered",
    "owners",
    "part",
    "proposal",
    "propose",
    "public",
    "recompute",
    "refresh",
    "remove",
    "set_aside",
    "show",
    "trace",
    "upload",
    "verify",
    "version",
    "withdraw",
]
