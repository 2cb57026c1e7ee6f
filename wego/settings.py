"""The one settings module (A14). What differs between machines comes from environment variables,
each with a line in docs/operations.md."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from environs import Env

from wego import logs
from wego.api import options

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()


def _given(read, name: str, default):
    """A variable that is no text; an empty one counts as not set."""
    return read(name) if env.str(name, "") else default


# --- what a deployment sets -------------------------------------------------------------------
DEBUG = _given(env.bool, "DEBUG", False)
SITE_URL = (env.str("SITE_URL", "") or "http://127.0.0.1:8000").rstrip("/")
DATA_DIR = Path(env.str("DATA_DIR", "") or BASE_DIR / "var").resolve()
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", []) or (["127.0.0.1", "localhost", "[::1]", "testserver"] if DEBUG else [])


def _secret_key() -> str:
    """SECRET_KEY from the environment; without it one is drawn once and kept in DATA_DIR."""
    if given := env.str("SECRET_KEY", ""):
        return given
    keyfile = DATA_DIR / "secret_key"
    if not keyfile.exists():
        keyfile.parent.mkdir(parents=True, exist_ok=True)
        keyfile.touch(mode=0o600)
        keyfile.write_text(secrets.token_urlsafe(64))
    return keyfile.read_text().strip()


SECRET_KEY = _secret_key()

# --- the application ---------------------------------------------------------------------------
INSTALLED_APPS = [
    "directory",
    "fees",
    "members",
    "wego.apps.WegoConfig",  # before django.contrib.admin: its templates and theme replace the stock ones
    "wego.apps.AdminConfig",  # django.contrib.admin with our site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "import_export",
    "simple_history",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_structlog",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "wego.api.middleware.ApiErrorsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wego.requests.AddressMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "wego.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wego.middleware.RequestLogMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]
ROOT_URLCONF = "wego.urls"
WSGI_APPLICATION = "wego.wsgi.application"
AUTH_USER_MODEL = "wego.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- database ----------------------------------------------------------------------------------
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
_POSTGRESQL_OPTIONS = {
    "connect_timeout": 10,
    "options": "-c statement_timeout={} -c lock_timeout=3s -c idle_in_transaction_session_timeout={}".format(
        env.str("DATABASE_STATEMENT_TIMEOUT", "") or "15s",
        env.str("DATABASE_IDLE_TIMEOUT", "") or "30s",
    ),
}
if env.str("DATABASE_URL", ""):
    DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True)}
else:
    DATABASES = {
        "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "db.sqlite3"},
    }
_engine = DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
DATABASES["default"].setdefault("OPTIONS", {}).update(
    {"sqlite3": _SQLITE_OPTIONS, "postgresql": _POSTGRESQL_OPTIONS}.get(_engine, {})
)

# --- language and time -------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ko", "한국어")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Seoul"  # legal dates (A14)
FORMAT_MODULE_PATH = ["wego.formats"]  # dates written out
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- files -------------------------------------------------------------------------------------
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
PAPERS_DIR = DATA_DIR / "papers"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640

# --- security ----------------------------------------------------------------------------------
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
PROXIES = _given(env.int, "PROXIES", 0 if DEBUG else 1)  # proxies of ours in front, each adding to X-Forwarded-For
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if not DEBUG:
    SECURE_SSL_REDIRECT = _given(env.bool, "SECURE_SSL_REDIRECT", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sid"
    CSRF_COOKIE_NAME = "__Host-csrf"

# --- signing in (wego/accounts) ----------------------------------------------------------------
# Staff pages need a second factor. A machine of one's own (DEBUG) may do without, and does unless told; no other can.
SECOND_FACTOR_REQUIRED = _given(env.bool, "SECOND_FACTOR_REQUIRED", False) if DEBUG else True
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # links to set a password
ACCOUNT_ADAPTER = "wego.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]  # there is no sign-up; allauth's checks want them
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
ACCOUNT_SESSION_REMEMBER = True  # as long as SESSION_COOKIE_AGE
ACCOUNT_FORMS = {
    "login": "wego.accounts.forms.SignInForm",
    "reset_password": "wego.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "wego.accounts.forms.SetPasswordForm",
    "change_password": "wego.accounts.forms.ChangePasswordForm",
    "reauthenticate": "wego.accounts.forms.ConfirmPasswordForm",
}
MFA_ADAPTER = "wego.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are given by an administrator
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "WeGO membership"
MFA_FORMS = {
    "authenticate": "wego.accounts.forms.SecondFactorForm",
    "reauthenticate": "wego.accounts.forms.ConfirmSecondFactorForm",
    "activate_totp": "wego.accounts.forms.ActivateAppForm",
    "add_webauthn": "wego.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "wego.accounts.forms.RenamePasskeyForm",
}

# --- mail --------------------------------------------------------------------------------------
if env.str("EMAIL_URL", ""):
    globals().update(env.dj_email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "wego.mail.KeptMailBackend"
EMAIL_TIMEOUT = 20
MAIL_DIR = DATA_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "") or f"WeGO Secretariat <noreply@{urlsplit(SITE_URL).hostname}>"
SERVER_EMAIL = env.str("SERVER_EMAIL", "") or DEFAULT_FROM_EMAIL

# --- jobs --------------------------------------------------------------------------------------
QUEUE_URL = env.str("QUEUE_URL", "")
TASKS = {"default": {"BACKEND": "wego.celery.CeleryBackend" if QUEUE_URL else "wego.jobs.DatabaseBackend"}}
JOB_FORWARDER = "wego.celery.Forwarder" if QUEUE_URL else ""
JOB_SEND_PATIENCE = _given(env.float, "JOB_SEND_PATIENCE", 10.0)  # seconds that a message to Celery may be under way
JOB_LEASE = _given(env.float, "JOB_LEASE", 60.0)  # seconds after which a silent worker counts as dead

# --- calls to others (wego/outbound.py) ---------------------------------------------------------
OUTBOUND_PROXY = env.str("OUTBOUND_PROXY", "")  # http://[user:password@]host:port of a proxy that tunnels (CONNECT)

# --- logs --------------------------------------------------------------------------------------
LOG_LEVEL = env.str("LOG_LEVEL", "") or "INFO"
LOGGING = logs.configure(plain=DEBUG)

# --- cache -------------------------------------------------------------------------------------
if env.str("CACHE_URL", ""):
    CACHES = {"default": env.dj_cache_url("CACHE_URL")}
else:
    CACHES = {
        "default": {
            "BACKEND": "wego.cache.CountingCache",
            "LOCATION": "wego_cache",
            # Attempts to sign in are counted here: too few rows, and a flood of names would push counters out.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }

# --- people's spreadsheets ---------------------------------------------------------------------
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a meeting decides on every associate in one form

# --- dues --------------------------------------------------------------------------------------
DUES_GDP_YEARS = _given(env.int, "DUES_GDP_YEARS", 5)  # a GDP figure older by more needs a decision (R13)
DUES_FIGURE_YEARS = _given(env.int, "DUES_FIGURE_YEARS", 3)  # an older population or number of employees is a warning
DUES_DUE_ON = env.str("DUES_DUE_ON", "") or "03-31"  # due date that is proposed for a run (R18)

# --- open data ---------------------------------------------------------------------------------
# Name and address of the licence under which the register's files are given away.
OPEN_DATA_LICENCE = env.str("OPEN_DATA_LICENCE", "") or "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/"

# --- history of master data --------------------------------------------------------------------
SIMPLE_HISTORY_REVERT_DISABLED = True

# --- the API (wego/api) ------------------------------------------------------------------------
API_LIMIT_ADDRESS = _given(env.int, "API_LIMIT_ADDRESS", 120)  # requests a minute from a network address
API_LIMIT_KEY = _given(env.int, "API_LIMIT_KEY", 600)  # requests a minute with a key
REST_FRAMEWORK = options.REST_FRAMEWORK
SPECTACULAR_SETTINGS = options.description(SITE_URL)
