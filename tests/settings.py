"""Settings of the test runs: the project's own, on a throw-away data directory."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def _data_dir() -> Path:
    """A directory that lives as long as the first process of the run, with a folder for each worker."""
    if "TEST_DATA_DIR" not in os.environ:
        os.environ["TEST_DATA_DIR"] = made = tempfile.mkdtemp(prefix="wego-test-")
        atexit.register(shutil.rmtree, made, ignore_errors=True)
    folder = Path(os.environ["TEST_DATA_DIR"]) / os.environ.get("PYTEST_XDIST_WORKER", "main")
    folder.mkdir(exist_ok=True)
    return folder


os.environ |= {
    "DATA_DIR": str(_data_dir()),
    "DEBUG": "0",
    "SECRET_KEY": "tests-only-" + "k" * 50,
    "SITE_URL": "https://members.example.org",
    "ALLOWED_HOSTS": "testserver,127.0.0.1,localhost",
    "SECURE_SSL_REDIRECT": "0",
    "CACHE_URL": "",
    "EMAIL_URL": os.environ.get("TEST_EMAIL_URL", ""),
    "QUEUE_URL": os.environ.get("TEST_QUEUE_URL", ""),
}

from wego.settings import *  # noqa: E402, F403
from wego.settings import CACHES, DATA_DIR, DATABASES, LOGGING, STATIC_ROOT, STORAGES  # noqa: E402

# A file rather than memory: tests start real processes on the same database.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "sid", "csrf"
SECURE_HSTS_SECONDS = 0
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns where it is missing
LOGGING["root"]["handlers"] = []  # pytest shows what was logged beside the test that fails
SECOND_FACTOR_REQUIRED = False  # tests sign in by force_login; those of tests/wego/accounts switch it on
API_LIMIT_ADDRESS = API_LIMIT_KEY = 10**6  # a test asks as often as it likes
