"""The sign-in library's forms in our words: labels above the fields, nothing hidden in placeholders."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.utils.translation import gettext_lazy as _


class SignInForm(LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["login"].label = _("User name")
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}
        self.fields["password"].label = _("Password")
        self.fields["password"].help_text = ""


class NewPasswordForm(ChangePasswordForm):
    """The old password and twice a new one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["oldpassword"].label = _("Present password")
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = _(
            "At least 12 characters. A sentence that only you know is best."
        )
        self.fields["password2"].label = _("New password once more")


class CodeForm(AuthenticateForm):
    """The six digits of the second factor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)


class FirstCodeForm(ActivateTOTPForm):
    """The first six digits: they show that the phone has taken the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _code(self)


def _code(form: forms.Form) -> None:
    _plain(form)
    form.use_required_attribute = False
    form.fields["code"].label = _("Six digits from your authenticator")
    form.fields["code"].error_messages["required"] = _(
        "Please type the six digits that your phone shows now."
    )
    form.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True, "maxlength": 7}


def _plain(form: forms.Form) -> None:
    form.use_required_attribute = False
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
