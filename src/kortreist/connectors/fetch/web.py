"""Ask a service politely: time-outs, retries, a shared rate limit, answers kept on disk.

Not run live where it was written: tested against recorded shapes served from loopback.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kortreist.connectors.fetch.addresses import guarded_client
from kortreist.connectors.paths import data_directory
from kortreist.connectors.store import atomic_write, locked
from kortreist.errors import NetworkError

if TYPE_CHECKING:
    import httpx

__all__ = ["Answer", "Client"]

Query = tuple[tuple[str, str], ...]
_KEPT_SECONDS = 24 * 3600.0
_RETRY_STATUS = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """A JSON answer, where it came from and when (epoch seconds)."""

    content: Any
    url: str
    fetched_at: float
    from_cache: bool


@dataclass(slots=True)
class Client:
    """Fetches JSON.

    Parameters
    ----------
    data_dir : Path, optional
        State folder; answers are kept under ``fetched/answers`` for a day, so that an
        interrupted fetch goes on where it stopped.
    calls, seconds : int, float
        At most ``calls`` in any ``seconds``, shared by all processes that share the home.
    attempts : int
        Tries of one question.
    timeout : float
        Seconds to wait for an answer.
    pause : float
        Seconds before the second try; doubles each time.
    """

    data_dir: Path | None = None
    calls: int = 40
    seconds: float = 60.0
    attempts: int = 4
    timeout: float = 30.0
    pause: float = 1.0
    sleep: Callable[[float], None] = field(default=time.sleep)

    def get(self, url: str, query: Query = ()) -> Answer:
        """Return the JSON answer to a question.

        Raises
        ------
        NetworkError
            No usable answer after all tries: says what was asked, what came, what to do.
        """
        kept = self._folder() / f"{hashlib.sha256(repr((url, query)).encode()).hexdigest()}.json"
        cached = _read_json(kept)
        if cached is not None and time.time() - cached["fetched_at"] < _KEPT_SECONDS:
            return Answer(cached["content"], cached["url"], cached["fetched_at"], True)
        content, asked = self._ask(url, query)
        now = time.time()
        body = {"url": asked, "fetched_at": now, "content": content}
        atomic_write(kept, json.dumps(body, ensure_ascii=False).encode())
        return Answer(content, asked, now, False)

    def _folder(self) -> Path:
        return data_directory(self.data_dir) / "fetched" / "answers"

    def _ask(self, url: str, query: Query) -> tuple[Any, str]:
        import httpx  # 0.1 s that a program which only reads what is kept need not wait

        why, asked = "", url
        for attempt in range(self.attempts):
            if attempt:
                self.sleep(self.pause * 2 ** (attempt - 1))
            self._wait_for_turn()
            try:
                headers = {"Accept": "application/json", "User-Agent": "kortreist"}
                with guarded_client(url, self.timeout) as client:
                    response = client.get(url, params=list(query), headers=headers)
            except httpx.HTTPError as error:
                why = f"{type(error).__name__}: {error}"
                continue
            asked = str(response.url)
            if response.status_code in _RETRY_STATUS:
                why = f"HTTP {response.status_code}"
                self._heed(response.headers)
                continue
            if response.status_code >= 400:
                raise NetworkError(
                    "fetch.refused",
                    url=asked,
                    status=response.status_code,
                    why=_error_text(response),
                )
            try:
                return response.json(), asked
            except ValueError:
                start = response.text.lstrip()[:40]
                why = "HTML" if start.lower().startswith("<") else f"JSON? «{start}»"
        raise NetworkError("fetch.no_answer", url=asked, attempts=self.attempts, why=why)

    def _heed(self, headers: Mapping[str, str]) -> None:
        asked = headers.get("retry-after", "")
        if asked.isdigit():
            self.sleep(min(float(asked), self.seconds))

    def _wait_for_turn(self) -> None:
        """Keep within the service's limit together with other processes."""
        folder = data_directory(self.data_dir) / "fetched"
        path = folder / "calls.json"
        while True:
            with locked(folder):
                now = time.time()
                recent = [t for t in _read_json(path) or [] if now - self.seconds < t <= now]
                if len(recent) < self.calls:
                    atomic_write(path, json.dumps([*recent, now]).encode())
                    return
                wait = recent[0] + self.seconds - now
            self.sleep(max(wait, 0.01))


def _error_text(response: httpx.Response) -> str:
    try:
        body = response.json()
        return str(body.get("title") or body.get("detail") or body)[:200]
    except (ValueError, AttributeError):
        return response.text.strip()[:80]


def _read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
