"""Django's settings, put together from the small modules beside this one."""

from pathlib import Path

from huiyin.config import databases as _databases
from huiyin.config import env as _env
from huiyin.config.logs import logging_settings
from huiyin.config.secrets import secret
from huiyin.kernel import clock as _clock

ENV = _env.read()
HUIYIN_ENV = ENV
HUIYIN_SETUP_STEPS = "huiyin.config.setup_steps.STEPS"

# A demonstration's clock, moved by `huiyin up --demo --now DATE` for all its processes.
_clock.use(_clock.Clock(offset=ENV.now_offset))

SECRET_KEY = secret(ENV.data, "django")
DEBUG = False
ALLOWED_HOSTS = ["*"] if not ENV.production else [ENV.public_url.split("//")[1].split(":")[0]]
ROOT_URLCONF = "huiyin.config.urls"
WSGI_APPLICATION = "huiyin.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "procrastinate.contrib.django",
    "huiyin.records.people",
    "huiyin.records.petitions",
    "huiyin.records.evidence",
    "huiyin.records.outbox",
    "huiyin.records.ledger",
    "huiyin.records.oversight",
    "huiyin.records.search",
    "huiyin.web.shared",
    "huiyin.web.portal",
    "huiyin.web.desk",
    "huiyin.web.openlog",
    "allauth",  # after our own pages: theirs stand back
    "allauth.account",
    "allauth.mfa",
    "huiyin.config.apps.HouseConfig",
]

MIDDLEWARE = [
    "huiyin.web.shared.request_log.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huiyin.web.shared.wording.SpokenLanguage",
    "django.middleware.common.CommonMiddleware",
    "huiyin.web.shared.middleware.SecurityHeaders",
    "huiyin.web.shared.uploads.Uploads",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "huiyin.web.shared.middleware.PlainErrors",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "huiyin.web.shared.context.page",
                "huiyin.web.desk.context.desk",
            ],
        },
    },
]

DATABASES = _databases.databases(ENV)
HUIYIN_SUPERUSER_PASSWORD = _databases.superuser_password(ENV)
DATABASE_ROUTERS: list[str] = []
# Attempts counted and codes used at sign-in: shared by all processes, so that they cannot be played off.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "signin_mark"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["huiyin.web.desk.signin.hashers.Argon2id"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_ADAPTER = "huiyin.web.desk.signin.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "huiyin.web.desk.signin.forms.SignInForm",
    "change_password": "huiyin.web.desk.signin.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
MFA_ADAPTER = "huiyin.web.desk.signin.adapters.SealedFactors"
MFA_FORMS = {
    "authenticate": "huiyin.web.desk.signin.forms.CodeForm",
    "activate_totp": "huiyin.web.desk.signin.forms.FirstCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp"]
MFA_TOTP_ISSUER = "回音"
MFA_TOTP_TOLERANCE = 1  # a clock may be wrong by half a minute
MFA_REAUTHENTICATION_REQUIRED = False  # a factor is only ever added, right after the password
MFA_ALLOW_UNVERIFIED_EMAIL = True
SESSION_ENGINE = "huiyin.web.desk.signin.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = ENV.production
CSRF_COOKIE_SECURE = ENV.production
CSRF_FAILURE_VIEW = "huiyin.web.shared.errors.expired"

# One text may have 1 MiB; what is longer than that is still kept and can be shortened. Files do not
# count here: they stream.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 << 20
DATA_UPLOAD_MAX_NUMBER_FILES = 1000

LANGUAGE_CODE = "zh-hans"
# The second is a wording of the first, for the public pages alone; what it leaves out falls back to it.
LANGUAGES = [("zh-hans", "中文"), ("zh-hans-x-sichuan", "四川话"), ("en", "English")]
FORMAT_MODULE_PATH = "huiyin.config.formats"
LOCALE_PATHS = [Path(__file__).parents[1] / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = ENV.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

PROCRASTINATE_IMPORT_PATHS = ["huiyin.jobs.tasks"]  # read by the worker; the web only leaves jobs

LOGGING = logging_settings(ENV.data)
