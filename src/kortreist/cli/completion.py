"""``kortreist completion``: Tab in the reader's shell, made from the parser itself."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from kortreist.cli.parser import build_parser
from kortreist.i18n import Translator

__all__ = ["run"]


@dataclass(frozen=True, slots=True)
class _Option:
    """One option of a command: what it is written as, what follows it."""

    flags: tuple[str, ...]
    help: str
    choices: tuple[str, ...]
    takes: str  # "", "value", "file" or "place"


def run(options: argparse.Namespace, t: Translator) -> int:
    """Print the completion of the shell asked for; returns the exit code."""
    commands = _commands(t)
    writer = {"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell]
    print(writer(commands, _places()))
    return 0


def _commands(t: Translator) -> dict[str, tuple[str, list[_Option], str]]:
    """Return command → its help, its options, what its first argument is."""
    out = {}
    for action in build_parser(t)._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                flags = [_option(a) for a in sub._actions if a.option_strings]
                first = [a for a in sub._actions if not a.option_strings]
                takes = _option(first[0]) if first else _Option((), "", (), "")
                words = " ".join(takes.choices) if takes.choices else takes.takes
                out[name] = (sub.description or "", flags, words)
    return out


def _option(a: argparse.Action) -> _Option:
    takes = "" if a.nargs == 0 else "value"
    if a.type is Path:
        takes = "file"
    elif a.dest in ("place", "compare") and a.nargs != 2:
        takes = "place"
    choices = tuple(str(c) for c in a.choices or ())
    return _Option(tuple(a.option_strings), (a.help or "").replace("%%", "%"), choices, takes)


def _places() -> list[tuple[str, str]]:
    from datetime import date

    from kortreist.places import counties, municipalities

    today = date.today()
    places = [*counties(today), *municipalities(today)]
    return [(p.number, p.name) for p in places]


def _bash(
    commands: dict[str, tuple[str, list[_Option], str]], places: list[tuple[str, str]]
) -> str:
    cases, values = [], []
    for name, (_, options, first) in commands.items():
        flags = " ".join(f for o in options for f in o.flags)
        fixed = first if first not in ("", "file", "place", "value") else ""
        words = {"place": "$_kortreist_places"}.get(first, fixed)
        files = "yes" if first == "file" else ""
        cases.append(f'    {name}) flags="{flags}" words="{words}" files="{files}" ;;')
        for o in options:
            given = "|".join(f"{name}:{f}" for f in o.flags)
            if o.takes == "file":
                values.append(f'    {given}) COMPREPLY=($(compgen -f -- "$cur")); return ;;')
            elif o.takes:
                candidates = "$_kortreist_places" if o.takes == "place" else " ".join(o.choices)
                values.append(
                    f'    {given}) COMPREPLY=($(compgen -W "{candidates}" -- "$cur")); return ;;'
                )
    lines = [
        "# kortreist completion bash > ~/.local/share/bash-completion/completions/kortreist",
        f'_kortreist_places="{" ".join(number for number, _ in places)}"',
        "_kortreist() {",
        '  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}"',
        '  local command="${COMP_WORDS[1]}" flags="" words="" files=""',
        "  COMPREPLY=()",
        '  if [ "$COMP_CWORD" -eq 1 ]; then',
        f'    COMPREPLY=($(compgen -W "{" ".join(commands)} --help --version" -- "$cur")); return',
        "  fi",
        '  case "$command:$prev" in',
        *values,
        "  esac",
        '  case "$command" in',
        *cases,
        "  esac",
        '  case "$cur" in',
        '    -*) COMPREPLY=($(compgen -W "$flags" -- "$cur")) ;;',
        '    *) if [ -n "$files" ]; then COMPREPLY=($(compgen -f -- "$cur"))',
        '       else COMPREPLY=($(compgen -W "$words" -- "$cur")); fi ;;',
        "  esac",
        "}",
        "complete -o filenames -F _kortreist kortreist",
    ]
    return "\n".join(lines)


def _zsh(commands: dict[str, tuple[str, list[_Option], str]], places: list[tuple[str, str]]) -> str:
    def quoted(text: str) -> str:
        for mark in "\\[]:'`$\"":
            text = text.replace(mark, {"'": "’", ":": "\\:"}.get(mark, ""))
        return text

    def value(o: _Option) -> str:
        if o.takes == "file":
            return ":file:_files"
        if o.takes == "place":
            return ":place:_kortreist_places"
        if o.choices:
            return f":value:({' '.join(o.choices)})"
        return ":value: " if o.takes else ""

    cases = []
    for name, (_, options, first) in commands.items():
        specs = [f"'*{f}[{quoted(o.help)}]{value(o)}'" for o in options for f in o.flags]
        kinds = {"file": "_files", "place": "_kortreist_places", "value": " ", "": " "}
        specs.append(f"'*:argument:{kinds.get(first, f'({first})')}'")
        cases.append(f"    {name}) _arguments {' '.join(specs)} ;;")
    listed = " ".join(f"'{n}:{quoted(text)}'" for n, (text, _, _) in commands.items())
    places_ = " ".join(f"'{number}:{quoted(name)}'" for number, name in places)
    lines = [
        "#compdef kortreist",
        "_kortreist_places() {",
        f"  local -a places=({places_})",
        "  _describe place places",
        "}",
        "_kortreist() {",
        f"  local -a commands=({listed})",
        "  if (( CURRENT == 2 )); then _describe command commands; return; fi",
        '  local command="$words[2]"',
        "  shift words; (( CURRENT-- ))",
        '  case "$command" in',
        *cases,
        "  esac",
        "}",
        'if [ "$funcstack[1]" = "_kortreist" ]; then _kortreist "$@"; '
        "else compdef _kortreist kortreist; fi",
    ]
    return "\n".join(lines)


def _fish(
    commands: dict[str, tuple[str, list[_Option], str]], places: list[tuple[str, str]]
) -> str:
    def quoted(text: str) -> str:
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"

    lines = [
        "# kortreist completion fish > ~/.config/fish/completions/kortreist.fish",
        "complete -c kortreist -f",
        "function __kortreist_places",
        *(f"  printf '%s\\t%s\\n' {number} {quoted(name)}" for number, name in places),
        "end",
    ]
    for name, (text, options, first) in commands.items():
        here = f"-n '__fish_seen_subcommand_from {name}'"
        lines.append(f"complete -c kortreist -n __fish_use_subcommand -a {name} -d {quoted(text)}")
        if first == "place":
            lines.append(f"complete -c kortreist {here} -a '(__kortreist_places)'")
        elif first == "file":
            lines.append(f"complete -c kortreist {here} -F")
        elif first not in ("", "value"):
            lines.append(f"complete -c kortreist {here} -a '{first}'")
        for o in options:
            flags = " ".join(
                f"-l {f[2:]}" if f.startswith("--") else f"-s {f[1:]}" for f in o.flags
            )
            kinds = {"file": " -r -F", "place": " -x -a '(__kortreist_places)'", "value": " -x"}
            more = f" -x -a '{' '.join(o.choices)}'" if o.choices else kinds.get(o.takes, "")
            lines.append(f"complete -c kortreist {here} {flags}{more} -d {quoted(o.help)}")
    return "\n".join(lines)
