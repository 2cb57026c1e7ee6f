"""What an import moves in the apps above, said after it."""

from django.contrib import messages
from django.template.loader import render_to_string

from wego import slots


def say_what_follows(request, **facts) -> None:
    """A message for each panel of the place "after_import" (wego/slots.py); `facts` say what came in."""
    for panel in slots.panels("after_import", request=request, **facts):
        messages.info(request, render_to_string(panel["template"], panel))
