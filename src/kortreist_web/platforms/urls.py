"""Addresses of the domain."""

from django.urls import path

from kortreist_web.platforms.views import brief, commitments, handing_over, public, together, work

app_name = "platforms"
_WORK = "<code:code>/arbeid/plattform/"
urlpatterns = [
    path("<code:code>/plattform/", public.public, name="public"),
    path("<code:code>/plattform/<int:year>/<int:number>/", public.version, name="version"),
    path("<code:code>/hvorfor-her/<str:language>.<str:extension>", brief.brief, name="brief"),
    path(_WORK, work.list_, name="list"),
    path(f"{_WORK}ny/", work.new, name="new"),
    path(f"{_WORK}<int:pk>/", work.show, name="show"),
    path(f"{_WORK}<int:pk>/navn/", work.rename, name="rename"),
    path(f"{_WORK}<int:pk>/legg-fram/", work.propose, name="propose"),
    path(f"{_WORK}<int:pk>/henger-sammen/", together.findings, name="findings"),
    path(f"{_WORK}del/<int:pk>/tall/", together.number, name="number"),
    path(f"{_WORK}<int:pk>/overlevering/", handing_over.handover, name="handover"),
    path(f"{_WORK}overlevering/<int:commitment>/", handing_over.answer, name="handover_answer"),
    path(f"{_WORK}<int:pk>/del/ny/", work.add_section, name="add_section"),
    path(f"{_WORK}del/<int:pk>/", work.section, name="section"),
    path(f"{_WORK}del/<int:pk>/fjern/", work.remove, name="remove_section"),
    path(f"{_WORK}del/<int:section>/forpliktelse/", commitments.add, name="commit"),
    path(f"{_WORK}del/<int:section>/forslag/", commitments.suggest_, name="suggest"),
    path(f"{_WORK}forpliktelse/<int:pk>/", commitments.change, name="commitment"),
    path(f"{_WORK}forpliktelse/<int:pk>/utfort/", commitments.finish, name="finish"),
    path(f"{_WORK}forpliktelse/<int:pk>/ta-ut/", commitments.drop, name="drop"),
    path(f"{_WORK}forpliktelse/<int:pk>/knytt/", commitments.link, name="link"),
    path(f"{_WORK}knytning/<int:pk>/", commitments.unlink, name="unlink"),
    path(f"{_WORK}forslag/<int:pk>/", commitments.suggestion, name="suggestion"),
]
