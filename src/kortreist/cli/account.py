"""``kortreist account``: the account of a place, in the terminal or a file."""

from __future__ import annotations

import argparse
import sys

from kortreist import accounts, places
from kortreist.cli.tables import print_report
from kortreist.errors import FiguresMissingError, InputError
from kortreist.i18n import Translator

__all__ = ["run"]


def run(options: argparse.Namespace, t: Translator) -> int:
    """Print the account of ``options.place``; returns the exit code."""
    if options.compare and (options.json or options.csv or options.html):
        raise InputError("cli.compare_is_text")
    boundary, place, year = options.boundary, places.find(options.place), options.year
    if place.kind == "country" and boundary in ("consumption", "combined"):
        year = accounts.check_year(year)  # the footprint has other years than the inventory
    given = {"as_of": options.as_of, "without": options.without}
    account = accounts.build(place, year=year, **given)
    if boundary is not None and boundary not in account.totals:
        raise FiguresMissingError(
            "accounts.no_total",
            place=account.place.name,
            boundary=t("accounts.boundary." + boundary),
            why=accounts.Naming(t.language).why_missing(account, boundary),
        )
    if options.compare:
        other = accounts.build(places.find(options.compare), year=options.year, **given)
        print_report(accounts.comparison_text(account, other, t.language))
    elif options.json:
        print(accounts.account_json(account, boundary, t.language))
    elif options.csv:
        sys.stdout.write(accounts.account_csv(account, boundary, t.language))
    elif options.html:
        from kortreist.documents import account_page
        from kortreist.documents.format.files import write_text

        write_text(options.html, account_page(account, t.language))
        print(t("cli.written", file=options.html))
    else:
        text = accounts.account_text(account, t.language, boundary, households=options.households)
        print_report(text)
    return 0
