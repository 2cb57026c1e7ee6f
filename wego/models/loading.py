from django.db import models
from django.utils.translation import gettext_lazy as _


class LoadedFact(models.Model):
    """Which rows of the project's fixtures a loader has brought in.

    A loader makes a row only if its key is not here yet: what officers changed or deleted since
    stays as they left it, and a later release can still add facts.
    """

    key = models.CharField(max_length=120, primary_key=True)
    loaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("loaded fact")
        verbose_name_plural = _("loaded facts")

    def __str__(self):
        return self.key
