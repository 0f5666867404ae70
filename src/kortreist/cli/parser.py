"""The commands and their options, in the reader's language."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from kortreist.arguments import cut_of
from kortreist.cli.localised_parser import Parser, speak
from kortreist.i18n import LANGUAGES, Translator
from kortreist.units import BOUNDARIES

__all__ = ["build_parser", "chosen_language"]

Command = Callable[[str, str], argparse.ArgumentParser]


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


def _parse_fixed(text: str) -> tuple[str, int]:
    name, sign, year = text.partition("=")
    if not (name and sign):
        raise ValueError(text)
    return name, int(year)


def _parse_count(text: str) -> tuple[str, float]:
    """Return a name and its figure, of ``NAME=FIGURE``; a figure may be below zero."""
    name, sign, figure = text.partition("=")
    if not (name and sign):
        raise ValueError(text)
    return name, _amount(figure)


def _amount(text: str) -> float:
    """Return a number by the reader of all doors.

    What makes no sense (below zero, NaN) is refused by the engine, which says the range.
    """
    # Help and mistakes need no figures, which the package of the reader brings.
    from kortreist.connectors.numbers import NumberError, read_number

    try:
        number = read_number(text, exponent=True)
    except NumberError as error:
        if text.strip().lower().lstrip("+-") in ("nan", "inf", "infinity"):
            return float(text)
        said = Parser.t(f"cli.number.{error.reason}", text=text)
        raise argparse.ArgumentTypeError(said) from None
    if number is None:
        raise argparse.ArgumentTypeError(Parser.t("cli.number.not_number", text=text))
    return float(number)


#: What each command is used for most, shown under its help.
_EXAMPLES = {
    "account": ("account 4005", "account skien --year 2022", "account 4005 --json"),
    "brief": ("brief 4005", "brief notodden --language nn --out hvorfor.pdf"),
    "plan": (
        "plan 4005",
        'plan 4005 --target 60% --target-year 2030 --budget "4 000 000" --staff 1,5',
        "plan 4005 --fix eco_driving=2027 --exclude calm_streets --out out/notodden",
        "plan 40",
    ),
    "bind": (
        "bind examples/bindings.csv --place 4005",
        "bind examples/bindings.csv --place 4005 --json",
    ),
    "backtest": ("backtest 4005", "backtest all --json"),
    "nation": ("nation --futures 200 --out out/nation", "nation --only 4005,4003"),
    "import": ("import utslippsstatistikk_alle_kommuner.xlsx --date 2026-04-24",),
    "import-projections": ("import-projections framskrivinger.csv",),
    "vintages": ("vintages", "vintages 4005 --compare mdir-2024-10 mdir-2026-04"),
    "fetch": ("fetch 4005",),
    "facts-review": ("facts-review",),
    "measures": ("measures", "measures 4005 --alone", "measures 4005 | grep buss"),
    "completion": ("completion bash > ~/.local/share/bash-completion/completions/kortreist",),
    "serve": ("serve --port 8001",),
    "manage": ("manage help", "manage backup backup.zip"),
}


def build_parser(t: Translator) -> argparse.ArgumentParser:
    """Return the parser of all commands; each sets ``run`` as ``module:function``.

    A command's module is imported when it runs: help and mistakes need no figures.
    """
    speak(t)
    parser = Parser(prog="kortreist", description=t("cli.about"), epilog=t("cli.epilog"))
    parser.add_argument("--language", "-l", choices=LANGUAGES, help=t("cli.help.language"))
    parser.add_argument("--version", action="store_true", help=t("cli.help.version"))
    parser.set_defaults(run="")
    commands = parser.add_subparsers(dest="command", metavar=t("cli.command"))

    def command(name: str, run: str) -> argparse.ArgumentParser:
        examples = "\n".join(f"  kortreist {example}" for example in _EXAMPLES[name])
        sub = commands.add_parser(
            name,
            help=t(f"cli.commands.{name}"),
            description=t(f"cli.commands.{name}"),
            epilog=f"{t('cli.examples')}\n{examples}",
        )
        sub.add_argument(
            "--language",
            "-l",
            choices=LANGUAGES,
            default=argparse.SUPPRESS,
            help=t("cli.help.language"),
        )
        sub.set_defaults(run=f"kortreist.cli.{run}")
        return sub

    _account(command, t)
    _brief(command, t)
    _plan(command, t)
    _bind(command, t)
    _backtest(command, t)
    _nation(command, t)
    _figures(command, t)
    _site(command, t)
    return parser


def _json(p: argparse.ArgumentParser, t: Translator) -> None:
    p.add_argument("--json", action="store_true", help=t("cli.help.json"))


def _parse_list(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.replace(" ", "").split(",") if part)


def _without(p: argparse.ArgumentParser, t: Translator) -> None:
    p.add_argument(
        "--boundary-without",
        dest="without",
        type=_parse_list,
        default=(),
        metavar="ets,shipping,aviation",
        help=t("cli.help.without"),
    )


def _account(command: Command, t: Translator) -> None:
    p = command("account", "account:run")
    p.add_argument("place", metavar=t("cli.place"), help=t("cli.help.place"))
    p.add_argument("--year", type=int, metavar=t("cli.year"), help=t("cli.help.year"))
    p.add_argument("--boundary", choices=BOUNDARIES, help=t("cli.help.boundary"))
    _without(p, t)
    p.add_argument("--as-of", dest="as_of", metavar="ID|DATE", help=t("cli.help.as_of"))
    p.add_argument("--compare", metavar=t("cli.place"), help=t("cli.help.compare"))
    p.add_argument("--households", action="store_true", help=t("cli.help.households"))
    form = p.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=t("cli.help.json"))
    form.add_argument("--csv", action="store_true", help=t("cli.help.csv"))
    form.add_argument("--html", type=Path, metavar=t("cli.file"), help=t("cli.help.html"))


def _brief(command: Command, t: Translator) -> None:
    p = command("brief", "brief:run")
    p.add_argument("place", metavar=t("cli.place"), help=t("cli.help.place"))
    p.add_argument("--out", type=Path, metavar=t("cli.file"), help=t("cli.help.brief_out"))


def _limits(p: argparse.ArgumentParser, t: Translator) -> None:
    p.add_argument("--budget", type=_amount, metavar="NOK", help=t("cli.help.budget"))
    p.add_argument("--staff", type=_amount, metavar=t("cli.fte"), help=t("cli.help.staff"))


def _decided(p: argparse.ArgumentParser, t: Translator) -> None:
    p.add_argument("--seed", type=int, default=20261123, metavar="N", help=t("cli.help.seed"))
    p.add_argument("--measures", type=Path, metavar=t("cli.file"), help=t("cli.help.measures"))
    p.add_argument(
        "--learning-year", type=int, metavar=t("cli.year"), help=t("cli.help.learning_year")
    )
    p.add_argument(
        "--fix",
        type=_parse_fixed,
        action="append",
        default=[],
        metavar=t("cli.measure_year"),
        help=t("cli.help.fix"),
    )
    p.add_argument(
        "--exclude",
        action="append",
        default=[],
        metavar=t("cli.measure"),
        help=t("cli.help.exclude"),
    )


def _plan(command: Command, t: Translator) -> None:
    p = command("plan", "plan:run")
    p.add_argument("place", metavar=t("cli.place"), help=t("cli.help.place"))
    _json(p, t)
    p.add_argument("--out", type=Path, metavar=t("cli.folder"), help=t("cli.help.out"))
    p.add_argument(
        "--word-template", type=Path, metavar=t("cli.file"), help=t("cli.help.word_template")
    )
    p.add_argument("--as-of", dest="as_of", metavar="ID|DATE", help=t("cli.help.as_of"))
    p.add_argument(
        "--boundary", choices=BOUNDARIES, default="territorial", help=t("cli.help.boundary")
    )
    _without(p, t)
    p.add_argument("--target", type=cut_of, metavar="55%", help=t("cli.help.target"))
    p.add_argument("--target-year", type=int, metavar=t("cli.year"), help=t("cli.help.target_year"))
    p.add_argument(
        "--reference-year", type=int, metavar=t("cli.year"), help=t("cli.help.reference_year")
    )
    p.add_argument(
        "--frame-start", choices=("last", "mean3"), default="last", help=t("cli.help.frame_start")
    )
    _limits(p, t)
    p.add_argument("--futures", type=int, default=1000, metavar="N", help=t("cli.help.futures"))
    p.add_argument(
        "--known-changes", type=Path, metavar=t("cli.file"), help=t("cli.help.known_changes")
    )
    _decided(p, t)
    p.add_argument(
        "--count",
        type=_parse_count,
        action="append",
        default=[],
        metavar=t("cli.unit_count"),
        help=t("cli.help.count"),
    )
    p.add_argument(
        "--answer",
        type=_parse_count,
        action="append",
        default=[],
        metavar=t("cli.key_value"),
        help=t("cli.help.answer"),
    )
    p.add_argument("--dearest", type=_amount, metavar="NOK", help=t("cli.help.dearest"))
    p.add_argument(
        "--time-limit",
        type=_amount,
        default=20.0,
        metavar=t("cli.seconds"),
        help=t("cli.help.time_limit"),
    )


def _bind(command: Command, t: Translator) -> None:
    p = command("bind", "bind:run")
    p.add_argument("file", type=Path, metavar=t("cli.file"), help=t("cli.help.bindings"))
    p.add_argument("--place", required=True, metavar=t("cli.place"), help=t("cli.help.place"))
    _json(p, t)
    p.add_argument(
        "--nothing-otherwise",
        type=_parse_list,
        default=(),
        metavar="ID,ID",
        help=t("cli.help.nothing_otherwise"),
    )
    p.add_argument("--as-of", dest="as_of", metavar="ID|DATE", help=t("cli.help.as_of"))
    p.add_argument("--target", type=cut_of, metavar="55%", help=t("cli.help.target"))
    p.add_argument("--target-year", type=int, metavar=t("cli.year"), help=t("cli.help.target_year"))
    p.add_argument("--futures", type=int, default=256, metavar="N", help=t("cli.help.futures"))
    _limits(p, t)
    _decided(p, t)


def _backtest(command: Command, t: Translator) -> None:
    p = command("backtest", "backtest:run")
    p.add_argument("place", metavar=t("cli.place_or_all"), help=t("cli.help.backtest_place"))
    p.add_argument("--json", action="store_true", help=t("cli.help.json"))
    p.add_argument("--write", type=Path, metavar=t("cli.folder"), help=t("cli.help.backtest_write"))


def _nation(command: Command, t: Translator) -> None:
    p = command("nation", "nation:run")
    p.add_argument("--futures", type=int, default=1000, metavar="N", help=t("cli.help.futures"))
    p.add_argument("--seed", type=int, default=20261123, metavar="N", help=t("cli.help.seed"))
    p.add_argument("--workers", type=int, metavar="N", help=t("cli.help.workers"))
    p.add_argument("--scheduler", metavar=t("cli.address"), help=t("cli.help.scheduler"))
    p.add_argument("--only", metavar=t("cli.numbers"), help=t("cli.help.only"))
    p.add_argument("--out", type=Path, metavar=t("cli.folder"), help=t("cli.help.nation_out"))
    p.add_argument("--json", action="store_true", help=t("cli.help.json"))


def _figures(command: Command, t: Translator) -> None:
    p = command("import", "figures:run_import")
    p.add_argument("file", type=Path, metavar=t("cli.file"), help=t("cli.help.import_file"))
    p.add_argument("--date", metavar=t("cli.day"), help=t("cli.help.date"))
    p.add_argument("--origin", metavar=t("cli.text"), help=t("cli.help.origin"))
    p.add_argument("--place", metavar=t("cli.place"), help=t("cli.help.import_place"))
    p.add_argument(
        "--confirm-large-change", action="store_true", help=t("cli.help.confirm_large_change")
    )
    _json(p, t)
    p = command("import-projections", "figures:run_import_projections")
    p.add_argument("file", type=Path, metavar=t("cli.file"), help=t("cli.help.projections"))
    _json(p, t)
    p = command("vintages", "figures:run_vintages")
    p.add_argument("place", nargs="?", metavar=t("cli.place"), help=t("cli.help.place"))
    p.add_argument("--compare", nargs=2, metavar=("ID", "ID"), help=t("cli.help.compare_vintages"))
    _json(p, t)
    p = command("fetch", "figures:run_fetch")
    p.add_argument("place", metavar=t("cli.place"), help=t("cli.help.place"))
    _json(p, t)
    p = command("facts-review", "figures:run_facts_review")
    p.add_argument(
        "--today", type=date.fromisoformat, metavar=t("cli.day"), help=t("cli.help.today")
    )
    _json(p, t)
    p = command("measures", "figures:run_measures")
    p.add_argument("place", nargs="?", metavar=t("cli.place"), help=t("cli.help.place"))
    p.add_argument("--alone", action="store_true", help=t("cli.help.alone"))
    _json(p, t)
    p = command("completion", "completion:run")
    p.add_argument("shell", choices=("bash", "zsh", "fish"), help=t("cli.help.shell"))


def _site(command: Command, t: Translator) -> None:
    p = command("serve", "serve:run_serve")
    p.add_argument(
        "--host", default="127.0.0.1", metavar=t("cli.address"), help=t("cli.help.serve_host")
    )
    p.add_argument("--port", type=int, default=8000, metavar="N", help=t("cli.help.serve_port"))
    p.add_argument(
        "--processes", type=int, default=2, metavar="N", help=t("cli.help.serve_processes")
    )
    p.add_argument("--no-worker", action="store_true", help=t("cli.help.serve_no_worker"))
    p.add_argument("--no-prepare", action="store_true", help=t("cli.help.serve_no_prepare"))
    p = command("manage", "serve:run_manage")
    p.add_argument(
        "arguments", nargs=argparse.REMAINDER, metavar=t("cli.command"), help=t("cli.help.manage")
    )
