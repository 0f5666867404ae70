"""A guided story: five steps through the invented municipality's year, each as another person.

Each step signs in as one of the invented people, opens the page where her part is done, and
says on top of it what to look at. The last is a resident, who is signed in as nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kortreist_web.core.domain import Part
from kortreist_web.core.page import anyone
from kortreist_web.people.demonstration import somebody
from kortreist_web.tenants.models import Organisation

__all__ = ["STEPS", "TRIED", "StoryStep", "story", "story_note", "tried_place"]

#: The invented municipality that can be tried.
TRIED = "X001"
_SESSION = "kortreist_story"


def _plan(place: Organisation) -> str:
    from kortreist_web.plans.models import Plan

    rows = Plan.objects.filter(organisation=place, state=Plan.State.READY, passing=False)
    newest = rows.values_list("pk", flat=True).order_by("-id").first()
    if newest is None:
        return reverse("plans:list", kwargs={"code": place.code})
    return reverse("plans:show", kwargs={"code": place.code, "pk": newest})


def _page(name: str) -> Callable[[Organisation], str]:
    return lambda place: reverse(name, kwargs={"code": place.code})


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One step: the key of its texts, whose it is (empty: a resident), and the page it opens."""

    key: str
    role: str
    person: str
    address: Callable[[Organisation], str]


STEPS = (
    StoryStep("account", "editor", "klimaradgiver", _page("accounts:public")),
    StoryStep("plan", "editor", "klimaradgiver", _plan),
    StoryStep("money", "editor", "okonomisjef", _page("budgets:money")),
    StoryStep("council", "approver", "kommunedirektor", _page("decisions:list")),
    StoryStep("resident", "", "", _page("publishing:overview")),
)


def tried_place() -> Organisation | None:
    """Return the municipality that can be tried; None on a site that is not for trying out."""
    if not settings.DEMONSTRATION:
        return None
    return Organisation.objects.filter(code=TRIED, invented=True).first()


@anyone
def story(request: HttpRequest) -> HttpResponse:
    """Show the five steps; go to the one that is asked for, as the person whose it is."""
    place = tried_place()
    if place is None:
        raise Http404("story")
    if request.method != "POST":
        return render(request, "site/story.html", {"steps": STEPS, "place": place})
    asked = str(request.POST.get("step", ""))
    if not (asked.isascii() and asked.isdigit() and 0 < int(asked) <= len(STEPS)):
        if request.user.is_authenticated and getattr(request.user, "invented", False):
            logout(request)
        request.session.pop(_SESSION, None)
        return redirect("front")
    step = STEPS[int(asked) - 1]
    if step.role:
        choice = somebody(step.role, place.code, step.person)
        if choice is None:
            raise Http404("story")
        login(request, choice.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    else:
        logout(request)
    request.session[_SESSION] = int(asked)
    return redirect(step.address(place))


def story_note(request: HttpRequest) -> Part | None:
    """Return what stands on top of each page while the story goes on."""
    if not settings.DEMONSTRATION or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return None
    at = request.session.get(_SESSION)
    if not isinstance(at, int) or not 0 < at <= len(STEPS):
        return None
    organisation: Organisation | None = getattr(request, "organisation", None)
    if organisation is not None and organisation.code != TRIED:
        return None
    place = organisation or tried_place()
    if place is None:
        return None
    step = STEPS[at - 1]
    values = {
        "number": at,
        "of": len(STEPS),
        "step": step,
        "who": request.user if step.role and request.user.is_authenticated else "",
        "here": request.path == step.address(place),
        "back": at - 1,
        "on": at + 1 if at < len(STEPS) else 0,
    }
    return Part("site/story_note.html", values)
