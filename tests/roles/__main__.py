"""Prints the table of who may do what as it is now, for tests/roles/matrix.txt."""

import os
import sys
from importlib import import_module

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

sys.stdout.write(import_module("tests.roles.printing").current_table())  # its models need the settings first
