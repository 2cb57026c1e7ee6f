"""Names and figures of past years (R27, R10, R15)."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from members.imports.history.told import Told, check_after_opening
from members.models import MemberFigure, MemberName
from members.persons import read_persons
from members.services.figures import INDICATOR_OF, record_figures
from members.services.members import rename_member


def rename(told: Told, *, by) -> None:
    check_after_opening(told)
    values = told.values
    rename_member(
        told.member,
        language=told.language,
        name=values["new_name"],
        valid_from=told.on,
        reason=values["reason"] or values["source"],
        source=values["source"],
        by=by,
    )


def is_renamed(told: Told) -> bool:
    names = MemberName.objects.filter(member=told.member, language=told.language, alias=False)
    return names.filter(valid_from=told.on, text=told.values["new_name"]).exists()


def record_figure(told: Told, *, by) -> None:
    record_figures(figures=[_figure(told)], by=by)


def is_figure_recorded(told: Told) -> bool:
    figure = _figure(told)
    same = {name: getattr(figure, name) for name in ("indicator", "value", "reference_year", "source")}
    return MemberFigure.objects.counting().filter(member=told.member, **same).exists()


def _figure(told: Told) -> MemberFigure:
    indicator = INDICATOR_OF.get(told.member.kind)
    if indicator is None:
        raise ValidationError({"event": _("No figure is kept of an institution.")})
    try:
        value = read_persons(told.values["value"], indicator)
    except ValidationError as refusal:
        raise ValidationError({"value": refusal}) from refusal
    return MemberFigure(
        member=told.member,
        indicator=indicator,
        value=value,
        reference_year=told.values["reference_year"],
        source=told.values["source"],
        retrieved_on=told.on,
    )
