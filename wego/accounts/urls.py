"""Signing in and the person's own settings. Of allauth's pages only these exist here; their names are allauth's."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes.views import view_recovery_codes
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from wego.accounts import views
from wego.accounts.views import proved


def page(route: str, view, name: str):
    return path(route, never_cache(view), name=name)


to_second_factor = RedirectView.as_view(pattern_name="mfa_index")

urlpatterns = [
    page("sign-in/", account.login, "account_login"),
    page("sign-in/code/", mfa.authenticate, "mfa_authenticate"),
    page("sign-out/", account.logout, "account_logout"),
    page("inactive/", account.account_inactive, "account_inactive"),
    # Who was signed in for a while proves again who it is before settings change.
    page("confirm/", account.reauthenticate, "account_reauthenticate"),
    page("confirm/code/", mfa.reauthenticate, "mfa_reauthenticate"),
    page("confirm/passkey/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    # Passwords
    page("password/", proved(account.password_change), "account_change_password"),
    page("password/forgotten/", account.password_reset, "account_reset_password"),
    page("password/forgotten/sent/", account.password_reset_done, "account_reset_password_done"),
    re_path(
        r"^password/set/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        never_cache(views.SetPassword.as_view()),
        name="account_reset_password_from_key",
    ),
    # Second factor
    page("second-factor/", proved(mfa.index), "mfa_index"),
    page("second-factor/app/", proved(views.ActivateApp.as_view()), "mfa_activate_totp"),
    page("second-factor/app/remove/", proved(views.DeactivateApp.as_view()), "mfa_deactivate_totp"),
    page("second-factor/recovery-codes/", proved(view_recovery_codes), "mfa_view_recovery_codes"),
    page(
        "second-factor/recovery-codes/new/",
        proved(views.GenerateRecoveryCodes.as_view()),
        "mfa_generate_recovery_codes",
    ),
    page("second-factor/recovery-codes/file/", views.download_recovery_codes, "download_recovery_codes"),
    page("second-factor/passkeys/", to_second_factor, "mfa_list_webauthn"),
    page("second-factor/passkeys/add/", proved(views.AddPasskey.as_view()), "mfa_add_webauthn"),
    page("second-factor/passkeys/<int:pk>/", proved(webauthn.edit_webauthn), "mfa_edit_webauthn"),
    page("second-factor/passkeys/<int:pk>/remove/", proved(views.RemovePasskey.as_view()), "mfa_remove_webauthn"),
]
