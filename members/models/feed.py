"""Which changes of the register were published, in which order (members/services/feed.py)."""

import uuid

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class FeedEntry(models.Model):
    """The place of one change in the feed from which partners rebuild the register.

    A change is a row that stays as it is: of the status history, of the figures, of the history of master data. Its
    place is given when it is found committed, so no later entry ever has an earlier place; `number` has no gaps.
    """

    class Source(models.TextChoices):
        REGION = "region"
        COUNTRY = "country"
        MEMBER = "member"
        CITY = "city"
        NAME = "name"
        STANDING = "standing"
        MERGE = "merge"
        FIGURE = "figure"
        FIGURE_WITHDRAWN = "figure_withdrawn"
        MERGE_UNDONE = "merge_undone"

    number = models.PositiveBigIntegerField(primary_key=True)
    source = models.CharField(max_length=20, choices=Source)
    row = models.BigIntegerField()
    about = models.CharField(max_length=20)
    key = models.UUIDField(default=uuid.uuid4)
    at = models.DateTimeField(db_index=True)
    placed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        verbose_name = _("entry of the feed")
        verbose_name_plural = _("feed of changes")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "row"],
                name="feed_entry_once",
                violation_error_message=_("This change has its place in the feed already."),
            )
        ]
        indexes = [models.Index(fields=["source", "about"], name="feed_about")]

    def __str__(self):
        return f"{self.number} {self.source}"
