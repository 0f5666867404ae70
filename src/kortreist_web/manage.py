"""Django's own commands: ``kortreist manage migrate`` and the rest."""

from __future__ import annotations

import os
from collections.abc import Sequence

__all__ = ["run"]


def run(arguments: Sequence[str]) -> int:
    """Run one of Django's commands; returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kortreist_web.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["kortreist manage", *arguments])
    return 0


if __name__ == "__main__":
    import sys

    raise SystemExit(run(sys.argv[1:]))
