"""`import_gdp`: a file of the World Bank comes in whole or not at all, and once (R11, R12)."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from members.models import EconomyFigure
from members.services.figures import import_gdp
from members.services.loading import load_register
from tests.factories import CountryFactory, make_opened
from tests.members.test_worldbank import BROKEN, VARIANTS
from tests.members.worldbank_files import packed, table

pytestmark = pytest.mark.django_db

EDITION = date(2020, 7, 1)


@pytest.fixture
def countries():
    return [CountryFactory(iso3=code) for code in ("KOR", "NPL", "VEN")]


def recorded():
    return list(EconomyFigure.objects.order_by("pk").values())


def run(tmp_path, data: bytes, *options: str) -> None:
    path = tmp_path / "gdp.csv"
    path.write_bytes(data)
    call_command("import_gdp", str(path), *options)


@pytest.mark.usefixtures("countries")
@pytest.mark.parametrize("data", VARIANTS.values(), ids=VARIANTS)
def test_every_format_brings_the_same_figures(data, officer):
    result = import_gdp(data, by=officer, vintage=EDITION)

    assert (result.added, result.same, result.economies, result.years) == (5, 0, 2, (2017, 2019))
    assert (result.aggregates, result.unknown, result.vintage) == (1, {"CHI": "Channel Islands"}, EDITION)
    assert set(EconomyFigure.objects.values_list("economy", "reference_year", "value")) == {
        ("KOR", 2017, Decimal("40957.4")),
        ("KOR", 2018, Decimal("43001.2518")),
        ("KOR", 2019, Decimal("43044.8")),
        ("NPL", 2017, Decimal("3199.9")),
        ("NPL", 2018, EconomyFigure.objects.get(economy="NPL", reference_year=2018).value),
    }
    assert round(EconomyFigure.objects.get(economy="NPL", reference_year=2018).value, 9) == Decimal("3450.123456789")
    assert set(EconomyFigure.objects.values_list("indicator", "vintage", "source", "recorded_by", "retrieved_on")) == {
        (
            "NY.GDP.PCAP.PP.CD",
            EDITION,
            "World Bank, World Development Indicators, file of 2020-07-01 (CC BY 4.0)",
            officer.pk,
            timezone.localdate(),
        )
    }


@pytest.mark.usefixtures("countries")
def test_same_file_again_adds_nothing(officer):
    import_gdp(table(), by=officer)
    before = recorded()

    result = import_gdp(packed(), by=officer)

    assert (result.added, result.same) == (0, 5)
    assert recorded() == before


@pytest.mark.usefixtures("countries")
def test_file_of_the_same_edition_may_bring_more(officer):
    import_gdp(table([("Nepal", "NPL", {"2017": "3199.9"})]), by=officer)

    assert import_gdp(table(), by=officer).added == 4


@pytest.mark.usefixtures("countries")
def test_same_edition_with_another_value_is_refused(officer):
    import_gdp(table(), by=officer)
    before = recorded()
    changed = table().replace(b"3199.9", b"3200.1").replace(b'"Venezuela, RB","VEN"', b'"New","NEW"')

    with pytest.raises(ValidationError) as caught:
        import_gdp(changed, by=officer)

    assert caught.value.messages == [
        "Line 7: NPL 2017 is 3200.1 here, but this edition is recorded with 3199.9. Nothing was changed."
    ]
    assert recorded() == before


@pytest.mark.usefixtures("countries")
def test_later_edition_stands_beside_the_earlier_one(officer):
    import_gdp(table(), by=officer)
    revised = table(vintage="2021-07-01").replace(b"3199.9", b"3333.3")

    result = import_gdp(revised, by=officer)

    assert result.added == 5
    assert [
        round(value, 1)
        for value in EconomyFigure.objects.filter(economy="NPL", reference_year=2017)
        .order_by("vintage")
        .values_list("value", flat=True)
    ] == [Decimal("3199.9"), Decimal("3333.3")]


@pytest.mark.parametrize(
    ("data", "vintage", "words"),
    [
        (
            table(vintage=""),
            None,
            "The file does not state when it was last updated. Give its vintage. Nothing was changed.",
        ),
        (
            table(),
            date(2020, 7, 2),
            "The file says it was last updated on 2020-07-01, not on 2020-07-02. Nothing was changed.",
        ),
        (table(vintage="2199-01-01"), None, "2199-01-01 has not come yet. Record it on or after that day."),
    ],
)
def test_vintage_is_asked_and_must_agree(officer, countries, data, vintage, words):
    with pytest.raises(ValidationError) as caught:
        import_gdp(data, by=officer, vintage=vintage)

    assert caught.value.messages == [words]
    assert recorded() == []


def test_economies_of_members_without_a_figure_are_named(officer, countries):
    make_opened(1)  # in Korea
    [_korea, nepal, venezuela] = countries
    for number, country in ((2, nepal), (3, venezuela)):
        [member] = make_opened(number)
        member.country = country
        member.save()

    assert import_gdp(table(), by=officer, dry_run=True).without == ["VEN"]


@pytest.mark.usefixtures("countries")
def test_figures_that_somebody_recorded_at_the_same_moment_are_refused(officer, monkeypatch):
    import_gdp(table(), by=officer)
    before = recorded()
    monkeypatch.setattr("members.services.figures._recorded", lambda *edition: {})  # as seen before they committed

    with pytest.raises(ValidationError) as caught:
        import_gdp(table(), by=officer)

    assert caught.value.code == "at_the_same_time"
    assert recorded() == before


@pytest.mark.usefixtures("countries")
class TestCommand:
    def test_text(self, tmp_path, capsys):
        run(tmp_path, packed())

        assert capsys.readouterr().out.splitlines() == [
            "NY.GDP.PCAP.PP.CD, edition of 2020-07-01",
            "     2 economies, 2017-2019",
            "     5 figures added",
            "     0 recorded before, the same",
            "     1 groups of economies left out",
            "Unknown code, left out: CHI (Channel Islands)",
        ]
        assert EconomyFigure.objects.count() == 5

    def test_dry_run_as_json_records_nothing(self, tmp_path, capsys):
        run(tmp_path, table(vintage=""), "--vintage", "2020-07-01", "--dry-run", "--format", "json")

        assert json.loads(capsys.readouterr().out) == {
            "dry_run": True,
            "indicator": "NY.GDP.PCAP.PP.CD",
            "vintage": "2020-07-01",
            "added": 5,
            "same": 0,
            "economies": 2,
            "years": [2017, 2019],
            "aggregates": 1,
            "unknown": {"CHI": "Channel Islands"},
            "without": [],
        }
        assert recorded() == []

    @pytest.mark.parametrize(("data", "_code"), BROKEN.values(), ids=BROKEN)
    def test_broken_file_is_refused_in_one_sentence(self, tmp_path, data, _code):
        run(tmp_path, table())
        before = recorded()

        with pytest.raises(CommandError) as caught:
            run(tmp_path, data)

        assert caught.value.returncode == 1
        assert str(caught.value).endswith(" Nothing was changed.")
        assert "\n" not in str(caught.value)
        assert recorded() == before

    @pytest.mark.parametrize("name", ["nowhere.csv", "."])
    def test_file_that_cannot_be_opened(self, tmp_path, name):
        with pytest.raises(CommandError, match=r"cannot be read: .* Nothing was changed\."):
            call_command("import_gdp", str(tmp_path / name))


@pytest.mark.usefixtures("real_register")
def test_file_of_the_loaded_edition_agrees_with_what_was_loaded(officer):
    seen = EconomyFigure.objects.get(economy="NPL", reference_year=2018)

    again = import_gdp(table([("Nepal", "NPL", {"2018": f"{seen.value}"})], vintage="2024-06-28"), by=officer)

    assert (again.added, again.same) == (0, 1)
    assert load_register().total() == 0
