"""Django's settings; what an installation chooses comes from the environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url

from kortreist import i18n
from kortreist_web.config.environment import read_environment
from kortreist_web.config.sign_in import sign_in

CHOSEN = read_environment()

SECRET_KEY = CHOSEN.secret_key
SECRET_KEY_FALLBACKS = list(CHOSEN.old_secret_keys)
DEBUG = False
ALLOWED_HOSTS = list(CHOSEN.hosts)
ROOT_URLCONF = "kortreist_web.config.urls"
WSGI_APPLICATION = "kortreist_web.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

#: Left to right: an application may import those before it, never those after.
LOCAL_APPS = (
    "core",
    "tenants",
    "people",
    "changes",
    "jobs",
    "tasks",
    "versions",
    "decisions",
    "accounts",
    "goals",
    "measures",
    "action_plans",
    "indicators",
    "plans",
    "bindings",
    "signposts",
    "budgets",
    "platforms",
    "participation",
    "hearings",
    "reports",
    "publishing",
    "installation",
    "site",
    "demo",
)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",  # its template alone
    "django.contrib.staticfiles",
    "django.forms",  # its widgets, drawn by our renderer
    "django_tasks",
    "django_tasks_db",
    *(f"kortreist_web.{domain}" for domain in LOCAL_APPS),  # before allauth: our templates, not its
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "ninja",
]
MIDDLEWARE = [
    "kortreist_web.config.observability.ObservingMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "kortreist_web.config.content_policy.ContentPolicyMiddleware",
    "kortreist_web.config.health.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kortreist_web.config.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kortreist_web.config.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kortreist_web.people.form_recovery.KeepTypedMiddleware",
    "kortreist_web.config.limits.LimitsMiddleware",
    "kortreist_web.people.sent_forms.SentOnceMiddleware",
    "kortreist_web.people.second_factor.SecondFactorMiddleware",
    "kortreist_web.people.arrival.ArrivalMiddleware",
    "kortreist_web.config.errors.ErrorsMiddleware",
    "kortreist_web.publishing.withdrawals.WithdrawnMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["kortreist_web.core.templatetags.kortreist"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kortreist_web.core.context.site",
            ],
        },
    }
]
FORM_RENDERER = "kortreist_web.core.forms.Renderer"

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(CHOSEN.database_url, conn_max_age=60, conn_health_checks=True)
}
STATE = CHOSEN.state
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # The folder is ours alone: the file holds sessions and digests of passwords.
    Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Readers never wait for a writer, and two writers wait for each other instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
        "PRAGMA secure_delete=ON;",  # what is erased is overwritten in the file
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Pages open to all: each process its own, seldom more than 20 kB each. The oldest go first,
    # few at a time; without a change a page is made again after ten minutes.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 1_500, "CULL_FREQUENCY": 50},
    },
    # What all processes must agree on: counts of attempts.
    "shared": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
TASKS = {
    "default": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        # A receiver that is slow holds up messages only; a plan, nothing that takes seconds.
        "QUEUES": ["default", "messages", "short"],
    }
}

LANGUAGES = [(code, i18n.Translator(code)("languages.name")) for code in i18n.LANGUAGES]
LANGUAGE_CODE = i18n.LANGUAGES[0]
LANGUAGE_COOKIE_NAME = "kortreist_language"
TIME_ZONE = "Europe/Oslo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 31_536_000  # addresses carry a hash of the content: see the asset tag

AUTH_USER_MODEL = "people.User"
ORGANISATION_MODEL = "tenants.Organisation"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
UPLOAD_MAX_BYTES = CHOSEN.upload_bytes
#: Memory the process that reads an upload may ask for; 0 reads it in the worker itself.
READING_MAX_BYTES = 6_000_000_000
REQUEST_LIMITS_TIMES = CHOSEN.limits_times
WEBHOOK_NETWORKS = CHOSEN.webhook_networks
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # an economic plan is a form of a thousand lines

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_SAVE_EVERY_REQUEST = False
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CHOSEN.https
SECURE_SSL_REDIRECT = CHOSEN.https
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 31_536_000 if CHOSEN.https else 0
# Whether the rest of the domain is HTTPS only is for whoever owns the domain to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [CHOSEN.origin]
ORIGIN, CONTACT, RESPONSIBLE = CHOSEN.origin, CHOSEN.contact, CHOSEN.responsible
STATEMENT_URL, METRICS_TOKEN = CHOSEN.statement, CHOSEN.metrics_token
#: Where the workbook of all municipalities can be fetched.
INVENTORY_URL = CHOSEN.inventory
CSRF_FAILURE_VIEW = "kortreist_web.config.errors.csrf_failure"
if CHOSEN.proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DEFAULT_FROM_EMAIL = CHOSEN.mail_from
#: Whether mail reaches anybody; and how a municipality's own people may take it into use.
MAIL_SERVER, SELF_SERVICE = bool(CHOSEN.mail_url), CHOSEN.self_service
#: How many throw-away workspaces there may be.
WORKSPACES = CHOSEN.workspaces
#: Days until a taking that nobody used lapses; how many one address may have by self-service.
TAKING_DAYS, TAKINGS_EACH = CHOSEN.taking_days, CHOSEN.takings_each
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if CHOSEN.mail_url:
    from urllib.parse import unquote, urlsplit

    _mail = urlsplit(CHOSEN.mail_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname
    EMAIL_PORT = _mail.port or 587
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "kortreist_web.config.observability.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.server": {"handlers": ["stderr"], "propagate": False, "level": "WARNING"},
        "django.request": {"level": "ERROR"},
    },
}
globals().update(sign_in(CHOSEN))
