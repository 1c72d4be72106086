"""What the sign-in library asks of us: nobody signs up by themselves, and second factors lie sealed."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.vault.current import vault

PURPOSE = "second factor"
PLACE = "mfa_authenticator.data"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; the pages lead to the desk."""

    error_messages = {  # noqa: RUF012  the library's own shape
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "User name and password do not fit together. Please look at both; capital letters count."
        ),
        "too_many_login_attempts": _(
            "That was tried too often. For your safety the sign-in waits five minutes; then try again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  the library's signature
        """Return False: what somebody may do here follows from an appointment."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Return the desk."""
        return reverse("desk")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Return the page of one's own account."""
        return reverse("desk-me")

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing: our pages show what happened themselves."""


class SealedFactors(DefaultMFAAdapter):
    """Secrets of second factors are sealed under the installation's key before they are stored."""

    error_messages = {  # noqa: RUF012  the library's own shape
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "This code does not fit. A code is good for half a minute: please wait for the next one, and see "
            "whether the clock of your phone is right."
        ),
    }

    def encrypt(self, text: str) -> str:
        """Return the secret sealed, as text."""
        return base64.b64encode(vault().seal_blob(PURPOSE, text.encode(), PLACE)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret that `encrypt` sealed."""
        return vault().open_blob(PURPOSE, base64.b64decode(encrypted_text), PLACE).decode()
