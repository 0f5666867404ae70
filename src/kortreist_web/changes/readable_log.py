"""The log as people read it: which object, which field, what it was and what it became."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime

from kortreist.i18n import LANGUAGES
from kortreist_web.changes.models import Change
from kortreist_web.changes.tenant_data import models_by_label
from kortreist_web.core.domain import domains, from_all
from kortreist_web.core.texts import engine, named, text, web
from kortreist_web.people.models import User
from kortreist_web.tenants.models import Organisation

__all__ = [
    "WITHOUT_REASON",
    "Entry",
    "Field",
    "entries",
    "field_name",
    "found",
    "model_name",
    "program_name",
    "value_name",
    "verb_name",
    "who_did",
]

#: Lines of people who changed or removed something and did not say why; what is new says itself.
WITHOUT_REASON = Q(why="", user__isnull=False, kind__in=("change", "remove"))
_LONGEST = 300
_LONGEST_NAME = 80
#: Fields whose value is one of a few words.
_OF_WORDS = frozenset({"state", "kind", "status", "outcome", "role", "scopes", "job"})
#: Fields that say nothing here.
_UNSAID = frozenset({"organisation_id", "id"})
_DEEPEST = 40
#: What a text, or what was done, is kept by.
_KEY = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")


@dataclass(frozen=True, slots=True)
class Field:
    """One field that changed, in words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log, in words."""

    change: Change
    what: str
    verb: str
    who: str
    fields: list[Field]
    #: Whether the object has a page of its own history.
    has_row: bool
    #: What the object is called, where the line says it.
    about: str = ""

    @property
    def lacks_reason(self) -> bool:
        """Tell whether a person changed something and did not say why: :data:`WITHOUT_REASON`."""
        line = self.change
        return not line.why and line.user_id is not None and line.kind in ("change", "remove")


def _word(otherwise: str, *keys: str) -> str:
    """Return the first text there is; a domain's own names stand in its own file."""
    return next((text(key) for key in keys if web().has(key)), otherwise)


def model_name(label: str) -> str:
    """Return what a kind of object is called: ``<domain>.log.model.<Model>``."""
    domain, _, model = label.rpartition(".")
    return _word(label, f"{domain}.log.model.{model}", f"changes.model.{model}")


def field_name(name: str, what: str = "") -> str:
    """Return what a field of a model is called: ``<domain>.log.field.<field>``."""
    domain, field = what.partition(".")[0], name.removesuffix("_id")
    return _word(name, f"{domain}.log.field.{field}", f"changes.field.{field}")


def verb_name(verb: str) -> str:
    """Return what was done: ``<domain>.log.verb.<action>``; without a text, by its name."""
    domain, _, action = verb.partition(".")
    return _word(verb, f"{domain}.log.verb.{action}", f"changes.verb.{verb.replace('.', '_')}")


def value_name(value: str, what: str = "", field: str = "") -> str:
    """Return a word a field may hold, in words.

    ``<domain>.log.value.<word>``, or what pages call it: ``<domain>.<field>.<word>``.
    """
    domain = what.partition(".")[0]
    ways = (f"{domain}.log.value.{value}", f"changes.value.{value}", f"{domain}.{field}.{value}")
    return _word(value, *ways)


def _plain(value: Any) -> str:
    """Return one value as a person reads it."""
    if value is None or value == "" or value == [] or value == {}:
        return "–"
    if isinstance(value, bool):
        return text("changes.yes" if value else "changes.no")
    if isinstance(value, float | int):
        shown = web().number(value, 0 if float(value).is_integer() else 3)
        return shown if abs(value) >= 10_000 or not isinstance(value, int) else str(value)
    if isinstance(value, str):
        moment = parse_datetime(value) if len(value) > 15 else None
        if moment is not None and moment.tzinfo is not None:
            local = localtime(moment)
            return f"{web().date(local.date().isoformat())} {local:%H:%M}"
        if len(value) == 10 and parse_date(value) is not None:
            return web().date(value)
        return _word(verb_name(value), value) if _KEY.fullmatch(value) else value
    if isinstance(value, list) and all(not isinstance(v, list | dict) for v in value):
        return ", ".join(_plain(v) for v in value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _short(shown: str) -> str:
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST].rstrip() + " …"


