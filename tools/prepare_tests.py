"""Make what many tests look at (``tests/kept``), beside the checks that use one core only.

The kernels are compiled, the small plans computed, the demonstration's site and an empty one
made. What is missing or fails here is made by the tests themselves.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import tempfile
import tomllib
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]


def _conftest(folder: str) -> ModuleType:
    """Return the shared fixtures of a folder of tests as a module."""
    spec = importlib.util.spec_from_file_location("shared", ROOT / "tests" / folder / "conftest.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    """Make them, what takes longest to compile first."""
    options = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]
    sys.path[:0] = [str(ROOT / path) for path in options["ini_options"]["pythonpath"]]
    from kept_results import empty_site, kept, kept_folder

    os.environ["DJANGO_SETTINGS_MODULE"] = "kortreist_web.config.settings"
    with tempfile.TemporaryDirectory() as state:
        os.environ["KORTREIST_STATE"] = state
        # As in the tests: not what the one who runs them has imported.
        os.environ["KORTREIST_DATA_DIR"] = os.path.join(state, "data")
        from kept_budget import real_budget

        real_budget()
        empty_site()
        import django

        django.setup()
        kept("computed_budget", _conftest("web").compute_budget)
        kept_folder("demonstration", _conftest("web/e2e").make_demonstration)


if __name__ == "__main__":
    main()
