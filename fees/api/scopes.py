"""What a key may open of the dues."""

from django.utils.translation import gettext_lazy as _

from wego.api.scopes import Scope

ASSESSMENTS_READ = "assessments:read"
EXCEPTIONS_READ, EXCEPTIONS_WRITE = "exceptions:read", "exceptions:write"

SCOPES = {
    ASSESSMENTS_READ: Scope(_("Can read what members owe, and why"), of_staff=True),
    EXCEPTIONS_READ: Scope(_("Can read which members need a decision before they are assessed"), of_staff=True),
    EXCEPTIONS_WRITE: Scope(_("Can propose how such a decision is settled, or confirm it"), of_staff=True),
}
