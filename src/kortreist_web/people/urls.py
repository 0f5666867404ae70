"""Addresses of the domain."""

from django.urls import path

from kortreist_web.core.page import anyone
from kortreist_web.people.account_views import invitation
from kortreist_web.people.views import access, drafts, me, tokens

app_name = "people"
urlpatterns = [
    path("meg/", me.me, name="me"),
    path("prov/", me.demo_sign_in, name="demo_sign_in"),
    path("velkommen/<str:key>/", anyone(invitation), name="invitation"),
    path("<code:code>/arbeid/tilgang/", access.list_, name="list"),
    path("<code:code>/arbeid/tilgang/gi/", access.give, name="give"),
    path("<code:code>/arbeid/tilgang/<int:pk>/avslutt/", access.end, name="end"),
    path("<code:code>/arbeid/tilgang/<int:pk>/stilling/", access.job, name="job"),
    path("<code:code>/arbeid/tilgang/<int:pk>/send/", access.send_again, name="send_again"),
    path("<code:code>/arbeid/nokler/", tokens.tokens, name="tokens"),
    path("<code:code>/arbeid/nokler/ny/", tokens.make, name="make_token"),
    path("<code:code>/arbeid/nokler/<int:pk>/trekk/", tokens.revoke, name="revoke_token"),
    path("<code:code>/arbeid/kladd/<str:form>/", drafts.draft, name="draft"),
    path("<code:code>/arbeid/kladd/<str:form>/glem/", drafts.forget_draft, name="forget_draft"),
]
