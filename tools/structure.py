"""What holds of the code's structure: imports, circles, types of actors, a domain's reach.

The tests of the house read the same functions; ``how_good.py`` prints them in its table.
"""

from __future__ import annotations

import ast
import tomllib
from functools import cache
from pathlib import Path

from grimp import ImportGraph, Layer, build_graph

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("kortreist", "kortreist_web")
#: What somebody who acts or asks, and an organisation, are called.
ACTORS = {"actor", "caller", "organisation", "organisations", "owner", "participant", "person"}
ACTORS |= {"tenant", "user", "users", "who"}
#: Files outside its folder that name a domain → the line before which its own stands, and its own.
CENTRAL = {
    "src/kortreist_web/config/settings.py": ('    "reports",\n', '    "{domain}",\n'),
    "pyproject.toml": ('    "reports",\n    "hearings",\n', '    "{domain}",\n'),
}


@cache
def graph() -> ImportGraph:
    """Return who imports whom, also inside functions and for types only."""
    return build_graph(*PACKAGES, cache_dir=None)


def _layer(said: str) -> Layer | str:
    for sign, independent in ((":", False), ("|", True)):
        if sign in said:
            return Layer(*(s.strip() for s in said.split(sign)), independent=independent)
    return said


def upward() -> list[str]:
    """Return the imports to the right, by the contracts' own layers: *importer → imported*."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    found = set()
    for contract in tomllib.loads(text)["tool"]["importlinter"]["contracts"]:
        if contract["type"] != "layers":
            continue
        illegal = graph().find_illegal_dependencies_for_layers(
            layers=[_layer(name) for name in contract["layers"]],
            containers=contract["containers"],
        )
        found |= {
            f"{tail} → {head}"
            for d in illegal
            for route in d.routes
            for tail in route.heads
            for head in route.tails
        }
    return sorted(found)


def circles() -> list[list[str]]:
    """Return the groups of files that import each other in a circle."""
    found = graph()
    return knots({m: sorted(found.find_modules_directly_imported_by(m)) for m in found.modules})


def package_circles() -> list[list[str]]:
    """Return the groups of packages of the engine, or domains of the site, in a circle."""
    found, arrows = graph(), dict[str, set[str]]()
    for module in found.modules:
        own = ".".join(module.split(".")[:2])
        arrows.setdefault(own, set()).update(
            ".".join(m.split(".")[:2]) for m in found.find_modules_directly_imported_by(module)
        )
    # The engine's command starts the site: between the two packages is another contract's.
    same = {a: {b for b in to if b.split(".")[0] == a.split(".")[0]} for a, to in arrows.items()}
    return knots({a: sorted(b - {a, *PACKAGES}) for a, b in same.items() if a not in PACKAGES})


def knots(arrows: dict[str, list[str]]) -> list[list[str]]:
    """Return the strongly connected parts of more than one (Tarjan 1972), by name.

    Examples
    --------
    >>> knots({"a": ["b"], "b": ["a", "c"], "c": []})
    [['a', 'b']]
    """
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    path: list[str] = []
    found: list[list[str]] = []
    for start in sorted(arrows):
        if start in number:
            continue
        work = [(start, iter(arrows[start]))]
        number[start] = lowest[start] = len(number)
        path.append(start)
        while work:
            name, rest = work[-1]
            following = next((n for n in rest if n in arrows), None)
            if following is None:
                work.pop()
                if work:
                    above = work[-1][0]
                    lowest[above] = min(lowest[above], lowest[name])
                if lowest[name] == number[name]:
                    part = path[path.index(name) :]
                    del path[path.index(name) :]
                    if len(part) > 1:
                        found.append(sorted(part))
            elif following not in number:
                number[following] = lowest[following] = len(number)
                path.append(following)
                work.append((following, iter(arrows[following])))
            elif following in path:
                lowest[name] = min(lowest[name], number[following])
    return sorted(found)


def untyped_actors(source: str) -> list[str]:
    """Return where an actor or an organisation is said to be anything: line and name."""

    def is_any(annotation: ast.expr | None) -> bool:
        parts = ast.walk(annotation) if annotation is not None else ()
        return any(isinstance(part, ast.Name) and part.id == "Any" for part in parts)

    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.arg) and node.arg in ACTORS and is_any(node.annotation):
            found.append(f"{node.lineno} {node.arg}")
        if isinstance(node, ast.AnnAssign) and is_any(node.annotation):
            name = getattr(node.target, "id", getattr(node.target, "attr", ""))
            found += [f"{node.lineno} {name}"] if name in ACTORS else []
    return found


def all_untyped_actors() -> list[str]:
    """Return the site's untyped actors, with file and line."""
    return [
        f"{path.relative_to(ROOT)}:{where}"
        for path in sorted((ROOT / "src" / "kortreist_web").rglob("*.py"))
        for where in untyped_actors(path.read_text("utf-8"))
    ]
