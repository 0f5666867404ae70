"""Stable addresses of data, in no language; what is there once stays there."""

from django.urls import path

from kortreist_web.publishing import converters  # noqa: F401
from kortreist_web.publishing.views import catalogue, comparison, files

app_name = "data"
urlpatterns = [
    path("catalogue.ttl", catalogue.everything, {"form": "ttl"}, name="all_ttl"),
    path("catalogue.jsonld", catalogue.everything, {"form": "jsonld"}, name="all_jsonld"),
    path("<code:code>/catalogue.ttl", catalogue.one, {"form": "ttl"}, name="catalogue_ttl"),
    path("<code:code>/catalogue.jsonld", catalogue.one, {"form": "jsonld"}, name="catalogue"),
    path("municipalities.<file:form>", comparison.municipalities, name="municipalities"),
    path("<code:code>/comparison.<file:form>", comparison.comparison, name="comparison"),
    path("<code:code>/account.<file:form>", files.account, name="account"),
    path("<code:code>/history.<file:form>", files.history, name="history"),
    path("<code:code>/gpc.<sheet:form>", files.gpc, {"layout": "gpc"}, name="gpc"),
    path("<code:code>/cdp.<sheet:form>", files.gpc, {"layout": "cdp"}, name="cdp"),
    path(
        "<code:code>/<versions:kind>/<int:first>/<int:second>.<file:form>",
        files.version,
        name="version",
    ),
    path("<code:code>/decisions.<file:form>", files.decisions, name="decisions"),
    path(
        "<code:code>/snapshot/<snapshot:kind>/<hash:prefix>.json",
        files.snapshot,
        name="snapshot",
    ),
    path(
        "<code:code>/figure/<snapshot:kind>/<hash:prefix>/<path:pointer>",
        files.figure,
        name="figure",
    ),
]
