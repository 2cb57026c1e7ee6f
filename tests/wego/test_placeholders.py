"""Texts that people write are text: nothing but listed placeholders means anything in them, and values mean nothing."""

import pytest
from django.core.exceptions import ValidationError

from wego.placeholders import check_placeholders, fill_placeholders, one_line

pytestmark = pytest.mark.sqlite

ALLOWED = ["member", "amount"]
LITERAL = [
    *("%(member)s", "%s", "%(x)s %d", "$member", "$$", "<script>alert(1)</script>", "#let x = 1", "*bold* _it_"),
    *("=HYPERLINK('http://x')", "`id`", "<%= 7*7 %>", "@{}".replace("{}", ""), "&lt;", "[[member]]", "~member~"),
]
REFUSED = [
    *("{x}", "{}", "{0}", "{member.__class__}", "{member.__init__.__globals__}", "{member[0]}", "{member!r}"),
    *("{member:>9999999}", "{ member }", "{Member}", "{member", "member}", "}{", "{{member}}", "{{ member }}"),
    *("{% load x %}", "{%x%}", "{# x #}", "${x}", "#{7*7}", "{{7*7}}", "{{member.__init__.__code__}}", "{\nmember}"),
    *("{member }", "{member\0}", "{'member'}", "{{{member}}}"),
]
PAYLOADS = [*LITERAL, *REFUSED]


def test_there_are_many_payloads():
    assert len(set(PAYLOADS)) >= 30


@pytest.mark.parametrize("text", LITERAL)
def test_text_without_placeholders_stays_as_it_is(text):
    check_placeholders(text, ALLOWED)

    assert fill_placeholders(text, {"member": "Suwon", "amount": "1"}) == text


@pytest.mark.parametrize("text", REFUSED)
def test_other_placeholder_or_brace_is_refused(text):
    with pytest.raises(ValidationError) as refusal:
        check_placeholders(f"Dear {text} you", ALLOWED)

    assert refusal.value.code in ("unknown_placeholder", "stray_brace")
    assert "{member}, {amount}" in refusal.value.messages[0]


@pytest.mark.parametrize("value", [*PAYLOADS, "{amount}", "{member}{amount}"])
def test_value_is_not_looked_at(value):
    assert fill_placeholders("To {member}: {amount}", {"member": value, "amount": "5"}) == f"To {value}: 5"


@pytest.mark.parametrize("text", ["{member.__class__}", "{member[0]}", "{member!r}", "{member:>99}", "{0}", "{}"])
def test_text_that_nobody_checked_looks_nothing_up(text):
    with pytest.raises(KeyError):
        fill_placeholders(text, {"member": "Suwon"})


def test_refusal_names_the_placeholder():
    with pytest.raises(ValidationError, match=r"There is no placeholder \{tax\} in this text"):
        check_placeholders("{member} {tax}", ALLOWED)


def test_dollar_before_a_placeholder_is_a_dollar():
    check_placeholders("US${amount}", ALLOWED)

    assert fill_placeholders("US${amount}", {"amount": "5"}) == "US$5"


@pytest.mark.parametrize("text", ["a\r\nBcc: x@y", "a\nb", "a\0b", "a\u2028b", "a\x85b", "a\u202eb", "\x1b[0m"])
def test_one_line_has_no_break_and_no_control_character(text):
    line = one_line(text)

    assert line.isprintable()
    assert line.replace(" ", "") == "".join(one for one in text if one.isprintable() and one != " ")
