from django.db import models


class RateCount(models.Model):
    """How often something was done in a period (wego/limits.py). `key` is a keyed digest: whose it is nobody reads."""

    key = models.CharField(max_length=64)
    begun = models.BigIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "begun"], name="rate_count_once")]
        indexes = [models.Index(fields=["begun"], name="rate_count_age")]

    def __str__(self):
        return f"{self.key[:8]}: {self.count}"
