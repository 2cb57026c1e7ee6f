"""What the comparison of a published list with the register came to: derived, made anew whenever either changes."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from members.models.member import Kind, Member
from members.models.published import ListExplanation, PublishedList, PublishedRow
from members.models.visibility import RegisterQuerySet
from members.published.codes import Code, Group


class ListComparison(models.Model):
    """How far the comparison of a list is. `state` names what was compared: another state, another comparison.

    `done` of `total` rows are settled while a worker has it (`job`); `digest` is that of all findings together.
    """

    list = models.OneToOneField(
        PublishedList,
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="comparison",
        verbose_name=_("published list"),
    )
    state = models.CharField(_("what was compared"), max_length=64, blank=True)
    digest = models.CharField(_("digest of the result"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("compared at"), null=True, blank=True)
    asked_at = models.DateTimeField(_("comparison asked for at"), null=True, blank=True)
    job = models.CharField(_("job"), max_length=64, blank=True)
    done = models.PositiveIntegerField(_("rows settled"), default=0)
    total = models.PositiveIntegerField(_("rows"), default=0)

    objects = RegisterQuerySet.as_manager()

    class Meta:
        verbose_name = _("comparison of a published list")
        verbose_name_plural = _("comparisons of published lists")

    def __str__(self):
        return str(self.list_id)

    @property
    def is_waiting(self) -> bool:
        """Whether a comparison was asked for that has not ended."""
        return self.asked_at is not None and (self.made_at is None or self.made_at < self.asked_at)


class FindingQuerySet(RegisterQuerySet):
    def with_explained(self) -> "FindingQuerySet":
        """Adds `explained`: whether somebody explained this very finding."""
        written = ListExplanation.objects.filter(list=OuterRef("list"), digest=OuterRef("digest"))
        return self.annotate(explained=Exists(written))

    def unsettled(self) -> "FindingQuerySet":
        """All that is not simply matched."""
        return self.exclude(group=Group.MATCHED)

    def open(self) -> "FindingQuerySet":
        """What is neither matched nor explained."""
        return self.with_explained().unsettled().filter(explained=False)


class ListFinding(models.Model):
    """One line of a comparison: of a row of the list, or of a member that no row names.

    `key` tells it again in the next comparison ("r12", "m7"), `digest` whether it is still the same finding. Names of
    members are those of the day; `facts` holds what the reason says (members/published/words.py).
    """

    list = models.ForeignKey(
        PublishedList, on_delete=models.PROTECT, related_name="findings", verbose_name=_("published list")
    )
    key = models.CharField(_("key"), max_length=12)
    group = models.CharField(_("group"), max_length=9, choices=Group)
    code = models.CharField(_("reason"), max_length=9, choices=Code)
    to_choose = models.BooleanField(_("to choose"), default=False)
    row = models.ForeignKey(
        PublishedRow, on_delete=models.PROTECT, null=True, related_name="findings", verbose_name=_("row")
    )
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("member"))
    place = models.PositiveIntegerField(_("place"))
    listed = models.CharField(_("name in the list"), max_length=400, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)
    name_ko = models.CharField(_("name (Korean)"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    digest = models.CharField(_("digest"), max_length=64)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["list", "group", "place"]
        verbose_name = _("finding of a comparison")
        verbose_name_plural = _("findings of comparisons")
        indexes = [models.Index(fields=["list", "group", "place"], name="list_finding_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "key"],
                name="list_finding_once",
                violation_error_message=_("This row or member was compared already."),
            ),
            models.CheckConstraint(
                name="list_finding_about",
                condition=models.Q(group=Group.MISSING, row__isnull=True, member__isnull=False)
                | (~models.Q(group=Group.MISSING) & models.Q(row__isnull=False)),
                violation_error_message=_("A finding is about a row of the list, or about a member that is missing."),
            ),
        ]

    def __str__(self):
        return self.key
