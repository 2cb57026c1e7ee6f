"""The public face of the register, in the language of its address."""

from django.urls import path

from directory.views.front import FrontPage

app_name = "directory"
urlpatterns = [path("", FrontPage.as_view(), name="front")]
