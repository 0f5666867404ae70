"""Whether the site lives, whether it can serve, and its metrics."""

from __future__ import annotations

import hmac
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from kortreist_web.core.page import anyone

__all__ = ["HealthMiddleware", "live", "metrics", "ready"]

#: Less room than this on the disk of the embedded database, and writing is about to fail.
_MIN_FREE_BYTES = 50_000_000

#: Tables that were up to date once in this process stay so: an upgrade starts new processes.
_up_to_date: list[bool] = []


class HealthMiddleware:
    """Answer health checks before the host's name is looked at.

    A check asks ``127.0.0.1`` or the container's address, which are not names of the site.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        view = {"/health/live": live, "/health/ready": ready}.get(request.path_info)
        return self.get_response(request) if view is None else view(request)


@anyone
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer that the process runs."""
    return JsonResponse({"status": "live"})


@anyone
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer whether the database takes what is written, its tables are up to date, with room."""
    from django.db.migrations.executor import MigrationExecutor

    from kortreist_web.core.table_check import lacking_columns

    try:
        _try_writing()
        if not _up_to_date:
            executor = MigrationExecutor(connection)
            waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
            if waiting:
                return JsonResponse({"status": "migrate", "waiting": waiting}, status=503)
            if lacking := lacking_columns():
                return JsonResponse({"status": "tables", "lacking": len(lacking)}, status=503)
            _up_to_date.append(True)
    except Exception as error:
        return JsonResponse({"status": "database", "error": type(error).__name__}, status=503)
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        free = shutil.disk_usage(settings.STATE).free
        if free < _MIN_FREE_BYTES:
            return JsonResponse({"status": "disk", "free_bytes": free}, status=503)
    return JsonResponse({"status": "ready"})


def _try_writing() -> None:
    """Write to no row: a database that only can be read refuses it, and so does a lost one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE django_migrations SET app = app WHERE id < 0")
    except OperationalError as error:
        if "locked" not in str(error):  # somebody else writes just now: so it can be written
            raise


class _State:
    """What the database knows: jobs by state, and how long the oldest has waited."""

    def collect(self) -> Iterator[Any]:
        """Return the gauges."""
        from django.db.models import Count, Min
        from django.utils import timezone

        from kortreist_web.jobs.models import Job

        by_state = GaugeMetricFamily("kortreist_jobs", "Jobs by state", labels=["state"])
        for row in Job.objects.values("state").annotate(n=Count("pk")).order_by("state"):
            by_state.add_metric([row["state"]], row["n"])
        yield by_state
        oldest = Job.objects.filter(state="waiting").aggregate(at=Min("created_at"))["at"]
        seconds = (timezone.now() - oldest).total_seconds() if oldest else 0.0
        yield GaugeMetricFamily(
            "kortreist_oldest_waiting_seconds", "Age of the oldest waiting job", value=seconds
        )


def _registry() -> CollectorRegistry:
    """Return the counts of all processes, where they are kept together."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return registry


@anyone
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Return Prometheus metrics to who has the token; to others there is no such page."""
    token = str(settings.METRICS_TOKEN)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(token.encode(), given.encode()):
        return HttpResponse(status=404)
    state = CollectorRegistry()
    state.register(_State())
    content = generate_latest(_registry()) + generate_latest(state)
    return HttpResponse(content, content_type=CONTENT_TYPE_LATEST)
