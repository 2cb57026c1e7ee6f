import pytest

from wego import slots

pytestmark = pytest.mark.sqlite  # pages and words: once is enough


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(slots, "_places", slots.defaultdict(dict))


def first(**context):
    return {"title": "first", **context}


def second(**context):
    return {"title": "second"}


def silent(**context):
    return None


HERE = "tests.wego.test_slots"


def test_panels_come_by_their_order_whoever_registers_first():
    slots.register("page", f"{HERE}.second", order=20)
    slots.register("page", f"{HERE}.first", order=10)

    assert [panel["title"] for panel in slots.panels("page")] == ["first", "second"]


def test_panels_get_the_context_of_their_place():
    slots.register("page", f"{HERE}.first", order=10)

    assert slots.panels("page", member=7) == [{"title": "first", "member": 7}]


def test_panel_that_has_nothing_to_show_is_left_out():
    slots.register("page", f"{HERE}.silent", order=10)

    assert slots.panels("page") == []


def test_panel_is_registered_once():
    for _turn in range(2):
        slots.register("page", f"{HERE}.first", order=10)

    assert len(slots.panels("page")) == 1


def test_place_without_panels():
    assert slots.panels("nowhere") == []


def test_panel_that_is_not_there_fails_loudly():
    slots.register("page", f"{HERE}.missing", order=10)

    with pytest.raises(ImportError):
        slots.panels("page")
