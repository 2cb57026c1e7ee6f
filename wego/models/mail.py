from django.db import models
from django.utils.translation import gettext_lazy as _


class SentMail(models.Model):
    """A message kept as a file because no mail server is set (wego/mail.py)."""

    to = models.TextField(_("to"))
    subject = models.TextField(_("subject"))
    body = models.TextField(_("text"))
    file_name = models.CharField(_("file name"), max_length=100, unique=True)
    sent_at = models.DateTimeField(_("sent at"), db_index=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("sent mail")
        verbose_name_plural = _("sent mail")

    def __str__(self):
        return self.subject
