"""What a key may open of the register."""

from django.utils.translation import gettext_lazy as _

from wego.api.scopes import Scope

HISTORY = "register:history"
APPLICATIONS = "applications:submit"
FIGURES_READ, FIGURES_WRITE = "figures:read", "figures:write"
DECISIONS_READ, DECISIONS_WRITE = "decisions:read", "decisions:write"

SCOPES = {
    HISTORY: Scope(_("Can follow every change of the register, and read it as it was known at an instant")),
    APPLICATIONS: Scope(_("Can send applications, and see what becomes of its own")),
    FIGURES_READ: Scope(_("Can read the figures of members with their sources"), of_staff=True),
    FIGURES_WRITE: Scope(_("Can record figures of members"), of_staff=True),
    DECISIONS_READ: Scope(_("Can read meetings and what they decided"), of_staff=True),
    DECISIONS_WRITE: Scope(_("Can record what a meeting decided"), of_staff=True),
}
