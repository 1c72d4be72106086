"""Divisions, offices and their competence, posts; and the accounts of the sign-in library."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Account(AbstractBaseUser):
    """Someone who can sign in. What an account may do follows from its posts, never from this row."""

    username = models.CharField(max_length=64, unique=True)
    display_name = models.CharField(max_length=100)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = BaseUserManager()

    class Meta:
        db_table = "account"
