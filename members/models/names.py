from collections.abc import Iterable
from datetime import date, datetime
from itertools import islice

from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from members.models.member import Member
from members.models.visibility import OfMemberQuerySet
from members.spelling import fold, romanize, search_keys
from wego.dates import today
from wego.imports.inserting import insert_values

NAMES_AT_ONCE = 1000


class Language(models.TextChoices):
    EN = "en", _("English")
    KO = "ko", _("Korean")
    LOCAL = "local", _("local language")


class NameQuerySet(OfMemberQuerySet):
    def official(self, on: date | None = None, known_at: datetime | None = None) -> "NameQuerySet":
        """Official names that began by `on` (default today) and were recorded by `known_at`, newest first.

        The first of a member and language is the name on that day.
        """
        names = self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=on or today()), alias=False)
        if known_at is not None:
            names = names.filter(recorded_at__lte=known_at)
        return names.order_by(F("valid_from").desc(nulls_last=True), "-pk")

    @transaction.atomic
    def bulk_create(self, objs, *args, **kwargs):
        if kwargs.get("ignore_conflicts") or kwargs.get("update_conflicts"):
            raise TypeError("Names made past a conflict would have no search keys, or those of their old text.")
        objs = list(objs)
        for name in objs:
            name.set_forms()
        made = super().bulk_create(objs, *args, **kwargs)
        NameKey.objects.add(made)
        return made

    def update(self, **values):
        if "text" in values:
            raise TypeError("Save each name: its search keys follow from its text.")
        return super().update(**values)


class MemberName(models.Model):
    """A name or spelling of a member (R27).

    Of the official names in one language the one with the latest `valid_from` up to a day holds on that
    day (empty: from the beginning), so names can neither overlap nor leave a gap. An alias is any other
    spelling under which people look for the member.
    """

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="names", verbose_name=_("member"))
    language = models.CharField(_("language"), max_length=5, choices=Language)
    text = models.CharField(_("name"), max_length=200)
    alias = models.BooleanField(_("alias"), default=False, help_text=_("A spelling to be found by, never printed."))
    valid_from = models.DateField(_("valid from"), null=True, blank=True, help_text=_("Empty: from the beginning."))
    source = models.CharField(_("source"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    folded = models.CharField(max_length=200, editable=False, default="")
    romanized = models.CharField(max_length=400, editable=False, default="")

    objects = NameQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["folded", "romanized"])

    class Meta:
        ordering = ["member", "alias", "language", "valid_from", "pk"]
        verbose_name = _("name")
        verbose_name_plural = _("names")
        constraints = [
            models.UniqueConstraint(
                fields=["member", "language"],
                condition=Q(alias=False, valid_from__isnull=True),
                name="name_one_original",
                violation_error_message=_("The member has a name from the beginning in this language already."),
            ),
            models.UniqueConstraint(
                fields=["member", "language", "valid_from"],
                condition=Q(alias=False),
                name="name_one_a_day",
                violation_error_message=_("The member has a name from this day on in this language already."),
            ),
            models.UniqueConstraint(
                fields=["member", "language", "text"],
                condition=Q(alias=True),
                name="name_alias_once",
                violation_error_message=_("This spelling is recorded for the member already."),
            ),
            models.CheckConstraint(
                name="name_alias_undated",
                condition=Q(alias=False) | Q(valid_from__isnull=True),
                violation_error_message=_("An alias has no date."),
            ),
            models.CheckConstraint(
                name="name_not_empty",
                condition=~Q(text=""),
                violation_error_message=_("A name is not empty."),
            ),
        ]
        indexes = [
            models.Index(fields=["member", "language", "valid_from"], condition=Q(alias=False), name="name_on_date"),
        ]

    def __str__(self):
        return self.text

    @transaction.atomic
    def save(self, *args, **kwargs):
        self.clean()
        self.set_forms()
        adding = self._state.adding
        super().save(*args, **kwargs)
        if not adding:
            self.search_keys.all().delete()
        NameKey.objects.add([self])

    @classmethod
    def official_name(
        cls, language: str, member: str, on: date | None = None, known_at: datetime | None = None
    ) -> Coalesce:
        """Expression: the official name on `on` of the member found along the path `member`, else ''."""
        names = cls.objects.official(on, known_at).filter(member=OuterRef(member), language=language)
        return Coalesce(Subquery(names.values("text")[:1]), Value(""))

    def set_forms(self) -> None:
        """Derive the two forms in which search compares spellings."""
        self.folded = fold(self.text)[:200]
        self.romanized = romanize(self.text)[:400]

    def clean(self):
        self.text = " ".join(self.text.split())


class NameKeyQuerySet(models.QuerySet):
    def add(self, names: Iterable[MemberName]) -> None:
        """Write the keys of `names`, which have none, in the transaction of the caller: five times faster
        than through model instances."""
        fields = [self.model._meta.get_field(name) for name in ("key", "name")]
        insert_values(self.model, fields, ((key, name.pk) for name in names for key in search_keys(name.text)))

    @transaction.atomic
    def rebuild(self) -> None:
        """Forms and keys of all names anew: for a release that changes members.spelling."""
        self.all().delete()
        names = MemberName.objects.order_by("pk").iterator(NAMES_AT_ONCE)
        while batch := list(islice(names, NAMES_AT_ONCE)):
            for name in batch:
                name.set_forms()
            MemberName.objects.bulk_update(batch, ["folded", "romanized"])
            self.add(batch)


class NameKey(models.Model):
    """A key under which search finds a name: see members.spelling.search_keys."""

    pk = models.CompositePrimaryKey("key", "name_id")
    key = models.CharField(max_length=16)
    name = models.ForeignKey(MemberName, on_delete=models.CASCADE, related_name="search_keys")

    objects = NameKeyQuerySet.as_manager()

    def __str__(self):
        return self.key