def _leaves(value: Any, way: tuple[str, ...] = ()) -> dict[tuple[str, ...], Any]:
    """Return the single values inside a field that holds several, by the way to them."""
    if not isinstance(value, dict) or not value:
        return {way: value}
    leaves: dict[tuple[str, ...], Any] = {}
    for key in value:
        leaves.update(_leaves(value[key], (*way, str(key))))
    return leaves


def _in_words(value: Any, what: str, field: str) -> Any:
    if isinstance(value, list):
        return [_in_words(v, what, field) for v in value]
    return value_name(value, what, field) if isinstance(value, str) and value else value


def _names(changes: list[Change]) -> dict[tuple[str, int], str]:
    """Return the names of the people, units and measures that keys in the lines stand for."""
    keys: dict[str, set[int]] = {
        label: set() for label in from_all(lambda domain: domain.named_models)
    }
    for change in changes:
        for name in {*change.before, *change.after}:
            label = _points_to(change.what, name)
            if label in keys:
                values = (change.before.get(name), change.after.get(name))
                keys[label] |= {v for v in values if isinstance(v, int)}
    whose = {change.organisation_id for change in changes}
    return {
        (label, row.pk): _display_name(row, whose)
        for label, pks in keys.items()
        if pks
        for row in _models()[label]._base_manager.filter(pk__in=pks)
    }


def _part_names(changes: list[Change]) -> dict[str, str]:
    """Return the names of what parts of a field are kept by: measures, and what domains add."""
    values = [v for c in changes for v in (*c.before.values(), *c.after.values())]
    keys = {k for v in values if isinstance(v, dict) for k in v}
    whose = {c.organisation_id for c in changes}
    names: dict[str, str] = {}
    for domain in domains().values():
        if keys and domain.part_names is not None:
            names |= domain.part_names(keys, whose)
    return names


def _display_name(row: Any, whose: set[int]) -> str:
    if isinstance(row, User):
        return row.called_in(whose)
    name = getattr(row, "name", "")
    return named(name) if isinstance(name, dict) else str(row)


def _name_of(row_names: dict[tuple[str, int], str], label: str, key: int) -> str:
    return row_names.get((label, key), "")


def _points_to(what: str, name: str) -> str:
    """Return the model a field's key is of; empty: it is no key, or the model is gone."""
    if not name.endswith("_id") or what not in _models():
        return ""
    fields = {f.attname: f for f in _models()[what]._meta.concrete_fields}
    related = getattr(fields.get(name), "related_model", None)
    return str(related._meta.label) if related is not None else ""


def _fields(
    what: str, name: str, before: Any, after: Any, called: Any, parts: dict[str, str]
) -> list[Field]:
    """Return what changed in a field; of one with parts only the parts that did."""
    title = field_name(name, what)
    told = _refusal(before), _refusal(after)
    if told != (before, after):  # an empty one beside a refusal is none
        before, after = (value or "" for value in told)
    if name.endswith("_id"):
        before, after = (None if v is None else called(v) or f"#{v}" for v in (before, after))
    if name in _OF_WORDS:
        before, after = _in_words(before, what, name), _in_words(after, what, name)
    if not isinstance(before, dict) and not isinstance(after, dict):
        return [Field(title, _short(_plain(before)), _short(_plain(after)))]
    old, new = _leaves(before or {}), _leaves(after or {})
    old.pop((), None)
    new.pop((), None)
    ways = [w for w in sorted({*old, *new}) if old.get(w) != new.get(w)]
    shown = [
        Field(
            f"{title}: {' › '.join(_part(part, parts) for part in way)}",
            _short(_plain(old.get(way))),
            _short(_plain(new.get(way))),
        )
        for way in ways[:_DEEPEST]
    ]
    if len(ways) > _DEEPEST:
        shown.append(Field(title, "…", text("changes.more", n=len(ways) - _DEEPEST)))
    return shown


