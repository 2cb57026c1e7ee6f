"""What a person or a role may do, as the audit trail tells it: before and after a change of the back office."""

from django.contrib.auth.models import Group

from wego import audit
from wego.accounts.second_factor import about
from wego.models import User


def rights_of_person(pk) -> set[str]:
    """Roles, rights of one's own and marks of the person as stored; nothing of a person who is not there yet."""
    user = User.objects.filter(pk=pk).first()
    if user is None:
        return set()
    marks = {name for name in ("is_staff", "is_superuser") if getattr(user, name)}
    return (
        marks | {f"role {name}" for name in user.groups.values_list("name", flat=True)} | _rights(user.user_permissions)
    )


def rights_of_role(pk) -> set[str]:
    group = Group.objects.filter(pk=pk).first()
    return _rights(group.permissions) if group else set()


def _rights(permissions) -> set[str]:
    return {f"{app}.{name}" for app, name in permissions.values_list("content_type__app_label", "codename")}


def record_rights(subject: str, *, before: set[str], after: set[str], by: User) -> None:
    """Record what came and what went; nothing where nothing did."""
    for event, rights in (("right.granted", after - before), ("right.removed", before - after)):
        if rights:
            audit.record(
                event, by=by, subject=subject, rights=sorted(rights), before=sorted(before), after=sorted(after)
            )


def record_person(user: User, changed: list[str], *, by: User) -> None:
    """Record that a person was made inactive or active, and which of the other facts changed (not how)."""
    if "is_active" in changed:
        audit.record("user.activated" if user.is_active else "user.deactivated", by=by, subject=about(user))
    if others := sorted(set(changed) - {"is_active", "is_staff", "is_superuser", "groups", "user_permissions"}):
        audit.record("user.changed", by=by, subject=about(user), fields=others)
