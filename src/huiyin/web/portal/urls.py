"""Addresses of the public pages. No number, code or token ever stands in an address.

The calculator and the guide carry rules, days and the keys of answers there: nothing personal.
"""

from django.urls import path

from huiyin.web.portal import check, files, filing, guiding, home, place_list, receipt
from huiyin.web.portal.calculator.page import calculator
from huiyin.web.portal.verifying.page import verify

urlpatterns = [
    path("", home.home, name="home"),
    path("places.json", place_list.place_list, name="places"),
    path("calculator/", calculator, name="calculator"),
    path("whom/", guiding.whom, name="whom"),
    path("verify/", verify, name="verify"),
    path("file/", filing.begin, name="file"),
    path("file/resume/", filing.resume, name="resume"),
    path("file/later/", filing.later, name="later"),
    path("file/leave/", filing.leave, name="leave"),
    path("file/check/", check.check, name="check"),
    path("file/receipt/", receipt.receipt, name="receipt"),
    path("file/receipt/file/", receipt.receipt_file, name="receipt_file"),
    path("file/receipt/paper/", receipt.receipt_paper, name="receipt_paper"),
    path("file/uploads/", files.begin_upload, name="file_uploads"),
    path("file/<slug:slug>/", filing.step, name="step"),
    path("file/<slug:slug>/keep/", filing.keep, name="keep"),
]
