"""Members as bodies: entering them, their names, the economy that counts for their dues."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from members.models import PROFILES, Country, Kind, Language, Member, MemberName
from members.models.names import NameKey
from members.webhooks import tell_renamed
from wego.imports.inserting import insert_with_history
from wego.models import next_number

MEMBER_NUMBERS = "member"
"""The series of member numbers."""


@dataclass(frozen=True)
class MemberFacts:
    """What a new member is called and where it is; `profile` holds the fields of its kind."""

    kind: Kind
    country: Country
    name_en: str
    name_ko: str = ""
    name_local: str = ""
    aliases: Sequence[tuple[Language, str]] = ()
    profile: dict = field(default_factory=dict)
    shared: dict = field(default_factory=dict)


@transaction.atomic
def enter_member(facts: MemberFacts, *, by, source: str = "") -> Member:
    """A member with its profile and names, without any standing yet, under the next free number.

    Called where a member comes from: an accepted application, a split (A1).
    """
    member = Member(number=next_number(MEMBER_NUMBERS), kind=facts.kind, country=facts.country, **facts.shared)
    _save(member, by=by, reason=source)
    for row in (PROFILES[facts.kind](member=member, **facts.profile), *_names(member, facts, source)):
        _save(row, by=by, reason=source)
    return member


@transaction.atomic
def enter_members(facts: Mapping[int, MemberFacts], *, by, sources: Mapping[int, str]) -> dict[int, Member]:
    """Many members at once, by number, each the very rows of `enter_member`; `sources` says by number where
    each comes from. What comes in is checked by the caller and the constraints of the database."""
    entered = {no: Member(number=no, kind=one.kind, country=one.country, **one.shared) for no, one in facts.items()}
    reasons = {no: source[:100] for no, source in sources.items()}
    insert_with_history(Member, list(entered.values()), by=by, reasons=[reasons[no] for no in entered])
    for kind, model in PROFILES.items():
        profiles = {no: model(member=entered[no], **one.profile) for no, one in facts.items() if one.kind == kind}
        insert_with_history(model, list(profiles.values()), by=by, reasons=[reasons[no] for no in profiles])
    _insert_names([name for no, one in facts.items() for name in _names(entered[no], one, sources[no])], by=by)
    return entered


def _insert_names(names: Sequence[MemberName], *, by) -> None:
    """The names with their history and with what search compares."""
    for name in names:
        name.set_forms()
    insert_with_history(MemberName, names, by=by, reasons=[name.source[:100] for name in names])
    NameKey.objects.add(names)


def _names(member: Member, facts: MemberFacts, source: str) -> list[MemberName]:
    official = ((Language.EN, facts.name_en), (Language.KO, facts.name_ko), (Language.LOCAL, facts.name_local))
    names = [MemberName(member=member, language=language, text=text) for language, text in official if text]
    names += [MemberName(member=member, language=lang, text=text, alias=True) for lang, text in facts.aliases]
    for name in names:
        name.source = source
    return names


@transaction.atomic
def rename_member(
    member: Member, *, language: Language, name: str, valid_from: date, by, reason: str, source: str = ""
) -> MemberName:
    """A new official name from a day on (R27). Papers and reports of earlier days keep the old one."""
    Member.objects.select_for_update().get(pk=member.pk)
    current = MemberName.objects.official(valid_from).filter(member=member, language=language).first()
    if current and current.text == " ".join(name.split()):
        raise ValidationError(
            _("The member has this name on %(day)s already. Nothing was saved."),
            code="same_name",
            params={"day": valid_from.isoformat()},
        )
    renamed = MemberName(member=member, language=language, text=name, valid_from=valid_from, source=source)
    _save(renamed, by=by, reason=reason)
    tell_renamed([renamed])
    return renamed


@transaction.atomic
def change_economy(member: Member, *, economy_code: str, reason: str, by) -> Member:
    """Another economy than the country's counts for dues, from the next run on (R11). '' takes it back."""
    if not reason.strip():
        raise ValidationError(_("State why the economy for dues changes."), code="no_reason")
    member = Member.objects.select_for_update().get(pk=member.pk)
    if member.economy_code == economy_code and not member.economy_proposal:
        raise ValidationError(_("This economy counts already. Nothing was saved."), code="same_economy")
    member.economy_code = economy_code
    member.economy_reason = reason if economy_code else ""
    member.economy_proposal = ""
    return _save(member, by=by, reason=reason)


def _save(row, *, by, reason: str):
    """Save a full-cleaned row of master data; its history names the person and the reason."""
    row._history_user = by
    row._change_reason = reason[:100]
    row.full_clean()
    row.save()
    return row
