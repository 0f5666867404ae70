"""The command line: ``kortreist account``, ``plan``, ``import``, ``fetch`` and more.

Exit codes: 0 done, 2 wrong use or input, 3 figures missing, 1 our own fault.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version

from kortreist.cli.parser import build_parser, chosen_language
from kortreist.errors import KortreistError
from kortreist.i18n import Translator

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments without the program's name; the process's own by default.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    language = chosen_language(arguments)
    t = Translator(language)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # an old terminal shows ? rather than fails
            stream.reconfigure(errors="replace")
    try:
        parser = build_parser(t)
        options = parser.parse_args(arguments)
        if options.version:
            print(f"kortreist {version('kortreist')}")
            return 0
        if not options.run:
            parser.print_help()
            return 2
        module, _, function = options.run.partition(":")
        code: int = getattr(import_module(module), function)(options, t)
        sys.stdout.flush()
        return code
    except KortreistError as error:
        print(t("cli.error", text=error.message(language)), file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print(t("cli.interrupted"), file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader (``head``) has gone: silence Python's own complaint at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(t("cli.error", text=f"{error.strerror}: {error.filename or '-'}"), file=sys.stderr)
        return 2
    except Exception as error:
        if os.environ.get("KORTREIST_DEBUG"):
            raise
        print(t("cli.own_fault", kind=type(error).__name__, text=str(error)), file=sys.stderr)
        return 1
