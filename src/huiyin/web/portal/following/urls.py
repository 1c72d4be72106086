"""Addresses of following. No number, code or id of a matter ever stands in one."""

from django.urls import path

from huiyin.web.portal.following import (
    adding,
    calendars,
    entering,
    forms,
    own_files,
    pages,
    returning,
    silence,
)

urlpatterns = [
    path("", pages.follow, name="follow"),
    path("close/", entering.close, name="follow_close"),
    path("receipt/", pages.receipt_file, name="follow_receipt"),
    path("everything.zip", pages.everything, name="follow_everything"),
    path("document/<int:place>/", pages.document, name="follow_document"),
    path("record/<int:place>/", silence.record_paper, name="follow_record"),
    path("record/<int:place>/file/", silence.record_file, name="follow_record_file"),
    path("rate/", forms.rate, name="follow_rate"),
    path("review/", forms.review, name="follow_review"),
    path("person/", forms.person, name="follow_person"),
    path("calendar/", calendars.subscriptions, name="follow_calendar"),
    path("files/", forms.files, name="follow_files"),
    path("file/<int:place>/", own_files.file, name="follow_file"),
    path("file/<int:place>/play/", own_files.player, name="follow_player"),
    path("file/<int:place>/played/", own_files.played, name="follow_played"),
    path("return/", returning.bring, name="follow_return"),
    path("uploads/", adding.begin_upload, name="follow_uploads"),
    path("statement/", forms.statement, name="follow_statement"),
]
