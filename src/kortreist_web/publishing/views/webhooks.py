"""Which systems are told when something happens, and how it went."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from kortreist_web.core.form_pages import form_page
from kortreist_web.core.page import page
from kortreist_web.core.policy import policy_of
from kortreist_web.core.requests import SignedInRequest
from kortreist_web.core.texts import text
from kortreist_web.publishing.actions.add_webhook import add_webhook
from kortreist_web.publishing.actions.remove_webhook import remove_webhook
from kortreist_web.publishing.actions.try_webhook import try_webhook
from kortreist_web.publishing.forms import WebhookForm
from kortreist_web.publishing.models import Delivery, Webhook
from kortreist_web.tenants.models import Organisation

__all__ = ["new_webhook", "remove", "send_test", "webhooks"]

_SHOWN = 30


@page("view", Webhook)
def webhooks(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """List the addresses and the latest messages."""
    values = {
        "webhooks": Webhook.objects.filter(organisation=organisation),
        "deliveries": Delivery.objects.filter(webhook__organisation=organisation).select_related(
            "webhook"
        )[:_SHOWN],
        "may": policy_of(Webhook).may(request.user, "change", organisation),
    }
    return render(request, "publishing/webhooks.html", values)


@page("change", Webhook)
def new_webhook(request: SignedInRequest, organisation: Organisation) -> HttpResponse:
    """Add an address, and show its secret this once."""
    form = WebhookForm(request.POST or None, request=request, draft="publishing.webhook")
    return form_page(
        request,
        "publishing/webhook.html",
        form,
        lambda data: add_webhook(request.user, organisation, **data),
        to=lambda made: render(
            request, "publishing/webhook_made.html", {"webhook": made[0], "secret": made[1]}
        ),
        message="",
        about="url",
    )


@page("change", Webhook)
@require_POST
def send_test(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Send a test message."""
    webhook = get_object_or_404(Webhook, pk=pk, organisation=organisation)
    try_webhook(request.user, organisation, webhook)
    messages.success(request, text("publishing.webhooks.test_queued", url=webhook.url))
    return redirect("publishing:webhooks", code=organisation.code)


@page("change", Webhook)
@require_POST
def remove(request: SignedInRequest, organisation: Organisation, pk: int) -> HttpResponse:
    """Remove an address."""
    webhook = get_object_or_404(Webhook, pk=pk, organisation=organisation)
    remove_webhook(request.user, organisation, webhook)
    messages.success(request, text("publishing.webhooks.removed", url=webhook.url))
    return redirect("publishing:webhooks", code=organisation.code)
