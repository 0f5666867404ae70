"""The account: direct and indirect emissions of a place, by who can act on them."""

from kortreist.accounts.as_csv import account_csv
from kortreist.accounts.as_json import account_dict, account_json
from kortreist.accounts.as_text import account_text
from kortreist.accounts.build import build, require_total
from kortreist.accounts.compare import comparison_text
from kortreist.accounts.footprint import check_year, footprint_years
from kortreist.accounts.labels import Naming
from kortreist.accounts.ledger import (
    ACTORS,
    SCOPES,
    THEMES,
    Account,
    Actor,
    Aside,
    Scope,
    Source,
    Theme,
)

__all__ = [
    "ACTORS",
    "SCOPES",
    "THEMES",
    "Account",
    "Actor",
    "Aside",
    "Naming",
    "Scope",
    "Source",
    "Theme",
    "account_csv",
    "account_dict",
    "account_json",
    "account_text",
    "build",
    "check_year",
    "comparison_text",
    "footprint_years",
    "require_total",
]
