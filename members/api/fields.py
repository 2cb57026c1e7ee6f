"""Fields that several operations read."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.fields import empty

from members.keys import APPLICATION, MEETING, MEMBER, parse_key
from members.models import Member
from wego.api.serializers import CodeField

DIGITS = "[0-9a-f]{32}"
KEY_PATTERN = f"^{MEMBER}_{DIGITS}$"
APPLICATION_PATTERN = f"^{APPLICATION}_{DIGITS}$"
FIRST, LAST = date(1900, 1, 1), date(2200, 12, 31)
NO_MEMBER = _("There is no member of this key.")
NO_COUNTRY = _("There is no country of this code.")


class DayField(serializers.DateField):
    """A day of the legal calendar, within the years that anything can be of."""

    default_error_messages = {"range": _("A day lies between the years 1900 and 2200.")}

    def to_internal_value(self, value):
        day = super().to_internal_value(value)
        if not FIRST <= day <= LAST:
            self.fail("range")
        return day


def day_field(**kwargs) -> DayField:
    return DayField(**{"required": False, **kwargs})


class KeyField(CodeField):
    """A public key; gives its UUID."""

    def __init__(self, prefix: str, **kwargs):
        self.prefix = prefix
        super().__init__(f"{prefix}_{DIGITS}", **kwargs)

    def run_validation(self, data=empty):
        return parse_key(self.prefix, super().run_validation(data))


def member_key_field(**kwargs) -> KeyField:
    return KeyField(MEMBER, **kwargs)


def meeting_key_field(**kwargs) -> KeyField:
    return KeyField(MEETING, **kwargs)


def found_member(key, user, param: str = "member") -> Member:
    """The member of the key, if the person may see it: what may not be seen is not found (A15). Without a person,
    who then gets nothing but what is public, any member."""
    rows = Member.objects.all() if user is None else Member.objects.visible_to(user)
    member = rows.filter(key=key).first()
    if member is None:
        raise serializers.ValidationError({param: NO_MEMBER}, code="invalid")
    return member
