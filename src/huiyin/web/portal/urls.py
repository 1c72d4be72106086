"""Addresses of the public pages. No number, code or token ever stands in an address."""

from django.urls import path

from huiyin.web.portal import check, filing, home, place_list, receipt

urlpatterns = [
    path("", home.home, name="home"),
    path("places.json", place_list.place_list, name="places"),
    path("file/", filing.begin, name="file"),
    path("file/resume/", filing.resume, name="resume"),
    path("file/later/", filing.later, name="later"),
    path("file/leave/", filing.leave, name="leave"),
    path("file/check/", check.check, name="check"),
    path("file/receipt/", receipt.receipt, name="receipt"),
    path("file/receipt/file/", receipt.receipt_file, name="receipt_file"),
    path("file/receipt/paper/", receipt.receipt_paper, name="receipt_paper"),
    path("file/<slug:slug>/", filing.step, name="step"),
    path("file/<slug:slug>/keep/", filing.keep, name="keep"),
]
