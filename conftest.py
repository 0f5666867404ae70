"""Where tests of the site keep their state and how many cores each takes, said before all else."""

import atexit
import os
import shutil
import tempfile

# One thread a test worker: two that each take both cores wait for each other half of the time.
# Said before NumPy and Numba are read; that a plan is the same on several is tested apart.
os.environ |= {
    f"{kind}_THREADS": "1" for kind in ("NUMBA_NUM", "OPENBLAS_NUM", "OMP_NUM", "POLARS_MAX")
}
os.environ["DJANGO_SETTINGS_MODULE"] = "kortreist_web.config.settings"
if "PYTEST_XDIST_WORKER" not in os.environ:
    _state = tempfile.mkdtemp(prefix="kortreist-test-")
    os.environ["KORTREIST_STATE"] = _state
    atexit.register(shutil.rmtree, _state, ignore_errors=True)
os.environ.pop("KORTREIST_HOSTS", None)
os.environ.pop("KORTREIST_DATABASE_URL", None)
if url := os.environ.get("KORTREIST_TEST_DATABASE_URL"):
    os.environ["KORTREIST_DATABASE_URL"] = url

import django

django.setup()


def pytest_collection_modifyitems(items: list) -> None:
    """Begin with what takes longest, so that no core waits for it at the end."""
    items.sort(key=lambda item: "browser" not in item.keywords)
