"""What the cells of a published list say, in the words of any office: 한국, KOR, South Korea are one country."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from babel import Locale

from members.lifecycle import MEMBERSHIP, Status
from members.published.codes import NAMES, Role
from members.published.entries import Entry, Said
from members.spelling import fold

LANGUAGES = ("en", "ko", "fr", "es", "de", "pt", "it", "nl", "ru", "ar", "fa", "tr", "zh", "zh_Hant", "ja", "vi", "id")
"""Languages in which a list may name countries."""
OTHER_COUNTRIES = {
    "KR": ("korea", "rok", "republicofkorea", "koreasouth", "korearepof", "repofkorea"),
    "KP": ("dprk", "koreanorth"),
    "US": ("usa", "unitedstatesofamerica", "america"),
    "GB": ("uk", "greatbritain", "england", "scotland", "wales"),
    "AE": ("uae", "emirates"),
    "BW": ("보츠나와",),
    "CD": ("drcongo", "drc", "congodr", "democraticrepublicofthecongo", "congokinshasa"),
    "CG": ("congobrazzaville", "republicofthecongo"),
    "CI": ("ivorycoast",),
    "CZ": ("czechrepublic",),
    "GE": ("그루지야",),
    "IR": ("islamicrepublicofiran",),
    "LA": ("laopdr",),
    "MK": ("macedonia",),
    "MM": ("burma", "버마"),
    "NL": ("holland", "화란"),
    "RU": ("russianfederation",),
    "SZ": ("swaziland",),
    "SY": ("syrianarabrepublic",),
    "TR": ("turkey", "터키"),
    "TZ": ("unitedrepublicoftanzania",),
    "VN": ("vietnam", "월남"),
}
KINDS = {
    "city": "city cities municipality town localgovernment government province state district county region 도시 시 "
    "회원도시 지방정부 지자체 지방자치단체",
    "institution": "institution institutions institute organization organisation agency association university "
    "foundation ngo friendship friendshipmember 기관 기관회원 협회 대학 재단 공공기관 단체 우호회원 우정회원",
    "company": "company companies corporate corporation business enterprise privatesector corporatemember 기업 회사 "
    "기업회원 법인",
}
STATUSES: dict[tuple[str, ...], str] = {
    (Status.FULL.value,): "full fullmember regular regularmember 정회원 정",
    (Status.ASSOCIATE.value,): "associate associatemember 준회원 준",
    (Status.FORMER.value,): "former formermember withdrawn left expelled 탈퇴 탈퇴회원 제명",
    tuple(one.value for one in MEMBERSHIP): "member active activemember current 회원 가입 활동",
}
YES = "y yes true t 1 o ○ ◯ ● ✓ ✔ v 예 capital capitalcity 수도"
NO = "n no false f 0 x × ✗ - 아니오 아니요 noncapital notcapital other others 비수도 기타"
WHOLE = re.compile(r"(?:no|nr|member|회원|제|번호|\W)*0*(\d{1,9})\W*(?:번|호)?", re.IGNORECASE)
DAY = re.compile(r"(\d{4})(?:\s*년)?(?:[-./\s]*(\d{1,2})(?:\s*월)?(?:[-./\s]*(\d{1,2})(?:\s*일)?)?)?\.?")

CountryWords = Mapping[str, frozenset[str]]
"""By folded word the ISO alpha-3 codes that it may mean."""


def country_words(countries: Iterable[tuple[str, str, str, str]]) -> CountryWords:
    """The words for countries, given as (alpha-3, alpha-2, name in English, name in Korean)."""
    known = list(countries)
    own: dict[str, set[str]] = defaultdict(set)
    foreign: dict[str, set[str]] = defaultdict(set)
    for iso3, iso2, name_en, name_ko in known:
        for word in (iso3, iso2, name_en, name_ko, *OTHER_COUNTRIES.get(iso2, ())):
            own[fold(word)].add(iso3)
        for word in _names_in_all_languages().get(iso2, ()):
            foreign[word].add(iso3)
    return {word: frozenset(found) for word, found in (foreign | own).items() if word}


@lru_cache(maxsize=1)
def _names_in_all_languages() -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found[code].add(fold(name))
    return found


def read_entry(row: int, cells: Mapping[str, str], columns: Mapping[str, str], countries: CountryWords) -> Entry:
    """A row of the file by the roles of its columns ({role: header})."""
    texts = {Role(role): " ".join(cells.get(header, "").split()) for role, header in columns.items()}
    names = tuple(dict.fromkeys(texts[role] for role in NAMES if texts.get(role)))
    said = {
        role.value: Said(text, _values(role, text, countries))
        for role, text in texts.items()
        if text and role not in NAMES
    }
    return Entry(row, names, said)


def _values(role: Role, text: str, countries: CountryWords) -> frozenset:
    """What the text of a cell may mean; nothing where it cannot be read."""
    match role:
        case Role.COUNTRY:
            return countries.get(fold(text), frozenset())
        case Role.KIND:
            return frozenset(kind for kind, words in KINDS.items() if fold(text) in words.split())
        case Role.STATUS:
            found = next((values for values, words in STATUSES.items() if fold(text) in words.split()), ())
            return frozenset(found)
        case Role.CAPITAL:
            return _yes_or_no(text)
        case Role.NUMBER:
            number = WHOLE.fullmatch(text)
            return frozenset({int(number[1])} if number else ())
    return _day(text)


def _yes_or_no(text: str) -> frozenset[bool]:
    words = {text.casefold(), fold(text)} - {""}
    if words & set(YES.split()):
        return frozenset({True})
    return frozenset({False} if words & set(NO.split()) else ())


def _day(text: str) -> frozenset[tuple[int, ...]]:
    """A year, a month or a day, as (year,), (year, month) or (year, month, day)."""
    found = DAY.fullmatch(text)
    return frozenset({tuple(int(part) for part in found.groups() if part)} if found else ())
