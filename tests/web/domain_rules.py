"""Rules each domain keeps; every function returns what breaks one, with the mend."""

from __future__ import annotations

import ast
import importlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.utils.translation import override

import kortreist_web
from kortreist_web.changes.readable_log import field_name, model_name, verb_name
from kortreist_web.changes.tenant_data import unclassified_models
from kortreist_web.core.action import ACTIONS
from kortreist_web.core.domain import domains
from kortreist_web.core.events import event_text
from kortreist_web.core.models import TenantModel
from kortreist_web.core.policy import policy_of
from kortreist_web.core.texts import web
from kortreist_web.versions.kinds import Kind

ROOT = Path(kortreist_web.__file__).parent
#: Modules whose addresses have no language or another domain's name.
_FIRST_PAGES = {"list", "public", "work", "home", "overview"}


def _there(label: str, module: str) -> bool:
    return find_spec(f"kortreist_web.{label}.{module}") is not None


def pages() -> list[str]:
    """Addresses that are not declared answer nobody."""
    return [
        f"{label}/urls.py is not in DOMAIN.pages"
        for label, one in domains().items()
        if _there(label, "urls")
        and f"kortreist_web.{label}.urls" not in {p.module for p in one.pages}
    ]


def links() -> list[str]:
    """A first page that nothing leads to is found by nobody."""
    found = []
    for label, one in domains().items():
        linked = {link.address for link in (*one.public_links, *one.work_links)}
        for module in (p.module for p in one.pages):
            for address in importlib.import_module(module).urlpatterns:
                name = f"{label}:{address.name}"
                if module.endswith(".urls") and address.name in _FIRST_PAGES:
                    found += [f"{name} has no link in DOMAIN"] if name not in linked else []
    return found


def apis() -> list[str]:
    """A router that is not declared is not in the API."""
    return [
        f"the router of {label}/api.py is not in DOMAIN.apis"
        for label, one in domains().items()
        if _there(label, "api")
        and importlib.import_module(f"kortreist_web.{label}.api").router
        not in [a.router for a in one.apis]
    ]


#: Texts of a kind that is decided upon, after ``Adoption.texts``.
_DECIDED = (
    "attached",
    "one_page",
    "final",
    "outcome_help",
    "recorded_adopted",
    "recorded_returned",
    "recorded_rejected",
    "about",
    "superseded",
    "version",
)


def kinds() -> list[str]:
    """A kind that is not declared is decided upon and published by nobody."""
    found = []
    for label, one in domains().items():
        if _there(label, "kind"):
            module = importlib.import_module(f"kortreist_web.{label}.kind")
            made = [name for name in module.__all__ if isinstance(getattr(module, name), Kind)]
            found += [
                f"{label}/kind.py {name} is not in DOMAIN.kinds"
                for name in made
                if getattr(module, name) not in one.kinds
            ]
    return found


def kind_texts() -> list[str]:
    """Pages about a resolution, and lists of what is public, call a kind by its texts."""
    wanted = []
    for label, one in domains().items():
        for kind in one.kinds:
            if kind.adoption is not None:
                wanted += [(label, f"{kind.adoption.texts}.{name}") for name in _DECIDED]
                event = kind.adoption.event
                if event and event not in one.events:
                    wanted.append((label, f"event {event} in DOMAIN.events"))
            if kind.publishing is not None:
                heading = kind.publishing.heading or f"publishing.kinds.{kind.name}"
                wanted.append((label, heading))
        wanted += [(label, kind.text) for kind in one.task_kinds]
    return [f"{label} has no {key}" for label, key in wanted if not web().has(key)]


def jobs() -> list[str]:
    """Work that is not declared is done by no worker."""
    found = []
    for label, one in domains().items():
        if _there(label, "work"):
            module = importlib.import_module(f"kortreist_web.{label}.work")
            done = list(one.jobs.values())
            found += [
                f"{label}/work.py {name} is not in DOMAIN.jobs"
                for name in module.__all__
                if callable(getattr(module, name)) and getattr(module, name) not in done
            ]
    return found


def tenant_data() -> list[str]:
    """A model nobody has classified would be in no export, or stay after an erasure."""
    return [
        f"{name} is not, or more than once, classified in a DOMAIN"
        for name in unclassified_models()
    ]


def policies() -> list[str]:
    """A model without a policy is nobody's to touch."""
    found = []
    for model in apps.get_models():
        if issubclass(model, TenantModel):
            try:
                policy_of(model)
            except LookupError as error:
                found.append(str(error))
    return found


def log_names() -> list[str]:
    """What has no name is shown in the change log as code."""
    found = []
    with override("nb"):
        for model in apps.get_models():
            if not issubclass(model, TenantModel):
                continue
            label, skipped = model._meta.label, {"id", "version", "created_at", "updated_at"}
            found += [f"{label} has no name"] if model_name(label) == label else []
            found += [
                f"{label}.{f.name} has no name"
                for f in model._meta.concrete_fields
                if f.name not in skipped | {"organisation", *model.unlogged}
                and field_name(f.name, label) == f.name
            ]
        found += [f"{verb} has no name" for verb in ACTIONS if verb_name(verb) == verb]
    return found


def events() -> list[str]:
    """An event is chosen by its name where webhooks are set up."""
    names = [event for one in domains().values() for event in one.events]
    return [f"{e} has no text {event_text(e)}" for e in names if not web().has(event_text(e))]


#: What looks a model or a module up by its name.
_LOOK_UPS = (
    "get_model",
    "import_string",
    "import_module",
    "ForeignKey",
    "OneToOneField",
    "ManyToManyField",
)


@cache
def _strings(text: str) -> list[tuple[int, str]]:
    """Return the names of models and modules a program gives to what looks them up."""
    found: list[tuple[int, str]] = []
    if not any(name in text for name in _LOOK_UPS):
        return found  # to parse it is what takes time
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        first = node.args[0]
        if isinstance(first, ast.JoinedStr):
            first = first.values[0]
        if isinstance(first, ast.Constant) and isinstance(first.value, str) and name in _LOOK_UPS:
            found.append((node.lineno, first.value.removeprefix("kortreist_web.")))
    return found


def look_ups(root: Path = ROOT) -> list[str]:
    """What is looked up by name is an import too: never one to the right."""
    order = {label: n for n, label in enumerate(settings.LOCAL_APPS)}
    found = []
    for path in sorted(root.rglob("*.py")):
        label = path.relative_to(root).parts[0]
        if label not in order or "migrations" in path.parts:
            continue
        for line, name in _strings(path.read_text("utf-8")):
            other = name.partition(".")[0]
            if order.get(other, -1) > order[label]:
                found.append(f"{path.relative_to(root)}:{line} looks up {name}, to the right")
    return found


RULES = {
    rule.__name__: rule
    for rule in (
        pages,
        links,
        apis,
        kinds,
        kind_texts,
        jobs,
        tenant_data,
        policies,
        log_names,
        events,
        look_ups,
    )
}
