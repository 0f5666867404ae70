"""``kortreist brief``: why here, on one page, in the terminal or a file."""

from __future__ import annotations

import argparse
from datetime import date

from kortreist import accounts, places
from kortreist.cli.tables import print_report
from kortreist.errors import InputError
from kortreist.i18n import Translator

__all__ = ["run"]

#: What a file may be, by how its name ends.
_FORMATS = ("html", "pdf", "docx")


def run(options: argparse.Namespace, t: Translator) -> int:
    """Print why ``options.place`` has something to do, or write it; returns the exit code.

    Raises
    ------
    InputError
        The file's name does not say which format it is.
    """
    from kortreist.budgets.targets import registered_targets
    from kortreist.documents import brief_document, write_bytes
    from kortreist.documents.format.blocks import Bullets, Paragraph, plain
    from kortreist.documents.format.render import render

    suffix = options.out.suffix.lower().lstrip(".") if options.out else ""
    if options.out and suffix not in _FORMATS:
        raise InputError("cli.brief_format", file=str(options.out))
    place, today = places.find(options.place), date.today()
    account = accounts.build(place)
    document = brief_document(account, t.language, today, registered_targets(place, today))
    if options.out:
        write_bytes(options.out, render(document, suffix))
        print(t("cli.written", file=options.out))
        return 0
    lines = [plain(document.title)]
    for section in document.sections:
        lines += ["", plain(section.title)]
        for block in section.blocks:
            if isinstance(block, Bullets):
                lines += [f"- {plain(item)}" for item in block.items]
            elif isinstance(block, Paragraph):
                lines.append(plain(block.content))
    print_report("\n".join(lines))
    return 0
