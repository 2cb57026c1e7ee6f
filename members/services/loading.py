"""Brings the project's facts (fixtures/) in, once each: a row that was loaded before is left alone (R25)."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from members.models import (
    Activity,
    Benefit,
    Body,
    City,
    Country,
    Kind,
    Language,
    Meeting,
    MeetingResult,
    Member,
    OfficerCity,
    Partner,
    Region,
    RegionalOffice,
    StatedTotal,
)
from members.services.loading_figures import load_gdp, load_populations
from members.services.loading_letters import load_letter_texts
from members.services.members import MEMBER_NUMBERS, MemberFacts, enter_members
from members.services.status import open_register
from wego.fixtures import read_fixture, take_fresh
from wego.models import raise_counter

REGISTER = "register_2019-12-31.json"
LOADED = "loaded from the source"
SHEET = "WeGO Secretariat, introduction sheet, January 2020 (register as of 2019-12-31)"


@transaction.atomic
def load_register() -> Counter:
    """Load what is not loaded yet; returns how many rows of each kind were made.

    Run again it makes nothing and never touches what officers changed or deleted since.
    """
    made: Counter = Counter()
    made["regions"] = _load("regions.json", _region)
    made["countries"] = _load_countries()
    made["bodies"] = _load("bodies.json", _body)
    made["members"] = _load_members()
    made["populations"] = load_populations()
    made["GDP figures"] = load_gdp()
    for label, file, make in (
        ("stated totals", "stated_totals_2019-12-31.json", _stated_total),
        ("meetings", "meetings.json", _meeting),
        ("officer cities", "officers.json", _officer),
        ("regional offices", "regional_offices.json", _office),
        ("partners", "partners.json", _partner),
        ("benefits", "benefits.json", _benefit),
        ("activities", "activities.json", _activity),
    ):
        made[label] = _load(file, make)
    made["letter texts"] = load_letter_texts()
    return made


def _load(file: str, make: Callable[[dict], object]) -> int:
    count = 0
    for place, row in take_fresh(read_fixture(file)):
        make({"order": place, **{key: value for key, value in row.items() if value is not None}})
        count += 1
    return count


def _save(row):
    row._change_reason = LOADED
    row.full_clean()
    row.save()
    return row


def _source(row: dict) -> str:
    return "; ".join(row[field] for field in ("source", "source_note") if row.get(field))


def _days(row: dict, *fields: str) -> dict[str, date | None]:
    return {field: date.fromisoformat(row[field]) if row.get(field) else None for field in fields}


def _texts(row: dict, *fields: str) -> dict[str, str]:
    return {field: row.get(field, "") for field in fields}


def _precision(row: dict) -> str:
    given = row.get("date_precision", "none")
    return "day" if given == "none" else given


def _member(number: int | None) -> Member | None:
    return Member.objects.get(number=number) if number else None


def _region(row: dict) -> None:
    _save(Region(code=row["key"], name_en=row["name_en"], name_ko=row["name_ko"], order=row["order"]))


def _load_countries() -> int:
    regions = {region.code: region for region in Region.objects.all()}
    fresh = [row for _place, row in take_fresh(read_fixture("countries.json"))]
    countries = [
        Country(
            iso3=row["iso3"],
            iso2=row["iso2"],
            name_en=row["name_en"],
            name_ko=row["name_ko_usual"] or row["name_ko"],
            region=regions[row["region"]],
        )
        for row in fresh
    ]
    bulk_create_with_history(countries, Country, default_change_reason=LOADED)
    return len(countries)


def _body(row: dict) -> None:
    _save(Body(admits=row["admits"], order=row["order"], **_texts(row, "code", "name_en", "name_ko")))


def _load_members() -> int:
    register = read_fixture(REGISTER)
    fresh = [row for _place, row in take_fresh(register["members"])]
    if not fresh:
        return 0
    countries = Country.objects.in_bulk()
    facts = {row["number"]: _facts(row, countries) for row in fresh}
    members = enter_members(facts, by=None, sources=dict.fromkeys(facts, register["source"]))
    for row in fresh:
        if row["lies_within"]:
            profile = City.objects.get(member=members[row["number"]])
            profile.lies_within = _member(row["lies_within"])
            _save(profile)
    open_register(members=members.values(), on=date.fromisoformat(register["as_of"]), source=register["source"])
    raise_counter(MEMBER_NUMBERS, to=max(members))
    _order_countries(register["members"])
    return len(members)


def _facts(row: dict, countries: dict[str, Country]) -> MemberFacts:
    city = {
        "capital": row["capital"],
        "level": row["level"] or "",
        "latitude": _decimal(row["latitude"]),
        "longitude": _decimal(row["longitude"]),
        "position_source": row["coord_basis"] or "",
    }
    return MemberFacts(
        kind=Kind(row["kind"]),
        country=countries[row["country"]],
        name_en=row["name_en"],
        name_ko=row["name_ko"],
        name_local=row["name_local"] or "",
        aliases=[(Language(alias["language"]), alias["text"]) for alias in row["aliases"]],
        profile=city if row["kind"] == Kind.CITY else {},
        shared={
            "identification": row["confidence"],
            "remarks": row["confidence_note"] or "",
            "economy_proposal": row["economy_proposal"] or "",
        },
    )


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))


def _order_countries(rows: list[dict]) -> None:
    """Countries stand in reports as in the source: by their first member."""
    first: dict[str, int] = {}
    for row in rows:
        first.setdefault(row["country"], row["number"])
    countries = list(Country.objects.filter(pk__in=first, order=Country._meta.get_field("order").default))
    for country in countries:
        country.order = first[country.pk]
    bulk_update_with_history(countries, Country, ["order"], default_change_reason=LOADED)


def _stated_total(row: dict) -> None:
    _save(
        StatedTotal(
            as_of=date.fromisoformat(row["as_of"]),
            where_en=row["where"],
            where_ko=row["where_ko"],
            stated=row["stated"],
            region=Region.objects.get(code=row["region"]) if row.get("region") else None,
            country=Country.objects.get(pk=row["country"]) if row.get("country") else None,
            capital=row.get("capital"),
            source=row.get("source") or SHEET,
            order=row["order"],
            **_texts(row, "kind", "status"),
        )
    )


def _meeting(row: dict) -> None:
    meeting = _save(
        Meeting(
            body=Body.objects.get(code=row["kind"]),
            number=row.get("number"),
            date_precision=_precision(row),
            mode=row["mode"],
            host=_member(row.get("host_member")),
            cities=row.get("cities"),
            countries=row.get("countries"),
            attendance_en=row.get("attendance_note_en", ""),
            attendance_ko=row.get("attendance_note_ko", ""),
            source=_source(row),
            **_days(row, "planned_from", "planned_to", "held_from", "held_to"),
            **_texts(row, "title_en", "title_ko", "agenda_en", "agenda_ko"),
            **_texts(row, "planned_place_en", "planned_place_ko", "held_place_en", "held_place_ko"),
        )
    )
    for place, result in enumerate(row["results"], start=1):
        _save(MeetingResult(meeting=meeting, order=place, **_texts(result, "text_en", "text_ko")))


def _officer(row: dict) -> None:
    election = next((one for one in read_fixture("meetings.json") if one["key"] == row.get("elected_at")), None)
    _save(
        OfficerCity(
            member=_member(row["member"]),
            office=row["office"],
            elected_at=election and Meeting.objects.filter(title_en=election["title_en"]).first(),
            source=_source(row),
            **_days(row, "starts_on", "ends_on"),
        )
    )


def _office(row: dict) -> None:
    office = _save(
        RegionalOffice(
            host=_member(row.get("host_member")),
            opened_precision=_precision(row),
            source=_source(row),
            **_days(row, "opened_on"),
            **_texts(row, "name_en", "name_ko", "area_en", "area_ko"),
        )
    )
    office.countries.set(row["countries"])


def _partner(row: dict) -> None:
    _save(
        Partner(
            memorandum=row["mou"],
            member=_member(row.get("also_member")),
            source=_source(row),
            order=row["order"],
            **_texts(row, "name_en", "name_ko", "abbreviation"),
        )
    )


def _benefit(row: dict) -> None:
    _save(Benefit(number=row["number"], **_texts(row, "text_en", "text_ko", "detail_en", "detail_ko")))


def _activity(row: dict) -> None:
    activity = _save(
        Activity(
            kind=row["kind"],
            date_precision=_precision(row),
            participants=row.get("participants"),
            cities=row.get("cities"),
            source=_source(row),
            order=row["order"],
            **_days(row, "starts_on", "ends_on"),
            **_texts(row, "title_en", "title_ko", "text_en", "text_ko", "place_en", "place_ko"),
        )
    )
    activity.members.set(Member.objects.filter(number__in=row["members"]))
