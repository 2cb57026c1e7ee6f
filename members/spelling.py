"""Forms in which two spellings of one name become equal or alike. Pure: no Django, no database.

>>> fold("São  Paulo"), romanize("바기오"), fold("스리자야와르데 네푸라코테")
('saopaulo', 'bagio', '스리자야와르데네푸라코테')
>>> romanize("Nur-Sultan (Astana)"), romanize("N'Djamena")
('nur sultan astana', 'ndjamena')
>>> sound("kampalla"), sound("kampala"), sound(romanize("프랑크푸르트")), sound("frankfurt")
('kampala', 'kampala', 'plankpult', 'plankpult')
"""

import re
import unicodedata

from anyascii import anyascii

_KINDS_OF_BODY = """
    administration and belediyesi buyuksehir capital city co corporation council county de district government
    governing governorate inc kota lga local locality ltd lungsod metropolitan municipal municipality ng of
    prefecture province provinsi region self special state sub the ville
"""
GENERIC = frozenset(_KINDS_OF_BODY.split())
"""Words that say what kind of body it is; they tell members apart only where nothing else does."""

_APOSTROPHES = str.maketrans("", "", "'`")
_VOWELS = str.maketrans("", "", "aeiou")
_LOUD = (
    (re.compile(r"sch|sh"), "s"),
    (re.compile(r"tch|dj|dz|ts|ch|zh"), "j"),
    (re.compile(r"([bdgkpt])h"), r"\1"),
    (re.compile(r"c(?=[eiy])"), "s"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ck|qu|[cqg]"), "k"),
    (re.compile(r"eu"), ""),
    (re.compile(r"eo|wo"), "o"),
    (re.compile(r"ae"), "e"),
    (re.compile(r"ou|oo|w"), "u"),
    (re.compile(r"ee|y"), "i"),
)
_CLASSES = str.maketrans("bfvdrz", "ppptlj")
_DOUBLED = re.compile(r"(.)\1+")


def fold(text: str) -> str:
    """`text` without case, accents, spaces and punctuation; its own script is kept."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).casefold()
    return unicodedata.normalize("NFC", "".join(filter(_is_letter, plain)))


def _is_letter(char: str) -> bool:
    """Letters, digits and the vowel signs of scripts that write them apart; no accents (U+0300-036F)
    and none of the raised letters that stand for apostrophes (U+02B0-02FF)."""
    if "\u02b0" <= char <= "\u036f":
        return False
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def romanize(text: str) -> str:
    """The words of `text` in small Latin letters and digits, whatever its script, one space between them."""
    latin = anyascii(unicodedata.normalize("NFC", text)).casefold().translate(_APOSTROPHES)
    return " ".join("".join(char if char.isalnum() else " " for char in latin).split())


def core(words: list[str]) -> list[str]:
    """`words` without the generic ones, or all if there are no others."""
    return [word for word in words if word not in GENERIC] or words


def sound(romanized: str) -> str:
    """Roughly how a romanized name sounds: one letter for consonants that transliterations mix up
    (b f p v, l r, j z ch, g k), no aspiration, no doubled letters, no vowel that Hangul only inserts."""
    for pattern, letter in _LOUD:
        romanized = pattern.sub(letter, romanized)
    return _DOUBLED.sub(r"\1", romanized.translate(_CLASSES).replace(" ", ""))


def skeleton(romanized: str) -> str:
    """The consonants of `sound`."""
    return sound(romanized).translate(_VOWELS)


def jamo(folded: str) -> str:
    """`folded` with Hangul syllables taken apart into their letters, so that 바기오 is near 마기요."""
    return unicodedata.normalize("NFD", folded)


def search_keys(text: str) -> dict[str, int]:
    """What a spelling and a similar one have in common, with the weight of sharing it.

    `~` the consonants of the whole name, with and without its generic words, and of each word; `^` the
    beginnings of each word; and every three letters. A generic word gives only its beginning, so that the
    commonest keys stay few.
    """
    words = romanize(text).split()
    telling = core(words)
    keys = {f"^{word[:4]}": 4 for word in words}
    for word in telling:
        marked = f"^{word}"
        keys |= {marked[at : at + 3]: 1 for at in range(max(1, len(marked) - 2))}
    keys |= {f"^{word[0]}": 1 for word in words[:1]}
    bones = {skeleton(part) for part in (*telling, "".join(telling), "".join(words))}
    return keys | {f"~{consonants[:12]}": 3 for consonants in bones if len(consonants) > 1}
