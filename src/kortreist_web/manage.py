"""The site's own commands: ``kortreist manage migrate`` and the rest."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from kortreist.errors import InputError

__all__ = ["own_commands", "run"]

#: Commands that make the database, or need none.
_WITHOUT_DATABASE = ("migrate", "restore", "help", "check", "makemigrations", "showmigrations")


def own_commands() -> dict[str, str]:
    """Return our own commands and what each does, without the framework's."""
    from django.core.management import get_commands, load_command_class

    commands = {n: app for n, app in get_commands().items() if str(app).startswith("kortreist_web")}
    commands["migrate"] = "django.core"
    return {n: str(load_command_class(app, n).help) for n, app in sorted(commands.items())}


def _require_database(command: str) -> None:
    """Refuse to make a new database by the way: the command was meant for one that is there."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if command in _WITHOUT_DATABASE or not database["ENGINE"].endswith("sqlite3"):
        return
    if not Path(database["NAME"]).exists():
        raise InputError("database.none", where=str(database["NAME"]))


def run(arguments: Sequence[str]) -> int:
    """Run one of the site's commands; returns the exit code.

    Raises
    ------
    InputError
        Settings that cannot be used, or a database that is not there, cannot be opened or
        lacks its tables.
    """
    from kortreist_web.config.settings_file import read_settings_file

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortreist_web.config.settings")
    os.umask(0o077)  # the database holds sessions and digests: for us alone
    read_settings_file()
    import django
    from django.core.management import execute_from_command_line

    from kortreist_web.core.database_errors import explaining

    django.setup()
    command = next((a for a in arguments if not a.startswith("-")), "help")
    if command == "help" and len(arguments) < 2:
        commands = own_commands()
        width = max(map(len, commands))
        for name, does in commands.items():
            print(f"  {name:<{width}}  {does}")
        return 0
    if command == "help" and "--all" in arguments:
        arguments = ["help"]
    _require_database(command)
    with explaining():
        execute_from_command_line(["kortreist manage", *arguments])
    return 0


if __name__ == "__main__":
    import sys

    from kortreist.cli import main

    raise SystemExit(main(["manage", *sys.argv[1:]]))
