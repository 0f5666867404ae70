"""What binds the municipality, as what can be found by searching."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from kortreist_web.bindings.models import Binding
from kortreist_web.bindings.openness import PAGE, open_versions
from kortreist_web.core.policy import policy_of
from kortreist_web.core.searching import Findable
from kortreist_web.core.texts import text
from kortreist_web.tenants.models import Organisation

__all__ = ["find_bindings"]


def find_bindings(
    request: HttpRequest, organisation: Organisation, at_work: bool
) -> Iterator[Findable]:
    """Yield what the newest open page has; at work what is entered."""
    code = {"code": organisation.code}
    if not at_work:
        opened = open_versions()(organisation, PAGE)
        rows = opened[0].content["bindings"] if opened else []
        page = reverse("bindings:public", kwargs=code)
        found = [(row["name"], f"{page}#binding-{row['pk']}") for row in rows]
    elif policy_of(Binding).may(request.user, "view", organisation):
        entered = Binding.objects.filter(organisation=organisation, withdrawn_on=None)
        found = [
            (name, reverse("bindings:show", kwargs={**code, "pk": pk}))
            for pk, name in entered.values_list("pk", "name")
        ]
    else:
        return
    about = text("bindings.page.title")
    for name, url in found:
        yield Findable("binding", name, url, about)
