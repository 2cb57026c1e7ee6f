"""The page in each language of the site."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, get_language_info

register = template.Library()


@dataclass(frozen=True)
class Version:
    code: str
    name: str
    path: str
    is_current: bool

    @property
    def address(self) -> str:
        return settings.SITE_URL + self.path


@register.simple_tag(takes_context=True)
def page_languages(context) -> list[Version]:
    """The addresses of a public page in all languages, with what was asked; none where there is no request."""
    if "request" not in context:
        return []
    here = context["request"].get_full_path()
    return [
        Version(code, get_language_info(code)["name_local"], translate_url(here, code), code == get_language())
        for code, _name in settings.LANGUAGES
    ]
