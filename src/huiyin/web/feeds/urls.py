"""The address of calendars: the one place where a secret stands in an address, as calendar programs need it."""

from django.urls import path

from huiyin.web.feeds import serving

urlpatterns = [path("<path:secret>", serving.calendar, name="calendar")]
