"""The columns of the history sheet, and the rows of its template."""

from django.utils.translation import gettext_lazy as _

from members.imports.columns import NUMBERS
from members.imports.history.events import EVENTS
from members.models import Application, Kind, Language, MemberFigure, MemberName, StatusChange
from wego.imports.columns import Column, choice, code, day, text, whole

KINDS = {"도시": "city", "기관": "institution", "기업": "company"}
LANGUAGES = {"영어": "en", "국어": "ko", "한국어": "ko", "현지어": "local"}
EVENT_WORDS = {event.korean: name for name, event in EVENTS.items()}


def _of(model, name: str, **options):
    return text(model._meta.get_field(name), **options)


COLUMNS = (
    Column("on", "일자", day, required=True, empty=None, help=_("Day of the event, as the table of events says.")),
    Column("event", "사건", choice(EVENTS, also=EVENT_WORDS), required=True, help=_("A word of the table of events.")),
    Column("member", "회원번호", NUMBERS, empty=None, help=_("Empty: the member is found by its name.")),
    Column("name_en", "영문명", _of(MemberName, "text"), help=_("Official name; also of a member of an earlier row.")),
    Column("name_ko", "국문명", _of(MemberName, "text")),
    Column("kind", "구분", choice(Kind.values, also=KINDS), help=", ".join(Kind.values)),
    Column("country", "국가", code, help=_("ISO code, three letters.")),
    Column("submitted_on", "제출일", day, empty=None, help=_("Date of the application form.")),
    Column("received_on", "접수일", day, empty=None, help=_("Day on which the application arrived.")),
    Column("meeting", "회의", str, help=_("Its title, or body and day like “executive_committee 2020-11-17”.")),
    Column("last_day", "자격 최종일", day, empty=None, help=_("Last day of membership.")),
    Column("language", "언어", choice(Language.values, also=LANGUAGES), help=_("Of the new name; empty: en.")),
    Column("new_name", "새 명칭", _of(MemberName, "text")),
    Column("value", "값", str, help=_("Whole persons: population of a city, employees of a company.")),
    Column("reference_year", "기준연도", whole(1900, 2200), empty=None, help=_("Year of the figure.")),
    Column("reason", "사유", _of(StatusChange, "reason", one_line=False)),
    Column("document", "문서번호", _of(Application, "document"), help=_("Document number.")),
    Column(
        "source",
        "출처",
        _of(MemberFigure, "source"),
        required=True,
        help=_("Where this is read, like “minutes, item 4”; kept with what the row records."),
    ),
)

CITY = {"name_en": "Example City", "country": "KOR", "source": "minutes and letters"}
OTHER = CITY | {"name_en": "Second Example City"}
MEETING = {"meeting": "executive_committee 2020-11-17"}
EXAMPLES = (
    CITY
    | {"on": "2020-03-20", "event": "accepted", "name_ko": "예시시", "kind": "city", "document": "2020-17"}
    | {"submitted_on": "2020-03-05", "received_on": "2020-03-07"},
    OTHER
    | {"on": "2020-05-04", "event": "accepted", "kind": "city"}
    | {"submitted_on": "2020-04-01", "received_on": "2020-04-09"},
    CITY
    | {"on": "2020-06-02", "event": "returned", "name_en": "Third Example City", "kind": "city"}
    | {"submitted_on": "2020-05-11", "received_on": "2020-05-14", "reason": "no signature"},
    CITY | MEETING | {"on": "2020-11-17", "event": "approved"},
    OTHER | MEETING | {"on": "2020-11-17", "event": "deferred", "reason": "papers incomplete"},
    CITY | {"on": "2021-02-01", "event": "figure", "value": 1070000, "reference_year": 2019},
    CITY | {"on": "2022-09-17", "event": "renamed", "language": "en", "new_name": "New Example City"},
    OTHER | {"on": "2022-11-30", "event": "withdrawn", "last_day": "2022-12-31", "document": "letter of 2022-11-30"},
)
"""A small story that can be uploaded as it stands where that meeting is on record."""
