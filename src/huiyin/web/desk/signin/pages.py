"""Pages of the sign-in that differ from the library's: a second factor is set up once and always asked."""

from typing import Any

from allauth.mfa.totp.views import ActivateTOTPView
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

SET_UP_BY = "second_factor_set_up_by"


class SetUpFactor(ActivateTOTPView):
    """Show the secret once, take the first code."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the factor; this session counts as signed in with both."""
        response: HttpResponse = super().form_valid(form)
        self.request.session[SET_UP_BY] = self.request.user.pk
        return response

    def get_success_url(self) -> str:
        """Return the desk."""
        return reverse("desk")


def to_the_desk(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  every view takes it
    """Lead on: a factor that stands is not taken away by its holder."""
    return HttpResponseRedirect(reverse("desk"))
