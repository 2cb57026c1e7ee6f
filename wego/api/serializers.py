"""What operations take, read strictly: what has no meaning is refused, for a spelling mistake would go unnoticed."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from wego.api.errors import CODES


class StrictSerializer(serializers.Serializer):
    """A body, or the parameters of a question, that may hold what is declared and nothing else."""

    unknown = "unknown_field"

    def to_internal_value(self, data):
        if isinstance(data, Mapping) and (names := set(map(str, data)) - self.fields.keys()):
            raise serializers.ValidationError({min(names): CODES[self.unknown]}, code=self.unknown)
        return super().to_internal_value(data)


class Query(StrictSerializer):
    """The parameters of a question."""

    unknown = "unknown_parameter"


class CodeField(serializers.RegexField):
    """Text of one shape, like a country's KOR; `pattern` is anchored by itself."""

    def __init__(self, pattern: str, **kwargs):
        super().__init__(re.compile(f"^{pattern}$", re.ASCII), trim_whitespace=False, **kwargs)

    def to_internal_value(self, data):
        value = super().to_internal_value(data)
        if value.endswith("\n"):  # which $ lets through
            self.fail("invalid")
        return value


class InstantField(serializers.DateTimeField):
    """An instant; one without an offset is of Seoul. Not so far away that a calendar ends."""

    default_error_messages = {"range": _("An instant lies between the years 1900 and 2200.")}

    def to_internal_value(self, value):
        instant = super().to_internal_value(value)
        if not datetime(1900, 1, 1, tzinfo=UTC) < instant < datetime(2200, 1, 1, tzinfo=UTC):
            self.fail("range")
        return instant
