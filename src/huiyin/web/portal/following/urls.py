"""Addresses of following. No number, code or id of a matter ever stands in one."""

from django.urls import path

from huiyin.web.portal.following import adding, doing, entering, pages

_files = pages.form_of(adding.add_files)
_files.takes_files = adding.take_files  # type: ignore[attr-defined]  # read by web.shared.uploads

urlpatterns = [
    path("", pages.follow, name="follow"),
    path("close/", entering.close, name="follow_close"),
    path("receipt/", pages.receipt_file, name="follow_receipt"),
    path("rate/", pages.form_of(doing.rate), name="follow_rate"),
    path("review/", pages.form_of(doing.review), name="follow_review"),
    path("person/", pages.form_of(doing.person), name="follow_person"),
    path("files/", _files, name="follow_files"),
]
