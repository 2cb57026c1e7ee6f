"""Words of other packages that we translate: of those without Korean, and of Django where its Korean does
not fit (it appends to a value a particle that depends on the value's last letter).

Nobody imports this module: `makemessages` reads it and so keeps these messages in our catalogue, where
the packages find their translations before their own.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import pgettext_lazy

DJANGO = [
    _(" By %(filter_title)s "),
    _("%(model_name)s with this %(field_label)s already exists."),
    _("%(model_name)s with this %(field_labels)s already exists."),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    _("0 of %(cnt)s selected"),
    _("Action:"),
    _("Added."),
    _("Cannot delete %(name)s"),
    _("Change history: %s"),
    _("Changed {fields}."),
    _("Constraint “%(name)s” is violated."),
    _("History"),
    _("No action selected."),
    _("Please enter a correct %(username)s and password. Note that both fields may be case-sensitive."),
    _(
        "Please enter the correct %(username)s and password for a staff "
        "account. Note that both fields may be case-sensitive."
    ),
    _("Save and add another"),
    _("Save and continue editing"),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("The password is too similar to the %(verbose_name)s."),
    _("The {name} “{obj}” was added successfully."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was added successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("View %s"),
    _("“%(value)s” is not a valid UUID."),
]

DJANGO_IMPORT_EXPORT = [
    _('Select at least 1 field for "%(resource_name)s" to export'),
]

DJANGO_SIMPLE_HISTORY = [
    _("Created"),
    _("Changed"),
    _("Deleted"),
    _("Deleted %(type_name)s"),
]

DJANGO_TASKS = [
    pgettext_lazy("Task", "Ready"),
    pgettext_lazy("Task", "Running"),
    pgettext_lazy("Task", "Failed"),
    pgettext_lazy("Task", "Successful"),
]

DJANGO_TASKS_DB = [
    _("status"),
    _("enqueued at"),
    _("started at"),
    _("finished at"),
    _("args kwargs"),
    _("priority"),
    _("task path"),
    _("worker id"),
    _("queue name"),
    _("backend name"),
    _("run after"),
    _("return value"),
    _("exception class path"),
    _("traceback"),
    _("Task Result"),
    _("Task Results"),
]
