"""Which column of a published list says what, guessed from its header in English or Korean."""

from collections.abc import Mapping, Sequence

from members.published.codes import Role
from members.spelling import fold, romanize

WORDS: dict[Role, tuple[str, ...]] = {
    Role.NAME: (
        *("name", "member", "member name", "official name", "city", "city name", "organization", "organisation"),
        *("institution", "company", "local government", "municipality", "name doc", "name en", "english name", "title"),
        *("회원", "회원명", "회원도시", "도시", "도시명", "기관", "기관명", "기업", "기업명", "이름", "명칭", "성명"),
        *("국문명", "국문", "영문명", "영문", "한글명", "회원도시명", "단체명", "지방정부", "이름(국문)", "이름(영문)"),
    ),
    Role.COUNTRY: (
        "country",
        "nation",
        "country name",
        "country code",
        "iso3",
        "iso2",
        "국가",
        "국가명",
        "나라",
        "국가코드",
    ),
    Role.KIND: (
        "kind",
        "type",
        "category",
        "member type",
        "membership type",
        "구분",
        "종류",
        "유형",
        "분류",
        "회원구분",
    ),
    Role.STATUS: ("status", "membership", "membership status", "지위", "회원지위", "자격", "회원자격", "상태"),
    Role.CAPITAL: ("capital", "is capital", "capital city", "수도", "수도여부", "수도 여부"),
    Role.NUMBER: ("member no", "member number", "membership number", "member id", "회원번호", "회원 번호"),
    Role.SINCE: (
        *("since", "member since", "joined", "joined on", "date of joining", "accession", "year of joining"),
        *("가입일", "가입연도", "가입년도", "가입일자", "가입시기", "가입"),
    ),
}
"""Plain headers, the likeliest first. A running number ("no.", 연번) is no member number."""
ORDER = (Role.NUMBER, Role.COUNTRY, Role.KIND, Role.STATUS, Role.CAPITAL, Role.SINCE, Role.NAME)
"""Names last: “member no” and “country name” are no names of members."""


def guess(header: Sequence[str]) -> dict[Role, str]:
    """The column of each role that the header names, each column once. Without any name the first column left."""
    found: dict[Role, str] = {}
    for role in ORDER:
        free = [column for column in header if column not in found.values()]
        ranked = sorted((rank, free.index(column)) for column in free if (rank := _rank(role, column)) is not None)
        if ranked:
            found[role] = free[ranked[0][1]]
    free = [column for column in header if column not in found.values()]
    if Role.NAME not in found and free:
        found[Role.NAME] = free.pop(0)
    if also := next((column for column in free if _rank(Role.NAME, column) is not None), None):
        found[Role.ALSO] = also
    return {role: found[role] for role in Role if role in found}


def _rank(role: Role, column: str) -> int | None:
    """How surely the column has the role, 0 the surest; None where nothing speaks for it."""
    plain = fold(column)
    known = [fold(word) for word in WORDS[role]]
    if plain in known:
        return 0
    words = romanize(column).split()
    if words and words[0] in known:
        return 1  # “country_ko”, “Name (official)”
    if not plain.isascii() and any(plain.startswith(word) for word in known if not word.isascii()):
        return 2  # “도시명(국문)”
    return None


def is_sound(columns: Mapping[str, str], header: Sequence[str]) -> bool:
    """Whether the roles are of columns that the file has, each used once, the name among them."""
    used = list(columns.values())
    return (
        Role.NAME in columns
        and set(columns) <= set(Role.values)
        and set(used) <= set(header)
        and (len(used) == len(set(used)))
    )
