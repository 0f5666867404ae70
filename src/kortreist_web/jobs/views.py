"""How far a job is: a page, and the part of it that renews itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kortreist_web.core.page import page
from kortreist_web.jobs.models import Job
from kortreist_web.jobs.queue import cancel
from kortreist_web.tenants.models import Organisation

__all__ = ["progress", "stop"]


@page("view", Job)
def progress(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Show how far a job is; asked for by htmx, only that, and the whole page anew at the end."""
    job = get_object_or_404(Job, pk=pk, organisation=organisation)
    if "HX-Request" not in request.headers:
        return render(request, "jobs/job.html", {"job": job})
    response = render(request, "jobs/progress.html", {"job": job})
    if job.ended:
        response.headers["HX-Refresh"] = "true"
    return response


@page("cancel", Job)
@require_POST
def stop(request: HttpRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Cancel a job."""
    cancel(get_object_or_404(Job, pk=pk, organisation=organisation))
    return redirect("jobs:progress", code=organisation.code, pk=pk)
