"""Whether the site lives, whether it can serve, and its metrics."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from kortreist_web.ground.page import anyone

__all__ = ["live", "metrics", "ready"]


@anyone
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer that the process runs."""
    return JsonResponse({"status": "live"})


@anyone
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer whether the database answers and its tables are up to date."""
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except Exception as error:
        return JsonResponse({"status": "database", "error": type(error).__name__}, status=503)
    if waiting:
        return JsonResponse({"status": "migrate", "waiting": waiting}, status=503)
    return JsonResponse({"status": "ready"})


@anyone
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Return Prometheus metrics; to callers on this machine or with the token only."""
    import hmac
    import os

    token = os.environ.get("KORTREIST_METRICS_TOKEN", "")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not token or not hmac.compare_digest(token, given):
        return HttpResponse(status=404)
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)
