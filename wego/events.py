"""What the events of the audit trail are called. Each app names its own in AppConfig.ready."""

from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, str] = {}


def name_events(names: dict[str, str]) -> None:
    EVENTS.update(names)


def words_of(event: str) -> str:
    """The event in the reader's language."""
    return str(EVENTS.get(event, event))


name_events(
    {
        "sign_in.succeeded": _("signed in"),
        "sign_in.failed": _("sign-in refused"),
        "sign_in.ended": _("signed out"),
        "password.changed": _("password changed"),
        "second_factor.added": _("second factor added"),
        "second_factor.removed": _("second factor removed"),
        "user.invited": _("colleague invited"),
        "user.activated": _("person made active again"),
        "user.changed": _("data of a person changed"),
        "user.deactivated": _("person made inactive"),
        "user.link_sent": _("link to set a password sent"),
        "right.granted": _("right granted"),
        "right.removed": _("right removed"),
        "export.made": _("file exported"),
        "access.reviewed": _("access log reviewed"),
        "backup.made": _("backup made"),
        "backup.restored": _("backup restored"),
        "webhook.added": _("webhook endpoint added"),
        "webhook.changed": _("webhook endpoint changed"),
        "webhook.secret_rotated": _("secret of a webhook endpoint replaced"),
        "webhook.secret_shown": _("secret of a webhook endpoint shown"),
        "webhook.paused": _("webhook endpoint paused"),
        "webhook.resumed": _("webhook endpoint resumed"),
        "webhook.switched_off": _("webhook endpoint switched off"),
        "webhook.test_sent": _("test event sent to a webhook endpoint"),
        "webhook.sent_again": _("webhook delivery sent again"),
        "webhook.replayed": _("webhook events of a time sent again"),
        "key.issued": _("API key issued"),
        "key.revoked": _("API key revoked"),
    }
)
