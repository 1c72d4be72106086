"""Addresses of the sign-in: of the library's pages only those that officials need."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from django.contrib.auth.decorators import login_required
from django.urls import path

from huiyin.web.desk.here import signed_in
from huiyin.web.desk.signin.pages import SetUpFactor, to_the_desk

urlpatterns = [
    path("sign-in/", account.login, name="account_login"),
    path("sign-in/code/", factors.authenticate, name="mfa_authenticate"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-out/", account.logout, name="account_logout"),
    path("password/", signed_in(account.password_change), name="account_change_password"),
    path("second-factor/", login_required(SetUpFactor.as_view()), name="mfa_activate_totp"),
    path("second-factor/stands/", to_the_desk, name="mfa_deactivate_totp"),
]
