"""Addresses of the domain."""

from django.urls import path

from kortreist_web.budgets import views

app_name = "budgets"
_VERSION = "<code:code>/klimabudsjett/<int:year>/<int:number>/"
_WORK = "<code:code>/arbeid/budsjett/"
_MONEY = "<code:code>/arbeid/okonomi/"

urlpatterns = [
    path("<code:code>/klimabudsjett/", views.public, name="public"),
    path("<code:code>/tiltak/", views.measures, name="measures"),
    path("<code:code>/tiltak/<path:measure>/", views.measure, name="measure"),
    path("<code:code>/vedtak/sporing/", views.trace, name="trace"),  # what the measure's page was
    path(_VERSION, views.version, name="version"),
    path(f"{_VERSION}endringer/", views.changes, name="changes"),
    path(f"{_VERSION}kontroll/", views.verify, name="verify"),
    path(f"{_VERSION}innhold.json", views.content, name="content"),
    path(f"{_VERSION}endre/", views.amend, name="amend"),
    path(f"{_VERSION}neste-ar/", views.next_year, name="next_year"),
    path(_WORK, views.list_, name="list"),
    path(f"{_WORK}nytt/", views.new, name="new"),
    path(f"{_WORK}<int:pk>/", views.show, name="draft"),
    path(f"{_WORK}<int:pk>/tekst/", views.describe, name="describe"),
    path(f"{_WORK}<int:pk>/beregn/", views.recompute, name="recompute"),
    path(f"{_WORK}<int:pk>/oppdater/", views.refresh, name="refresh"),
    path(f"{_WORK}<int:pk>/foresla/", views.propose, name="propose"),
    path(f"{_WORK}<int:pk>/trekk/", views.withdraw, name="withdraw"),
    path(f"{_WORK}<int:pk>/forkast/", views.discard, name="discard"),
    path(f"{_WORK}<int:pk>/ansvar/", views.owners, name="owners"),
    path(f"{_WORK}<int:pk>/tilbud/", views.offered, name="offered"),
    path(f"{_WORK}<int:pk>/handling/ny/", views.add_action, name="add_action"),
    path(f"{_WORK}<int:pk>/del/<slug:part>/", views.part, name="part"),
    path(f"{_WORK}<int:pk>/ikke-na/", views.set_aside, name="set_aside"),
    path(f"{_WORK}<int:pk>/linje/ny/", views.add, name="add"),
    path(f"{_WORK}<int:pk>/linje/<int:line>/", views.change, name="change"),
    path(f"{_WORK}<int:pk>/linje/<int:line>/kostnad/", views.cost, name="cost"),
    path(f"{_WORK}<int:pk>/linje/<int:line>/flytt/", views.move, name="move"),
    path(f"{_WORK}<int:pk>/linje/<int:line>/fjern/", views.remove, name="remove"),
    path(_MONEY, views.money, name="money"),
    path(f"{_MONEY}import/", views.upload, name="import"),
    path(f"{_MONEY}import/se/", views.confirm, name="confirm"),
    path(f"{_MONEY}<int:year>/koble/", views.link, name="link"),
    path(f"{_MONEY}<int:year>/forslag.csv", views.proposal, {"kind": "csv"}, name="proposal_csv"),
    path(
        f"{_MONEY}<int:year>/forslag.xlsx", views.proposal, {"kind": "xlsx"}, name="proposal_xlsx"
    ),
    path(f"{_MONEY}<int:year>/eksport.csv", views.export, {"kind": "csv"}, name="export_csv"),
    path(f"{_MONEY}<int:year>/eksport.xlsx", views.export, {"kind": "xlsx"}, name="export_xlsx"),
]
