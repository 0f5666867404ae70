"""Read a municipality's climate account and budget from a Kortreist site, and report to it.

Run: ``python examples/api_client.py http://localhost:8000 X001``. With a key in the environment
variable ``KORTREIST_KEY`` it also lists the municipality's own measures and indicators.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import httpx

__all__ = ["Kortreist", "RefusedError", "main"]


class RefusedError(Exception):
    """The site said no: ``status``, and in its own words what was wrong and the mend.

    401 the key is missing, ended or revoked; 403 the key may not do this; 404 there is no
    such thing, or it is another municipality's; 409 somebody has changed it since it was
    read (read it again); 422 something in what was sent cannot be used.
    """

    def __init__(self, status: int, title: str, detail: str) -> None:
        super().__init__(f"{status} {title}: {detail}")
        self.status = status


class Kortreist:
    """A site's API.

    Parameters
    ----------
    site : str
        ``https://klima.example.no``.
    key : str
        ``kort_…``; what is published needs none.
    language : str
        Of names and errors: nb, nn or en.
    """

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
        if "json" not in answer.headers.get("Content-Type", ""):
            raise RefusedError(answer.status_code, answer.reason_phrase, "")
        said = answer.json()
        raise RefusedError(answer.status_code, said["title"], said["detail"])

    # What is published: no key.

    def organisations(self) -> list[dict[str, Any]]:
        """Return all that have published, page by page."""
        found: list[dict[str, Any]] = []
        while True:
            page = self._ask("GET", "/organisations", params={"offset": len(found), "limit": 100})
            found += page["items"]
            if not page["items"] or len(found) >= page["count"]:
                return found

    def account(self, code: str) -> dict[str, Any]:
        """Return the newest account: three totals that must never be added."""
        return dict(self._ask("GET", f"/organisations/{code}/account"))

    def history(self, code: str) -> dict[str, Any]:
        """Return t CO2e inside the border by year and sector."""
        return dict(self._ask("GET", f"/organisations/{code}/account/history"))

    def budget(self, code: str) -> dict[str, Any] | None:
        """Return the newest adopted budget, or None."""
        versions = self._ask("GET", f"/organisations/{code}/budgets")
        adopted = [v for v in versions if v["kind"] == "adopted"]
        if not adopted:
            return None
        newest = max(adopted, key=lambda v: (v["year"], v["number"]))
        path = f"/organisations/{code}/budgets/{newest['year']}/{newest['number']}"
        return dict(self._ask("GET", path))

    # The municipality's own: a key, with the scope to read or to report.

    def measures(self, code: str) -> list[dict[str, Any]]:
        """Return what is decided about measures (scope ``read``)."""
        return list(self._ask("GET", f"/organisations/{code}/measures"))

    def indicators(self, code: str) -> list[dict[str, Any]]:
        """Return the indicators and what was last observed (scope ``read``)."""
        return list(self._ask("GET", f"/organisations/{code}/indicators"))

    def observe(
        self, code: str, indicator: int, year: int, period: int, value: float | None, why: str = ""
    ) -> dict[str, Any]:
        """Say what an indicator showed (scope ``report``); without a value, why it is missing."""
        said = {"year": year, "period": period, "value": value, "missing_reason": why}
        path = f"/organisations/{code}/indicators/{indicator}/observations"
        return dict(self._ask("PUT", path, json=said))

    def report(
        self, code: str, measure: str, year: int, period: int, status: str, hindrance: str = ""
    ) -> dict[str, Any]:
        """Say how a measure goes (scope ``report``)."""
        said = {"year": year, "period": period, "status": status, "hindrance": hindrance}
        return dict(self._ask("PUT", f"/organisations/{code}/measures/{measure}/status", json=said))


def main(site: str = "http://localhost:8000", code: str = "X001", **options: Any) -> None:
    """Print a municipality's totals, its frame, and with a key its measures."""
    key = os.environ.get("KORTREIST_KEY", "")
    with Kortreist(site, key, language="en", **options) as api:
        account = api.account(code)["content"]
        print(f"{code} {account['year']}, {account['vintage']['origin']}")
        for boundary, total in account["totals"].items():
            if total is not None:
                low, high = f"{total['low']:,.0f}", f"{total['high']:,.0f}"
                print(f"  {boundary:12} {total['value']:>10,.0f} t CO2e ({low}-{high})")
        budget = api.budget(code)
        if budget is not None:
            print(f"Adopted budget {budget['year']}, {budget['content_hash'][:12]}")
            for year, tonnes in budget["content"]["frame"].items():
                print(f"  frame {year} {tonnes:>10,.0f} t CO2e")
        if key:
            for measure in api.measures(code):
                print(f"  {measure['measure']}: {measure['state']} from {measure['start_year']}")


if __name__ == "__main__":
    try:
        main(*sys.argv[1:3])
    except (RefusedError, httpx.HTTPError) as error:
        sys.exit(str(error))
