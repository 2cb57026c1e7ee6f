import unicodedata

from django.conf import settings
from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


def normal_email(address: str) -> str:
    """The one spelling of an address in which it is stored and looked up: NFKC, case folded (CVE-2019-19844)."""
    return unicodedata.normalize("NFKC", address or "").casefold().strip()


class People(UserManager):
    """Django asks it for the spelling of an address wherever it makes or cleans a user."""

    @classmethod
    def normalize_email(cls, email):
        return normal_email(email)

    def with_address(self, address: str) -> "User | None":
        """Who has the e-mail address, however it was typed."""
        wanted = normal_email(address)
        return self.filter(email=wanted).first() if wanted else None


class User(AbstractUser):
    """A person who signs in: staff of the Secretariat today, city officials later."""

    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="en")

    objects = People()

    class Meta(AbstractUser.Meta):
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                condition=~models.Q(email=""),
                violation_error_message=_(
                    "Another person already has this e-mail address. Nothing was saved: each person needs an own one."
                ),
            )
        ]
