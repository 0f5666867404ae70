"""Results of a national run, one file a municipality: a run that was stopped goes on."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from functools import lru_cache
from importlib import resources
from importlib.metadata import version
from importlib.resources.abc import Traversable
from pathlib import Path

from kortreist.accounts import Account
from kortreist.connectors import atomic_write
from kortreist.country.task import MunicipalityResult, Settings

__all__ = ["ResultStore", "engine_fingerprint"]

_KINDS = (".py", ".csv", ".json", ".toml")


@lru_cache(maxsize=1)
def engine_fingerprint() -> str:
    """Return what names this engine: its version, code, facts and measures.

    A result made by another engine is never taken for this one's.
    """
    digest = hashlib.sha256(version("kortreist").encode())
    for path, content in sorted(_files(resources.files("kortreist"), "")):
        digest.update(path.encode() + b"\0" + content)
    return digest.hexdigest()


def _files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    out: list[tuple[str, bytes]] = []
    for entry in folder.iterdir():
        name = f"{prefix}/{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                out += _files(entry, name)
        elif entry.name.endswith(_KINDS) and not name.startswith(("/locale/", "/cli/")):
            out.append((name, entry.read_bytes()))
    return out


class ResultStore:
    """A folder of results under a key of everything they depend on.

    Parameters
    ----------
    folder : Path
        Runs with other settings or another engine have folders of their own beside.
    settings : Settings
    task : str
        Name of the function that makes the results.
    """

    def __init__(self, folder: Path, settings: Settings, task: str) -> None:
        what = {**asdict(settings), "today": settings.day.isoformat(), "task": task}
        text = json.dumps(what, sort_keys=True) + engine_fingerprint()
        self.folder = folder / hashlib.sha256(text.encode()).hexdigest()[:16]

    def path(self, account: Account) -> Path:
        """Return where a municipality's result is kept; another account is another file."""
        what = (
            account.place.number,
            account.place.name,
            account.year,
            account.population,
            sorted(account.history.items()),
            account.sources,
        )
        key = hashlib.sha256(repr(what).encode()).hexdigest()[:16]
        return self.folder / f"{account.place.number}-{key}.json"

    def get(self, account: Account) -> MunicipalityResult | None:
        """Return the stored result, None where there is none that can be read."""
        try:
            return MunicipalityResult.from_dict(json.loads(self.path(account).read_text("utf-8")))
        except (OSError, ValueError, KeyError, TypeError):
            return None  # computed anew: the same inputs give the same result

    def put(self, account: Account, result: MunicipalityResult) -> None:
        """Store a result in one step.

        Raises
        ------
        StoreError
            Full disk, no permission.
        """
        content = json.dumps(result.as_dict(), ensure_ascii=False).encode()
        atomic_write(self.path(account), content)
