"""``kortreist serve`` and ``kortreist manage``: the site, and its own commands."""

from __future__ import annotations

import argparse
from importlib.util import find_spec

from kortreist.errors import InputError
from kortreist.i18n import Translator

__all__ = ["run_manage", "run_serve"]


def _needs_web() -> None:
    if find_spec("django") is None:
        raise InputError("environment.no_web")


def run_serve(options: argparse.Namespace, t: Translator) -> int:
    """Start the site and its background worker; returns the exit code."""
    _needs_web()
    from kortreist_web.server import serve

    return serve(
        host=options.host,
        port=options.port,
        processes=options.processes,
        worker=not options.no_worker,
        prepare=not options.no_prepare,
        t=t,
    )


def run_manage(options: argparse.Namespace, t: Translator) -> int:
    """Run one of the site's own commands; returns the exit code."""
    _needs_web()
    from kortreist_web.manage import run

    return run(options.arguments)
