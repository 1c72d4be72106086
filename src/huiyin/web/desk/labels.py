"""An administrator's own labels: a wording of the place that groups some of the checks. None is shipped."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from huiyin.commands.oversight.set_label import LONGEST, SetLabel
from huiyin.door import door
from huiyin.kernel.errors import Invalid
from huiyin.queries.oversight.items import labels
from huiyin.rules.access.permissions import Permission
from huiyin.rules.access.require import require
from huiyin.rules.oversight.checks import Check
from huiyin.web.desk.actions.fields import LineField
from huiyin.web.desk.here import DeskRequest, at_desk
from huiyin.web.desk.supervision import standing_of, words


class LabelForm(forms.Form):
    """A name, and which checks it groups."""

    name = LineField(
        limit=LONGEST,
        label=gettext_lazy("Name of the label"),
        help_text=gettext_lazy("As the wording is used here; an existing name is replaced."),
    )
    checks = forms.MultipleChoiceField(
        label=gettext_lazy("Checks that it groups"),
        help_text=gettext_lazy("None: the label is withdrawn."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        self.fields["checks"].choices = [(one.value, words(one)) for one in Check]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk
def supervision_labels(request: DeskRequest) -> HttpResponse:
    """Show the labels that stand, and set one."""
    require(request.actor, Permission.OVERSIGHT_LABEL_SET, standing_of(request.post))
    form = LabelForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _set(request, form):
        return HttpResponseRedirect(reverse("desk-supervision-labels"))
    standing = [
        {"name": one.name, "checks": [words(check) for check in Check if check in one.checks]}
        for one in labels(request.reader)
    ]
    return render(request, "desk/supervision_labels.html", {"form": form, "labels": standing})


def _set(request: DeskRequest, form: LabelForm) -> bool:
    chosen = frozenset(Check(one) for one in form.cleaned_data["checks"])
    try:
        command = SetLabel(name=form.cleaned_data["name"], checks=chosen)
        door.execute(command, actor=request.actor, at=request.at)
    except Invalid as fault:
        wrong = _("Please choose at least one check.") if fault.field == "checks" else _("Please shorten it.")
        form.add_error(fault.field, wrong)
        return False
    messages.success(request, _("The label is set.") if chosen else _("The label is withdrawn."))
    return True
