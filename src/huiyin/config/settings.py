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
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "procrastinate.contrib.django",
    "huiyin.records.people",
    "huiyin.records.petitions",
    "huiyin.records.evidence",
    "huiyin.records.outbox",
    "huiyin.records.ledger",
    "huiyin.web.shared",
    "huiyin.web.portal",
    "huiyin.web.desk",
    "huiyin.config.apps.HouseConfig",
]

MIDDLEWARE = [
    "huiyin.web.shared.request_log.RequestLog",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
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
            ],
        },
    },
]

DATABASES = _databases.databases(ENV)
HUIYIN_SUPERUSER_PASSWORD = _databases.superuser_password(ENV)
DATABASE_ROUTERS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.Account"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = ENV.production
CSRF_COOKIE_SECURE = ENV.production
CSRF_FAILURE_VIEW = "huiyin.web.shared.errors.expired"

# One text may have 1 MiB; what is longer than that is still kept and can be shortened. Files do not
# count here: they stream.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 << 20
DATA_UPLOAD_MAX_NUMBER_FILES = 1000

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
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

LOGGING = logging_settings(ENV.data)
