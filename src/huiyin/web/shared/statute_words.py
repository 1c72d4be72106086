"""What cannot be reckoned, in sentences: for the calculator's page and for programs."""

from typing import Any

from django.utils.translation import gettext_lazy as _

STATUTE: dict[str, Any] = {
    "deadline.rule_missing": _("Please choose a period first."),
    "deadline.unknown_rule": _("There is no such period in our tables. Please choose one from the list."),
    "deadline.unknown_pack": _("There is no such set of rules here. Please choose one from the list."),
    "deadline.unknown_calendar": _("There is no calendar of this place. Please choose one from the list."),
    "deadline.unknown_exemption": _("This period knows no such exception."),
    "deadline.day_missing": _("Please give the day on which it happened."),
    "deadline.not_a_day": _("Please give a day as year, month and day, such as 2026-03-05."),
    "deadline.no_such_day": _("No calendar has %(year)s-%(month)s-%(day)s. Please look once more."),
    "deadline.day_out_of_range": _("Days from %(first)s to %(last)s can be reckoned with."),
    "deadline.not_a_number": _("Please give a whole number from %(least)s to %(most)s."),
    "deadline.not_yet_in_force": _(
        "These rules apply from %(first)s on; they say nothing about an earlier day. Choose the rules that "
        "were in force then."
    ),
    "deadline.no_longer_in_force": _(
        "These rules applied until %(last)s; they say nothing about a later day. Choose the rules that are "
        "in force then."
    ),
    "deadline.not_extendable": _("No provision allows this period to be extended."),
    "deadline.extension_without_days": _("Please say by how many days it was extended."),
    "deadline.no_pauses": _("No provision leaves any time out of this period."),
    "deadline.pause_without_beginning": _("Please give the first day of the time that is not counted."),
    "deadline.pause_ends_before_it_begins": _("The last day lies before the first one. Please look at both."),
    "deadline.no_setting": _("This period has no such setting."),
    "deadline.too_long": _("At most %(limit)s characters fit here."),
    "statute.moment_needed": _(
        "This period runs in hours: please give the time as well, such as 2026-03-05 14:30."
    ),
    "statute.counts_no_time": _("This rule counts no time. Please choose another from the list."),
    "statute.not_in_force": _("This rule was not in force on that day. Please look at the year."),
    "statute.length_not_given": _(
        "No general length is laid down: a letter sets it, or another law. Please give the number of days or "
        "the last day, and the provision where another law sets it."
    ),
}
