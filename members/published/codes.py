"""What can come out of a comparison. Django's words only."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Role(TextChoices):
    """What a column of a published list says."""

    NAME = "name", _("Name")
    ALSO = "also", _("Another spelling of the name")
    COUNTRY = "country", _("Country")
    KIND = "kind", _("Kind")
    STATUS = "status", _("Status")
    CAPITAL = "capital", _("Capital")
    NUMBER = "number", _("Member number")
    SINCE = "since", _("Member since")


NAMES = (Role.NAME, Role.ALSO)
STATED = tuple(role for role in Role if role not in NAMES)
"""What is compared of a row that is matched."""


class Group(TextChoices):
    EXTRA = "extra", _("extra: in the list, not in the register")
    MISSING = "missing", _("missing: in the register, not in the list")
    DIFFERENT = "different", _("different: matched, but not the same")
    MATCHED = "matched", pgettext_lazy("rows of a list", "matched")


class Code(TextChoices):
    """How a row was matched, or why it was not."""

    OFFICIAL = "official", _("official name on the day")
    OTHER_DAY = "other_day", _("official name of another day")
    ALIAS = "alias", _("further spelling on record")
    SCRIPT = "script", _("same name in another script or transliteration")
    WORDS = "words", _("same name but for the word for its kind of body")
    SOUND = "sound", _("same sound in another script")
    CHOSEN = "chosen", _("chosen by an officer")
    SIMILAR = "similar", _("similar to one member")
    AMBIGUOUS = "ambiguous", _("several candidates")
    UNKNOWN = "unknown", _("no such name in the register")
    BLANK = "blank", _("no name in the row")
    NONE = "none", _("none of the members, says an officer")
    TWICE = "twice", _("listed twice")
    FORMER = "former", _("former member")
    NOT_YET = "not_yet", _("not yet a member on the day")
    NEVER = "never", _("on record, never a member")
    ABSENT = "absent", _("not in the list")
    TAKEN = "taken", _("its name stands for another member")


TO_CHOOSE = (Code.SIMILAR, Code.AMBIGUOUS)
"""A row that may mean a member: an officer says which, or none."""


class Verdict(TextChoices):
    """What an officer says about a row."""

    MEMBER = "member", _("it is this member")
    NONE = "none", _("it is none of the members")
    OPEN = "open", _("as the comparison finds it")
