"""Addresses of the public pages. No number, code or token ever stands in an address."""

from django.urls import path

from huiyin.web.portal import check, filing, home, place_list

urlpatterns = [
    path("", home.home, name="home"),
    path("places.json", place_list.place_list, name="places"),
    path("file/", filing.begin, name="file"),
    path("file/resume/", filing.resume, name="resume"),
    path("file/later/", filing.later, name="later"),
    path("file/leave/", filing.leave, name="leave"),
    path("file/check/", check.check, name="check"),
    path("file/<slug:slug>/", filing.step, name="step"),
    path("file/<slug:slug>/keep/", filing.keep, name="keep"),
]
