"""The commands and their options, in the reader's language."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from kortreist.i18n import LANGUAGES, Translator
from kortreist.units import BOUNDARIES

__all__ = ["build_parser", "chosen_language"]


def chosen_language(arguments: Sequence[str]) -> str:
    """Return the language asked for by ``--language`` or KORTREIST_LANGUAGE, else bokmål.

    Read before the arguments are parsed, so that help and errors are in it too.
    """
    asked = os.environ.get("KORTREIST_LANGUAGE", "nb")
    for here, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if here in ("--language", "-l"):
            asked = following
        elif here.startswith("--language="):
            asked = here.partition("=")[2]
    return asked if asked in LANGUAGES else "nb"


class _Parser(argparse.ArgumentParser):
    """An argument parser that speaks the chosen language and exits with 2."""

    t: Translator

    def error(self, message: str) -> NoReturn:
        print(self.t("cli.error", text=message), file=sys.stderr)
        print(self.t("cli.see_help", command=self.prog), file=sys.stderr)
        raise SystemExit(2)


def _speak(t: Translator) -> None:
    """Give argparse its own sentences in the language of ``t``."""
    sentences = {
        "usage: ": "usage",
        "positional arguments": "positional",
        "options": "options",
        "show this help message and exit": "help",
        "the following arguments are required: %s": "required",
        "unrecognized arguments: %s": "unrecognized",
        "expected one argument": "one_argument",
        "invalid choice: %(value)r (choose from %(choices)s)": "choice",
        "invalid %(type)s value: %(value)r": "type",
        "argument %(argument_name)s: %(message)s": "argument",
        "not allowed with argument %s": "not_with",
    }
    words: Any = argparse
    words._ = lambda text: t("cli.argparse." + sentences[text]) if text in sentences else text


def _share(text: str) -> float:
    value = float(text.rstrip("%").replace(",", "."))
    value = value / 100 if text.endswith("%") or value >= 1 else value
    if not 0 < value <= 1:
        raise ValueError(text)
    return value


def _fixed(text: str) -> tuple[str, int]:
    name, sign, year = text.partition("=")
    if not (name and sign):
        raise ValueError(text)
    return name, int(year)


def _counted(text: str) -> tuple[str, float]:
    unit, sign, count = text.partition("=")
    if not (unit and sign):
        raise ValueError(text)
    return unit, _amount(count)


def _answer(text: str) -> tuple[str, float]:
    key, sign, value = text.partition("=")
    if not (key and sign):
        raise ValueError(text)
    # A development may fall, and what saves money costs less than nothing.
    return key, float(value.replace(" ", "").replace("\u202f", "").replace(",", "."))


def _amount(text: str) -> float:
    value = float(text.replace(" ", "").replace("\u202f", "").replace(",", "."))
    if value < 0:
        raise ValueError(text)
    return value


def build_parser(t: Translator) -> argparse.ArgumentParser:
    """Return the parser of all commands; each sets ``run(options, t) -> exit code``."""
    _speak(t)
    _Parser.t = t
    parser = _Parser(prog="kortreist", description=t("cli.about"))
    parser.add_argument("--language", "-l", choices=LANGUAGES, help=t("cli.help.language"))
    parser.add_argument("--version", action="version", version=_version())
    commands = parser.add_subparsers(dest="command", required=True, metavar=t("cli.command"))

    def command(name: str, run: Callable[..., int]) -> argparse.ArgumentParser:
        sub = commands.add_parser(
            name, help=t(f"cli.commands.{name}"), description=t(f"cli.commands.{name}")
        )
        sub.add_argument("--language", "-l", choices=LANGUAGES, default=argparse.SUPPRESS,
                         help=t("cli.help.language"))  # fmt: skip
        sub.set_defaults(run=run)
        return sub

    _account(command, t)
    _plan(command, t)
    _backtest(command, t)
    _nation(command, t)
    _figures(command, t)
    _site(command, t)
    return parser


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.replace(" ", "").split(",") if part)


def _without(p: argparse.ArgumentParser, t: Translator) -> None:
    p.add_argument("--boundary-without", dest="without", type=_listed, default=(),
                   metavar="ets,shipping,aviation", help=t("cli.help.without"))  # fmt: skip


def _account(command: Callable[..., argparse.ArgumentParser], t: Translator) -> None:
    from kortreist.cli.account import run

    p = command("account", run)
    p.add_argument("place", metavar=t("cli.place"), help=t("cli.help.place"))
    p.add_argument("--year", type=int, help=t("cli.help.year"))
    p.add_argument("--boundary", choices=BOUNDARIES, help=t("cli.help.boundary"))
    _without(p, t)
    p.add_argument("--as-of", dest="as_of", metavar="ID|DATE", help=t("cli.help.as_of"))
    p.add_argument("--compare", metavar=t("cli.place"), help=t("cli.help.compare"))
    p.add_argument("--households", action="store_true", help=t("cli.help.households"))
    form = p.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=t("cli.help.json"))
    form.add_argument("--csv", action="store_true", help=t("cli.help.csv"))
    form.add_argument("--html", type=Path, metavar=t("cli.file"), help=t("cli.help.html"))


def _plan(command: Callable[..., argparse.ArgumentParser], t: Translator) -> None:
    from kortreist.cli.plan import run

    p = command("plan", run)
    p.add_argument("place", metavar=t("cli.place"), nargs="?", help=t("cli.help.place"))
    p.add_argument("--out", type=Path, metavar=t("cli.folder"), help=t("cli.help.out"))
    p.add_argument("--as-of", dest="as_of", metavar="ID|DATE", help=t("cli.help.as_of"))
    p.add_argument("--boundary", choices=BOUNDARIES, default="territorial",
                   help=t("cli.help.boundary"))  # fmt: skip
    _without(p, t)
    p.add_argument("--target", type=_share, metavar="55%", help=t("cli.help.target"))
    p.add_argument("--target-year", type=int, help=t("cli.help.target_year"))
    p.add_argument("--reference-year", type=int, help=t("cli.help.reference_year"))
    p.add_argument("--frame-start", choices=("last", "mean3"), default="last",
                   help=t("cli.help.frame_start"))  # fmt: skip
    p.add_argument("--budget", type=_amount, metavar="NOK", help=t("cli.help.budget"))
    p.add_argument("--staff", type=_amount, metavar=t("cli.fte"), help=t("cli.help.staff"))
    p.add_argument("--futures", type=int, default=1000, help=t("cli.help.futures"))
    p.add_argument("--seed", type=int, default=20261123, help=t("cli.help.seed"))
    p.add_argument("--measures", type=Path, metavar=t("cli.file"), help=t("cli.help.measures"))
    p.add_argument("--known-changes", type=Path, metavar=t("cli.file"),
                   help=t("cli.help.known_changes"))  # fmt: skip
    p.add_argument("--learning-year", type=int, help=t("cli.help.learning_year"))
    p.add_argument("--fix", type=_fixed, action="append", default=[],
                   metavar=t("cli.measure_year"), help=t("cli.help.fix"))  # fmt: skip
    p.add_argument("--exclude", action="append", default=[], metavar=t("cli.measure"),
                   help=t("cli.help.exclude"))  # fmt: skip
    p.add_argument("--count", type=_counted, action="append", default=[],
                   metavar=t("cli.unit_count"), help=t("cli.help.count"))  # fmt: skip
    p.add_argument("--answer", type=_answer, action="append", default=[],
                   metavar=t("cli.key_value"), help=t("cli.help.answer"))  # fmt: skip
    p.add_argument("--dearest", type=_amount, metavar="NOK", help=t("cli.help.dearest"))
    p.add_argument("--time-limit", type=_amount, default=20.0, metavar=t("cli.seconds"),
                   help=t("cli.help.time_limit"))  # fmt: skip


def _backtest(command: Callable[..., argparse.ArgumentParser], t: Translator) -> None:
    def run(options: argparse.Namespace, t: Translator) -> int:
        from kortreist.cli import backtest  # numpy, which accounts do without

        return backtest.run(options, t)

    p = command("backtest", run)
    p.add_argument("place", metavar=t("cli.place_or_all"), help=t("cli.help.backtest_place"))
    p.add_argument("--json", action="store_true", help=t("cli.help.json"))
    p.add_argument("--write", type=Path, metavar=t("cli.folder"), help=t("cli.help.backtest_write"))


def _nation(command: Callable[..., argparse.ArgumentParser], t: Translator) -> None:
    def run(options: argparse.Namespace, t: Translator) -> int:
        from kortreist.cli import nation  # the solver and its kernels: a second to import

        return nation.run(options, t)

    p = command("nation", run)
    p.add_argument("--futures", type=int, default=1000, help=t("cli.help.futures"))
    p.add_argument("--seed", type=int, default=20261123, help=t("cli.help.seed"))
    p.add_argument("--workers", type=int, help=t("cli.help.workers"))
    p.add_argument("--scheduler", metavar=t("cli.address"), help=t("cli.help.scheduler"))
    p.add_argument("--only", metavar=t("cli.numbers"), help=t("cli.help.only"))
    p.add_argument("--out", type=Path, metavar=t("cli.folder"), help=t("cli.help.nation_out"))
    p.add_argument("--json", action="store_true", help=t("cli.help.json"))


def _figures(command: Callable[..., argparse.ArgumentParser], t: Translator) -> None:
    from kortreist.cli import figures

    p = command("import", figures.run_import)
    p.add_argument("file", type=Path, metavar=t("cli.file"), help=t("cli.help.import_file"))
    p.add_argument("--date", help=t("cli.help.date"))
    p.add_argument("--origin", help=t("cli.help.origin"))
    p.add_argument("--place", help=t("cli.help.import_place"))
    p = command("import-projections", figures.run_import_projections)
    p.add_argument("file", type=Path, metavar=t("cli.file"), help=t("cli.help.projections"))
    p = command("vintages", figures.run_vintages)
    p.add_argument("place", nargs="?", metavar=t("cli.place"), help=t("cli.help.place"))
    p.add_argument("--compare", nargs=2, metavar=("ID", "ID"), help=t("cli.help.compare_vintages"))
    p = command("fetch", figures.run_fetch)
    p.add_argument("place", metavar=t("cli.place"), help=t("cli.help.place"))
    p = command("facts-review", figures.run_facts_review)
    p.add_argument("--today", type=date.fromisoformat, metavar="DATE", help=t("cli.help.today"))
    p = command("measures", figures.run_measures)
    p.add_argument("place", nargs="?", metavar=t("cli.place"), help=t("cli.help.place"))


def _site(command: Callable[..., argparse.ArgumentParser], t: Translator) -> None:
    from kortreist.cli import serve

    p = command("serve", serve.run_serve)
    p.add_argument("--host", default="127.0.0.1", metavar=t("cli.address"),
                   help=t("cli.help.serve_host"))  # fmt: skip
    p.add_argument("--port", type=int, default=8000, help=t("cli.help.serve_port"))
    p.add_argument("--processes", type=int, default=2, help=t("cli.help.serve_processes"))
    p.add_argument("--no-worker", action="store_true", help=t("cli.help.serve_no_worker"))
    p.add_argument("--no-prepare", action="store_true", help=t("cli.help.serve_no_prepare"))
    p = command("manage", serve.run_manage)
    p.add_argument("arguments", nargs=argparse.REMAINDER, metavar=t("cli.command"),
                   help=t("cli.help.manage"))  # fmt: skip


def _version() -> str:
    from importlib.metadata import version

    return f"kortreist {version('kortreist')}"
