"""The address of calendars: here alone a secret stands in an address, for calendar programs need it."""

from django.urls import path

from huiyin.web.feeds import serving

urlpatterns = [path("<path:secret>", serving.calendar, name="calendar")]
