"""Where tests of the site keep their state and how many cores each takes, said before all else."""

import atexit
import gc
import os
import resource
import shutil
import sqlite3
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from zlib import crc32

# One thread a test worker: two that each take both cores wait for each other half of the time.
# Said before NumPy and Numba are read; that a plan is the same on several is tested apart.
os.environ |= {
    f"{kind}_THREADS": "1" for kind in ("NUMBA_NUM", "OPENBLAS_NUM", "OMP_NUM", "POLARS_MAX")
}
os.environ["DJANGO_SETTINGS_MODULE"] = "kortreist_web.config.settings"
if "PYTEST_XDIST_WORKER" not in os.environ:
    _state = tempfile.mkdtemp(prefix="kortreist-test-")
    os.environ["KORTREIST_STATE"] = _state
    # What the one who runs the tests has imported is not what they look at.
    os.environ["KORTREIST_DATA_DIR"] = os.path.join(_state, "data")
    atexit.register(shutil.rmtree, _state, ignore_errors=True)
os.environ.pop("KORTREIST_HOSTS", None)
os.environ.pop("KORTREIST_DATABASE_URL", None)
if url := os.environ.get("KORTREIST_TEST_DATABASE_URL"):
    os.environ["KORTREIST_DATABASE_URL"] = url

import django
import pytest
from _pytest.doctest import DoctestModule
from hypothesis import settings

# What is read and collected is there to the end: nothing of it is looked through for waste.
gc.disable()
django.setup()


def _tables_from_the_kept() -> None:
    """Copy the tables into the tests' database before they are made: migrating takes seconds.

    The migrations are still run, and find nothing to do.
    """
    from django.db import connection
    from kept_results import empty_site

    make = connection.creation._create_test_db

    def with_tables(verbosity: int, autoclobber: bool, keepdb: bool = False) -> str:
        name: str = make(verbosity, autoclobber, keepdb)
        HELD.append(sqlite3.connect(name, uri=True))
        with closing(sqlite3.connect(empty_site())) as kept:
            kept.backup(HELD[0])
        return name

    if connection.vendor == "sqlite":
        connection.creation._create_test_db = with_tables


#: A database in memory is there as long as somebody holds it.
HELD: list[sqlite3.Connection] = []
_tables_from_the_kept()

# How fast a machine is says nothing of whether a property holds.
settings.register_profile("short", deadline=None, max_examples=25)
settings.register_profile("every", deadline=None, max_examples=200)
settings.load_profile("every" if "KORTREIST_TEST_EVERY" in os.environ else "short")


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path):
    """Look for examples only in files that have some: looking through the others takes seconds."""
    found = yield
    if file_path.suffix == ".py" and b">>>" not in file_path.read_bytes():
        return [one for one in found if not isinstance(one, DoctestModule)]
    return found


_LANGUAGES = ("nb", "nn", "en")


def _asks(item: pytest.Item) -> bool:
    """Tell whether a test asks the site's database."""
    uses = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    return bool(uses) or item.get_closest_marker("django_db") is not None


def _stores(item: pytest.Item) -> bool:
    """Tell whether what a test finds may depend on the database it runs on."""
    return _asks(item) and item.get_closest_marker("any_database") is None


def _few(stores: list[pytest.Item]) -> list[pytest.Item]:
    """Return what a database may answer in its own way, and the first of every other file.

    Of a test with many inputs one: the questions to the database are the same.
    """
    chosen, seen = [], set()
    for item in stores:
        name, file = item.nodeid.split("[")[0], item.nodeid.split("::")[0]
        django_db = item.get_closest_marker("django_db")
        own = item.get_closest_marker("database") or (django_db and django_db.kwargs)
        if (name if own else file) not in seen:
            chosen.append(item)
        seen |= {name, file}
    return chosen


def _in_one_language(items: list[pytest.Item]) -> None:
    """Leave to ``make test-all`` all but one language of tests of the site in every language.

    Which one is another for each test, so that each language is seen on a third of the pages.
    What the texts themselves lack in a language is found apart, for all of them.
    """
    by_name: dict[str, list[tuple[str, pytest.Item]]] = {}
    for item in items:
        language = item.callspec.params.get("language") if hasattr(item, "callspec") else None
        if language in _LANGUAGES and _asks(item):
            by_name.setdefault(item.nodeid.split("[")[0], []).append((language, item))
    for name, found in by_name.items():
        known = sorted({language for language, _ in found})  # a test may have two of them
        chosen = known[crc32(name.encode()) % len(known)]
        for language, item in found:
            if language != chosen:
                item.add_marker(pytest.mark.long)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list) -> None:
    """Begin with what takes longest, so that no core waits for it at the end.

    On another database than SQLite only what can depend on it is run: what is marked
    ``database`` or commits, and of every other file one test, so that its models and pages have
    asked that database too. All of it where ``KORTREIST_TEST_EVERY`` is set (``make test-all``).
    Two tests of one name are refused: workers run a name once, and the others never.
    """
    twice = [name for name, n in Counter(item.nodeid for item in items).items() if n > 1]
    if twice:
        raise pytest.UsageError(f"tests that share a name: {twice[:5]}")
    _in_one_language(items)
    if "KORTREIST_TEST_DATABASE_URL" in os.environ:
        stores = [item for item in items if _stores(item)]
        if "KORTREIST_TEST_EVERY" not in os.environ:
            stores = _few(stores)
        config.hook.pytest_deselected(items=list(set(items) - set(stores)))
        items[:] = stores
    items.sort(key=lambda item: "browser" not in item.keywords)


def pytest_collection_finish() -> None:
    """Look for waste from now on, and only in what the tests themselves make."""
    gc.collect()
    gc.freeze()
    gc.enable()


# -- where the time goes: processor seconds by file, of the process and of what it starts -------

#: How many files are named at the end.
SHOWN = 15
COSTS = pytest.StashKey[Counter]()


def _spent() -> float:
    """Return the processor seconds of this process and of children that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item):
    """Note what the test cost, fixtures included."""
    began = _spent()
    answer = yield
    item.config.stash.setdefault(COSTS, Counter())[item.nodeid.split("::")[0]] += _spent() - began
    return answer


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error) -> None:
    """Collect what a worker's files cost."""
    spent = getattr(node, "workeroutput", {}).get("costs", {})
    node.config.stash.setdefault(COSTS, Counter()).update(spent)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand a worker's costs to the process that prints them."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["costs"] = dict(session.config.stash.get(COSTS, Counter()))


def pytest_terminal_summary(terminalreporter) -> None:
    """Print the files that cost most."""
    costs = terminalreporter.config.stash.get(COSTS, Counter())
    if len(costs) < 2:
        return
    terminalreporter.section(f"processor seconds by file ({sum(costs.values()):.0f} in all)")
    for name, seconds in costs.most_common(SHOWN):
        terminalreporter.line(f"{seconds:7.1f}  {name}")
