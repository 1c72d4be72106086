"""Dates and numbers of 四川话 are those of Simplified Chinese; Django would take the English ones."""

from django.conf.locale.zh_Hans.formats import *  # noqa: F403
