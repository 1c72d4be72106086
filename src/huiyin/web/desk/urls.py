"""Addresses of the desk."""

from django.urls import include, path

from huiyin.web.desk import act, me, petition, queue, story

urlpatterns = [
    path("", queue.home, name="desk"),
    path("find/", queue.search, name="desk-find"),
    path("me/", me.me, name="desk-me"),
    path("me/post/", me.posts, name="desk-posts"),
    path("petition/<str:number>/", petition.petition, name="desk-petition"),
    path("petition/<str:number>/panel/", petition.panel, name="desk-panel"),
    path("petition/<str:number>/open/", story.open_it, name="desk-open"),
    path("petition/<str:number>/evidence/<uuid:file>/", story.evidence, name="desk-evidence"),
    path(
        "petition/<str:number>/evidence/<uuid:file>/facts/", story.evidence_facts, name="desk-evidence-facts"
    ),
    path("petition/<str:number>/document/<uuid:document>.pdf", story.document, name="desk-document"),
    path("petition/<str:number>/draft/<uuid:draft>.pdf", story.draft, name="desk-draft"),
    path("petition/<str:number>/<slug:slug>/", act.act, name="desk-act"),
    path("petition/<str:number>/<slug:slug>/keep/", act.keep, name="desk-keep"),
    path("", include("huiyin.web.desk.signin.urls")),
]
