import pytest

from tests.factories import CountryFactory
from tests.members.applying.applicant import Person


@pytest.fixture
def korea(db):
    return CountryFactory(name_en="Republic of Korea", name_ko="대한민국")


@pytest.fixture
def anna(korea):
    """An applicant who has not asked for anything yet."""
    return Person("anna@goyang.example")


@pytest.fixture
def boris(korea):
    """Another applicant, in another browser."""
    return Person("boris@almaty.example", REMOTE_ADDR="198.51.100.7")


@pytest.fixture
def draft(anna):
    """The key of a draft that Anna began."""
    return anna.begin()
