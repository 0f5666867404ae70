"""Read a municipality's climate account, budget and report from a site, and report to it.

Run: ``python examples/api_client.py http://localhost:8000 X001``. With a key in the environment
variable ``KORTREIST_KEY`` it also lists the municipality's own measures, and says how one goes:
``python examples/api_client.py http://localhost:8000 X001 eco_driving 2026 3 delayed "No course"``
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import httpx

__all__ = ["Kortreist", "RefusedError", "main"]

Row = dict[str, Any]


class RefusedError(Exception):
    """The site said no: ``status``, and in its own words what was wrong and the mend.

    401 the key is missing or ended; 403 it may not do this; 404 not there, or another
    municipality's; 409 changed since it was read; 422 what was sent cannot be used.
    """

    def __init__(self, status: int, title: str, detail: str) -> None:
        super().__init__(f"{status} {title}: {detail}")
        self.status = status


class Kortreist:
    """A site's API: its address, a key where one is needed, the language of names and errors."""

    def __init__(self, site: str, key: str = "", language: str = "nb", **options: Any) -> None:
        headers = {"Accept-Language": language}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        base = site.rstrip("/") + "/api/v1"
        self._http = httpx.Client(base_url=base, headers=headers, timeout=30.0, **options)

    def __enter__(self) -> Kortreist:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def _ask(self, method: str, path: str, **sent: Any) -> Any:
        for _ in range(5):
            answer = self._http.request(method, path, **sent)
            if answer.status_code != 429:
                break
            time.sleep(float(answer.headers.get("Retry-After", "1")))  # it says how long
        if answer.is_success:
            return answer.json()
        is_said = "json" in answer.headers.get("Content-Type", "")
        said = answer.json() if is_said else {"title": answer.reason_phrase}
        raise RefusedError(answer.status_code, said["title"], said.get("detail", ""))

    def organisations(self) -> list[Row]:
        """Return all that have published, page by page."""
        found: list[Row] = []
        while True:
            page = self._ask("GET", "/organisations", params={"offset": len(found), "limit": 100})
            found += page["items"]
            if not page["items"] or len(found) >= page["count"]:
                return found

    def account(self, code: str) -> Row:
        """Return the newest published account: three totals that must never be added."""
        return dict(self._ask("GET", f"/organisations/{code}/account"))

    def budget(self, code: str) -> Row | None:
        """Return the newest adopted budget, or None."""
        return self._newest(f"/organisations/{code}/budgets", "number")

    def interim_report(self, code: str) -> Row | None:
        """Return the newest completed interim report, or None."""
        return self._newest(f"/organisations/{code}/reports", "period")

    def _newest(self, path: str, number: str) -> Row | None:
        found = [v for v in self._ask("GET", path) if v.get("kind", "adopted") == "adopted"]
        newest = max(found, key=lambda v: (v["year"], v[number]), default=None)
        return newest and dict(self._ask("GET", f"{path}/{newest['year']}/{newest[number]}"))

    def measures(self, code: str) -> list[Row]:
        """Return what is decided about measures (scope ``read``)."""
        return list(self._ask("GET", f"/organisations/{code}/measures"))

    def indicators(self, code: str) -> list[Row]:
        """Return the indicators and what was observed (scope ``read``)."""
        return list(self._ask("GET", f"/organisations/{code}/indicators"))

    def observe(
        self, code: str, indicator: int, year: int, period: int, value: float | None, why: str = ""
    ) -> Row:
        """Say what an indicator showed (scope ``report``); without a value, why it is missing."""
        said = {"year": year, "period": period, "value": value, "missing_reason": why}
        path = f"/organisations/{code}/indicators/{indicator}/observations"
        return dict(self._ask("PUT", path, json=said))

    def report(
        self, code: str, measure: str, year: int, period: int, status: str, hindrance: str = ""
    ) -> Row:
        """Say how a measure goes (scope ``report``)."""
        said = {"year": year, "period": period, "status": status, "hindrance": hindrance}
        return dict(self._ask("PUT", f"/organisations/{code}/measures/{measure}/status", json=said))

    def decide(self, code: str, read: Row, **changed: Any) -> Row:
        """Change a measure that was read (scope ``write``); 409: somebody was first, read again."""
        said = {k: read[k] for k in ("state", "start_year", "note", "version")} | changed
        path = f"/organisations/{code}/measures/{read['measure']}"
        return dict(self._ask("PUT", path, json=said))


def main(site: str, code: str, *said: str, **options: Any) -> None:
    """Print the totals, the frame and the forecast; with a key the measures, and report one."""
    key = os.environ.get("KORTREIST_KEY", "")
    with Kortreist(site, key, language="en", **options) as api:
        if said:
            measure, year, period, *rest = said
            print(api.report(code, measure, int(year), int(period), *rest))
            return
        account = api.account(code)["content"]
        print(f"{code} {account['year']}, {account['vintage']['origin']}")
        for boundary, total in account["totals"].items():
            low, high = f"{total['low']:,.0f}", f"{total['high']:,.0f}"
            print(f"  {boundary:12} {total['value']:>10,.0f} t CO2e ({low}-{high})")
        for name, found in (("frame", api.budget(code)), ("forecast", api.interim_report(code))):
            if found is not None:
                print(f"{name} {found['year']}, content {found['content_hash'][:12]}")
                for year, tonnes in found["content"][name].items():
                    middle = tonnes["central"] if isinstance(tonnes, dict) else tonnes
                    print(f"  {year} {middle:>10,.0f} t CO2e")
        for row in api.measures(code) if key else []:
            print(f"{row['measure']}: {row['state']} from {row['start_year']}")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except (RefusedError, httpx.HTTPError) as error:
        sys.exit(str(error))
