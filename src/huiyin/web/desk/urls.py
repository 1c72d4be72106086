"""Addresses of the desk; of the sign-in library's pages only those that officials need."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from django.contrib.auth.decorators import login_required
from django.urls import path

from huiyin.web.desk import (
    act,
    adding,
    audits,
    calendars,
    erasure,
    files,
    labels,
    me,
    person_search,
    petition,
    queue,
    redacting,
    rules,
    searching,
    silence,
    story,
    supervision,
    supervision_item,
)
from huiyin.web.desk.here import signed_in
from huiyin.web.desk.signin.pages import SetUpFactor, to_the_desk

urlpatterns = [
    path("", queue.home, name="desk"),
    path("find/", queue.search, name="desk-find"),
    path("search/", searching.search, name="desk-search"),
    path("search/person/", person_search.seek, name="desk-person"),
    path("search/person/<uuid:search>/", person_search.found, name="desk-person-found"),
    path("me/", me.me, name="desk-me"),
    path("me/post/", me.posts, name="desk-posts"),
    path("supervision/", supervision.supervision, name="desk-supervision"),
    path("supervision/items.csv", supervision.supervision_file, name="desk-supervision-file"),
    path("supervision/labels/", labels.supervision_labels, name="desk-supervision-labels"),
    path("supervision/<uuid:identity>/", supervision_item.supervision_item, name="desk-supervision-item"),
    path("rules/", rules.listed, name="desk-rules"),
    path("rules/<uuid:proposal>/", rules.one, name="desk-rule"),
    path("audits/", audits.listed, name="desk-audits"),
    path("audits/<uuid:audit>.pdf", audits.report, name="desk-audit"),
    path("audits/<uuid:audit>.pdf.note", audits.note, name="desk-audit-note"),
    path("calendar/", calendars.subscriptions, name="desk-calendar"),
    path("petition/<str:number>/", petition.petition, name="desk-petition"),
    path("petition/<str:number>/panel/", petition.panel, name="desk-panel"),
    path("petition/<str:number>/open/", story.open_it, name="desk-open"),
    path("petition/<str:number>/everything.zip", files.everything, name="desk-everything"),
    path("petition/<str:number>/evidence/<uuid:file>/", story.evidence, name="desk-evidence"),
    path("petition/<str:number>/evidence/<uuid:file>/play/", story.evidence_player, name="desk-player"),
    path("petition/<str:number>/evidence/<uuid:file>/played/", story.evidence_played, name="desk-played"),
    path(
        "petition/<str:number>/evidence/<uuid:file>/facts/", story.evidence_facts, name="desk-evidence-facts"
    ),
    path("petition/<str:number>/evidence/<uuid:file>/look/", files.look, name="desk-file"),
    path("petition/<str:number>/evidence/<uuid:file>/page/<int:page>.webp", files.picture, name="desk-page"),
    path("petition/<str:number>/evidence/<uuid:file>/redact/", redacting.redact, name="desk-redact"),
    path("petition/<str:number>/evidence/<uuid:file>/copy/<uuid:which>/", redacting.copy, name="desk-copy"),
    path("petition/<str:number>/document/<uuid:document>.pdf", story.document, name="desk-document"),
    path("petition/<str:number>/draft/<uuid:draft>.pdf", story.draft, name="desk-draft"),
    path("petition/<str:number>/files/", adding.files, name="desk-files"),
    path("petition/<str:number>/uploads/", adding.begin_upload, name="desk-uploads"),
    path("petition/<str:number>/record/<int:place>/", silence.correct, name="desk-record"),
    path("petition/<str:number>/erasure/", erasure.erasure, name="desk-erasure"),
    path("petition/<str:number>/<slug:slug>/", act.act, name="desk-act"),
    path("petition/<str:number>/<slug:slug>/keep/", act.keep, name="desk-keep"),
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", factors.authenticate, name="mfa_authenticate"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", signed_in(account.password_change), name="account_change_password"),
    path("second-factor/", login_required(SetUpFactor.as_view()), name="mfa_activate_totp"),
    path("second-factor/stands/", to_the_desk, name="mfa_deactivate_totp"),
]
