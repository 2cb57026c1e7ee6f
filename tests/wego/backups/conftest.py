import pytest
from django.db import connection

from members.services.loading import load_register
from tests.factories import UserFactory
from wego.backups.making import make_backup
from wego.models import Counter


@pytest.fixture
def data_dir(tmp_path, settings):
    """A data directory with a key, a message and a paper."""
    settings.DATA_DIR = tmp_path / "data"
    for name in ("secret_key", "mail/1.eml", "papers/ab/시장.pdf"):
        path = settings.DATA_DIR / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"content of {name}")
    return settings.DATA_DIR


@pytest.fixture
def live(transactional_db, data_dir):
    """A site in use: letters of all scripts, tabs and line ends in its rows."""
    UserFactory(username="kim", first_name="김\t\\N\n'\"", is_superuser=True)
    Counter.objects.create(series="paper", last=7)


@pytest.fixture
def full(live):
    return load_register()


@pytest.fixture
def backup(live, tmp_path):
    """A backup of the live site: its path and its manifest."""
    path = tmp_path / "backup.tar"
    _row, manifest = make_backup(path)
    return path, manifest


@pytest.fixture
def other_connection():
    """Somebody else at the same database."""
    other = connection.copy()
    yield other
    other.close()
