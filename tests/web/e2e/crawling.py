"""Find one address of every page, by following links as each of the invented people."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve

#: Who looks: nobody in particular, one for each role, and whoever runs the site.
LOOKERS = ("", "reader", "reporter", "editor", "approver", "auditor", "administrator", "operator")
_FIRST = {"": "/nb/", "operator": "/nb/installasjon/"}
_MAX = 400


@dataclass
class Found:
    """A page: its view, its address, and who could open it."""

    view: str
    path: str
    looker: str


@dataclass
class Crawl:
    """What was found, and what was wrong on the way."""

    pages: dict[str, Found] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)


def sign_in(context, site, role: str) -> None:
    """Sign in as one of the invented people, by role, or by name where several have the role."""
    if not role:
        return
    role, person = ("editor", role) if role == "okonomisjef" else (role, "")
    context.request.get(f"{site.url}/nb/")
    token = next(c["value"] for c in context.cookies() if c["name"] == "csrftoken")
    answer = context.request.post(
        f"{site.url}/nb/prov/",
        form={"role": role, "person": person, "csrfmiddlewaretoken": token},
        headers={"Referer": site.url + "/"},
        max_redirects=0,
    )
    assert answer.status == 302, (role, answer.status)


def crawl(browser, site, of_a_kind: int = 1) -> Crawl:
    """Follow every link of the pages in bokmål; one address a view and a looker who may.

    Of pages that one view shows, each looker opens so many.
    """
    out = Crawl()
    for looker in LOOKERS:
        context = browser.new_context()
        sign_in(context, site, looker)
        start = _FIRST.get(looker, "/nb/X001/arbeid/")
        waiting, seen = [start, "/nb/X001/", "/nb/4005/"], set()
        views: dict[str, int] = {}
        while waiting and len(seen) < _MAX:
            path = waiting.pop(0)
            if path in seen:
                continue
            seen.add(path)
            try:
                view = resolve(urlsplit(path).path).view_name
            except Resolver404:
                out.broken.append(f"{path}: no such address")
                continue
            views[view] = views.get(view, 0) + 1
            if views[view] > of_a_kind:
                continue
            answer = context.request.get(site.url + path)
            if answer.status != 200:
                out.broken.append(f"{looker or 'anyone'} {path}: {answer.status}")
                continue
            if "text/html" not in answer.headers.get("content-type", ""):
                continue
            out.pages.setdefault(view, Found(view, path, looker))
            for href in re.findall(r'<a [^>]*href="([^"]*)"', answer.text()):
                target = urlsplit(urljoin(answer.url, href.replace("&amp;", "&")))
                if target.netloc != urlsplit(site.url).netloc:
                    continue
                if target.path.startswith("/nb/"):
                    waiting.append(target.path + (f"?{target.query}" if target.query else ""))
        context.close()
    return out


def in_language(path: str, language: str) -> str:
    """Return the same page's address in another language."""
    return re.sub(r"^/nb/", f"/{language}/", path)