def _refusal(value: Any) -> Any:
    """Return what was said of a refusal where a field holds one; anything else as it is."""
    said = value.get("said") if isinstance(value, dict) and "key" in value else None
    return named(said) if isinstance(said, dict) else value


def _part(name: str, parts: dict[str, str]) -> str:
    """Return what a part of a field is called: a language by its own name."""
    if name in LANGUAGES:
        return engine(name)("languages.name")
    return parts.get(name, name)


def _about(change: Change) -> str:
    """Return the name or title a line holds of its object; empty: it holds none."""
    values = {**change.before, **change.after}
    name = next((values[k] for k in ("name", "title") if values.get(k)), "")
    said = named(name) if isinstance(name, dict) else str(name)
    return said if len(said) <= _LONGEST_NAME else said[:_LONGEST_NAME].rstrip() + " …"


def program_name(name: str) -> str:
    """Return what a program is called: a background job by its number."""
    if not name:
        return ""
    kind, _, number = name.partition(" ")
    return _word(name, f"changes.program.{kind}") + (f" {number}" if number else "")


def who_did(change: Change) -> str:
    """Return who made a change: a person, a participant of a process by number, a program."""
    if change.participant is not None:
        return text("changes.participant", n=change.participant)
    return " · ".join(filter(None, (str(change.user or ""), program_name(change.program)))) or "–"


def entries(changes: list[Change]) -> list[Entry]:
    """Return lines of the log in words."""
    shown, row_names, parts = [], _names(changes), _part_names(changes)
    for change in changes:
        names = dict.fromkeys((*change.before, *change.after))
        fields = [
            field
            for name in names
            if name not in _UNSAID
            for field in _fields(
                change.what,
                name,
                change.before.get(name),
                change.after.get(name),
                partial(_name_of, row_names, _points_to(change.what, name)),
                parts,
            )
            if not (field.before == field.after == "–")
        ]
        shown.append(
            Entry(
                change=change,
                what=model_name(change.what),
                verb=verb_name(change.verb),
                who=who_did(change),
                fields=fields,
                has_row=change.row is not None and change.what in _models(),
                about=_about(change),
            )
        )
    return shown


@lru_cache(maxsize=1)
def _models() -> dict[str, type[Model]]:
    return models_by_label()


def found(organisation: Organisation, asked: dict[str, Any]) -> QuerySet[Change]:
    """Return the lines of the log that fit what was asked, newest first.

    Parameters
    ----------
    organisation : Organisation
    asked : dict
        ``what`` (model), ``who`` (key of a person, or ``program:<name>``), ``row``, ``first``
        and ``last`` (days), ``reason`` (``without``: of those nobody has given a reason for);
        empty: all.
    """
    rows = Change.objects.filter(organisation=organisation).select_related("user")
    if asked.get("what"):
        rows = rows.filter(what=asked["what"])
    who = str(asked.get("who") or "")
    if who.startswith("program:"):
        rows = rows.filter(user=None, participant=None, program=who.removeprefix("program:"))
    elif who.isdigit():
        rows = rows.filter(user_id=int(who))
    if asked.get("row") is not None:
        rows = rows.filter(row=asked["row"])
    if asked.get("reason") == "without":
        rows = rows.filter(WITHOUT_REASON)
    first, last = asked.get("first"), asked.get("last")
    if isinstance(first, date):
        rows = rows.filter(at__date__gte=first)
    if isinstance(last, date):
        rows = rows.filter(at__date__lte=last)
    return rows
