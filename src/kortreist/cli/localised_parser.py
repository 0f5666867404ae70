"""The argument parser in the reader's language: its sentences, its defaults, did-you-mean."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from kortreist.cli.tables import print_help
from kortreist.i18n import Translator

__all__ = ["Parser", "speak"]


def speak(t: Translator) -> None:
    """Give argparse its own sentences in the language of ``t``."""
    sentences = {
        "usage: ": "usage",
        "positional arguments": "positional",
        "options": "options",
        "show this help message and exit": "help",
        "the following arguments are required: %s": "required",
        "unrecognized arguments: %s": "unrecognized",
        "expected one argument": "one_argument",
        "invalid %(type)s value: %(value)r": "type",
        "argument %(argument_name)s: %(message)s": "argument",
        "not allowed with argument %s": "not_with",
    }
    words: Any = argparse
    words._ = lambda text: t("cli.argparse." + sentences[text]) if text in sentences else text
    Parser.t = t


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help with the default of every option that has one."""

    def _get_help_string(self, action: argparse.Action) -> str | None:
        text = action.help
        named = action.option_strings and action.default not in (None, False, argparse.SUPPRESS)
        if not text or not named or action.default in ([], ()):
            return text
        return f"{text} ({Parser.t('cli.default')}: %(default)s)"


class Parser(argparse.ArgumentParser):
    """An argument parser that speaks the chosen language and exits with 2."""

    t: Translator

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **{"formatter_class": _Formatter, **options})

    def print_help(self, file: Any = None) -> None:
        """Print help; on a terminal its headings and options stand out."""
        print_help(self.format_help(), file or sys.stdout)

    def error(self, message: str) -> NoReturn:
        """Say what was wrong and where help is, and exit with 2."""
        print(self.t("cli.error", text=message), file=sys.stderr)
        print(self.t("cli.see_help", command=self.prog), file=sys.stderr)
        raise SystemExit(2)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        choices = [str(c) for c in action.choices]
        text = self.t("cli.argparse.choice", value=value, choices=", ".join(choices))
        raise argparse.ArgumentError(action, text + self._meant(str(value), choices))

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse; what is not understood is answered with the option nearest to it."""
        options, rest = self.parse_known_args(args, namespace)
        if rest:
            asked = self._subparser(options)
            flags = [f for a in asked._actions for f in a.option_strings if f.startswith("--")]
            text = self.t("cli.argparse.unrecognized") % " ".join(rest)
            asked.error(text + self._meant(rest[0].partition("=")[0], flags))
        return options

    def _subparser(self, options: argparse.Namespace) -> Parser:
        """Return the parser of the command that was asked for."""
        name = getattr(options, "command", None)
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction) and name in action.choices:
                parser: Parser = action.choices[name]
                return parser
        return self

    def _meant(self, word: str, candidates: Iterable[str]) -> str:
        near: Sequence[str] = difflib.get_close_matches(word, list(candidates), n=1, cutoff=0.6)
        return "; " + self.t("cli.meant", word=near[0]) if near else ""
