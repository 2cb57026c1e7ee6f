"""Colleagues come by invitation: nobody but themselves ever knows their password."""

import re
from collections.abc import Iterable

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from wego import audit
from wego.accounts.links import mail_invitation
from wego.accounts.second_factor import about
from wego.models import User


@transaction.atomic
def invite_colleague(
    *,
    email: str,
    first_name: str,
    last_name: str,
    roles: Iterable[Group],
    language: str,
    username: str = "",
    by: User,
) -> User:
    """Make a member of staff without a password, and mail the link with which they set one (links.VALID_FOR days)."""
    user = User(
        email=email,
        first_name=first_name,
        last_name=last_name,
        username=username or free_username(email),
        language=language,
        is_staff=True,
    )
    user.set_unusable_password()
    user.full_clean()
    user.save()
    user.groups.set(roles)
    audit.record("user.invited", by=by, subject=about(user), roles=sorted(role.name for role in roles))
    mail_invitation.enqueue(user.pk)
    return user


def free_username(email: str) -> str:
    """The part before the @, with a number where somebody has that name already."""
    name = re.sub(r"[^\w.+-]", "", email.partition("@")[0].casefold())[:140] or "user"
    taken = {
        one.casefold() for one in User.objects.filter(username__istartswith=name).values_list("username", flat=True)
    }
    candidates = (f"{name}{number}" if number > 1 else name for number in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


@transaction.atomic
def send_link_again(user: User, *, by: User) -> None:
    """Mail a new link to set a password; a present password goes on being valid until the link is used."""
    _refuse_unless_equal(user, by)
    if not (user.is_active and user.email):
        raise ValidationError(
            _("A link goes only to an active person with an e-mail address. Nothing was sent: enter it first."),
            code="no_address",
        )
    audit.record("user.link_sent", by=by, subject=about(user))
    mail_invitation.enqueue(user.pk)


@transaction.atomic
def reset_second_factor(user: User, *, by: User | None) -> list[str]:
    """Forget all second factors of somebody who lost them, recovery codes too; which kinds there were.

    Every session of the person ends (wego/accounts/second_factor.py); at the next sign-in they set up a new one.
    """
    if by is not None:
        _refuse_unless_equal(user, by)
    factors = Authenticator.objects.filter(user=user.pk).order_by("type")
    kinds = list(factors.values_list("type", flat=True))
    factors.delete()
    if kinds:
        audit.record("second_factor.removed", by=by, subject=about(user), kinds=kinds, reset=True)
    return kinds


def _refuse_unless_equal(user: User, by: User) -> None:
    if user.is_superuser and not by.is_superuser:
        raise ValidationError(
            _("This person has all rights: only somebody who has them too can do this. Nothing was changed."),
            code="more_rights",
        )
