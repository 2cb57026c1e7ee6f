import pytest

from members.codes import ALPHABET, LENGTH, grouped, new_code, read_code

CODE = "7KQ2MX9D4TPA0HVCR3WZ"

pytestmark = pytest.mark.sqlite


def test_codes_have_100_bits_and_differ():
    codes = {new_code() for _each in range(200)}

    assert len(codes) == 200
    assert {len(code) for code in codes} == {LENGTH}
    assert set("".join(codes)) == set(ALPHABET)
    assert len(ALPHABET) ** LENGTH == 2**100


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        "7KQ2-MX9D-4TPA-0HVC-R3WZ",
        " 7kq2 mx9d 4tpa ohvc r3wz ",
        "7KQ2–MX9D–4TPA–OHVC–R3WZ.",  # dashes of a word processor
        "７ＫＱ２ＭＸ９Ｄ４ＴＰＡ０ＨＶＣＲ３ＷＺ",  # typed with a Korean keyboard
        "\u200b".join(CODE),  # copied out of a PDF
    ],
)
def test_spelling_does_not_matter(typed):
    assert read_code(typed) == CODE


def test_letters_that_look_like_digits_are_those():
    assert read_code("ILO0" * 5) == "1100" * 5


@pytest.mark.parametrize("typed", ["", "-", CODE[:-1], CODE + "0", CODE[:-1] + "U", CODE[:-1] + "가", "x" * 5000])
def test_what_is_no_code_is_none(typed):
    assert read_code(typed) == ""


def test_it_is_printed_in_groups():
    assert grouped(CODE) == "7KQ2-MX9D-4TPA-0HVC-R3WZ"
