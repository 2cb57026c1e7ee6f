"""What goes over to the record that is kept when two records of one body are merged, and back when that is undone.

Rows that can be changed point at the kept record from then on; spellings and figures are added to it. Each function
notes in a dictionary of keys (RecordMerge.moved) what it did; going back leaves alone what officers changed since.
"""

from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from members.models import (
    Activity,
    Application,
    City,
    Contact,
    Meeting,
    Member,
    MemberFigure,
    MemberLink,
    MemberName,
    OfficerCity,
    Partner,
    RecordMerge,
    RegionalOffice,
)
from members.webhooks import tell_changed

TAKEN_OVER = ("website", "legal_payer_name")
"""Fields of the member itself that the kept record takes over where it has nothing."""


@dataclass(frozen=True)
class Relation:
    """Rows that point at a member by `field` and may go over to another."""

    model: type[models.Model]
    field: str
    which: Q | None = None

    @property
    def name(self) -> str:
        return f"{self.model._meta.model_name}.{self.field}"


RELATIONS = (
    Relation(Contact, "member"),
    Relation(OfficerCity, "member"),
    Relation(Partner, "member"),
    Relation(Meeting, "host"),
    Relation(RegionalOffice, "host"),
    Relation(City, "lies_within"),
    Relation(Application, "member", ~Q(state=Application.State.ACCEPTED)),
    Relation(MemberLink, "predecessor"),
    Relation(MemberLink, "successor"),
)
"""Everything else that points at a member is history and stays with its record."""


@dataclass
class Transfer:
    """From one record to another, by whom and why; `lines` says in words what was done and what stays."""

    source: Member
    target: Member
    by: object
    reason: str
    lines: list[str] = field(default_factory=list)

    def save(self, row: models.Model) -> None:
        self.sign(row)
        row.save()

    def sign(self, row: models.Model) -> None:
        """The row's history, if it has one, names the person and the reason."""
        row._history_user, row._change_reason = self.by, self.reason[:100]

    def say(self, words: str, rows, **more) -> None:
        """A line that lists the rows, if there are any."""
        if rows := list(rows):
            numbers = {"source": self.source.number, "target": self.target.number}
            self.lines.append(words % (numbers | more | {"rows": "; ".join(map(str, rows))}))


def move_rows(transfer: Transfer, relation: Relation, keys: list | None = None) -> list:
    """Point the rows (those of `keys`, or all) at the other record; one that cannot stand there stays. Returns keys."""
    rows = relation.model.objects.filter(relation.which or Q(), **{relation.field: transfer.source}).order_by("pk")
    moved, staying = [], []
    for row in rows if keys is None else rows.filter(pk__in=keys):
        setattr(row, relation.field, transfer.target)
        try:
            row.validate_constraints()
        except ValidationError:
            staying.append(row)
            continue
        transfer.save(row)
        moved.append(row)
    what = relation.model._meta.verbose_name_plural
    transfer.say(_("Go over to no. %(target)d, %(what)s: %(rows)s"), moved, what=what)
    transfer.say(_("Stay with no. %(source)d, %(what)s: %(rows)s"), staying, what=what)
    return [row.pk for row in moved]


def move_activities(transfer: Transfer) -> dict:
    """The kept record takes the place of the duplicate among those concerned; `shared`: it was there already."""
    rows = list(Activity.objects.filter(members=transfer.source).order_by("pk"))
    shared = set(Activity.objects.filter(members=transfer.target).values_list("pk", flat=True))
    for activity in rows:
        transfer.sign(activity)
        activity.members.remove(transfer.source)
        activity.members.add(transfer.target)
    transfer.say(_("Go over to no. %(target)d, activities: %(rows)s"), rows)
    return {"all": [row.pk for row in rows], "shared": [row.pk for row in rows if row.pk in shared]}


def return_activities(transfer: Transfer, moved: dict) -> None:
    """Back from the kept record (`source`); not where somebody took it from the activity since."""
    rows = list(Activity.objects.filter(members=transfer.source, pk__in=moved["all"]).order_by("pk"))
    for activity in rows:
        transfer.sign(activity)
        activity.members.add(transfer.target)
        if activity.pk not in moved["shared"]:
            activity.members.remove(transfer.source)
    transfer.say(_("Go back to no. %(target)d, activities: %(rows)s"), rows)


def add_spellings(transfer: Transfer) -> list[int]:
    """The names of the duplicate, which keeps them, as further spellings of the kept record."""
    known = set(transfer.target.names.values_list("text", flat=True))
    added = []
    for name in transfer.source.names.order_by("pk"):
        if name.text in known:
            continue
        known.add(name.text)
        source = _("no. %d, merged") % transfer.source.number
        alias = MemberName(member=transfer.target, language=name.language, text=name.text, alias=True, source=source)
        transfer.save(alias)
        added.append(alias)
    transfer.say(_("Further spellings of no. %(target)d: %(rows)s"), added)
    return [alias.pk for alias in added]


def remove_spellings(transfer: Transfer, keys: list[int]) -> None:
    """Take them from the kept record (`source`) again, except those that somebody changed since."""
    texts = transfer.target.names.values("text")
    rows = list(MemberName.objects.filter(pk__in=keys, member=transfer.source, alias=True, text__in=texts))
    transfer.say(_("No longer spellings of no. %(source)d: %(rows)s"), rows)
    for alias in rows:
        transfer.sign(alias)
        alias.delete()


def copy_figures(transfer: Transfer, merge: RecordMerge) -> None:
    """Figures of years of which the kept record has none count for it while the merge stands (MemberFigure.merge)."""
    years = set(transfer.target.figures.counting().values_list("indicator", "reference_year"))
    rows = list(transfer.source.figures.counting().order_by("pk"))
    copied = [row for row in rows if (row.indicator, row.reference_year) not in years]
    for row in copied:
        MemberFigure(member=transfer.target, merge=merge, recorded_by=transfer.by, **_facts(row)).save()
    tell_changed({transfer.target.pk: [row.indicator for row in copied]})
    transfer.say(_("Figures that count for no. %(target)d too: %(rows)s"), copied)
    staying = (row for row in rows if row not in copied)
    transfer.say(_("Stay with no. %(source)d, because no. %(target)d has figures of these years: %(rows)s"), staying)


def _facts(figure: MemberFigure) -> dict:
    own = {"id", "member", "merge", "recorded_at", "recorded_by"}
    return {one.name: getattr(figure, one.name) for one in MemberFigure._meta.concrete_fields if one.name not in own}


def take_over_fields(transfer: Transfer) -> dict[str, str]:
    """What the kept record has no value of, from the duplicate."""
    kept, duplicate = transfer.target, transfer.source
    offered = {name: getattr(duplicate, name) for name in TAKEN_OVER}
    taken = {name: value for name, value in offered.items() if value and not getattr(kept, name)}
    _set_fields(transfer, kept, taken)
    transfer.say(_("No. %(target)d takes over: %(rows)s"), taken.values())
    return taken


def give_back_fields(transfer: Transfer, taken: dict[str, str]) -> None:
    """Empty again on the kept record (`source`), except what somebody changed since."""
    kept = transfer.source
    unchanged = {name: "" for name, value in taken.items() if getattr(kept, name) == value}
    transfer.say(_("No. %(source)d gives back: %(rows)s"), [taken[name] for name in unchanged])
    _set_fields(transfer, kept, unchanged)


def _set_fields(transfer: Transfer, member: Member, values: dict[str, str]) -> None:
    if values:
        for name, value in values.items():
            setattr(member, name, value)
        transfer.save(member)
        tell_changed({member.pk: values})
