"""Papers as PDF: same data, same bytes; nothing but the data and our own font gets in; typed text stays text."""

import hashlib
import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import time_machine
import typst
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from tests.pdfs import read, squeezed, text
from wego.glyphs import FONTS, known_characters
from wego.pdf import TEMPLATES, Letterhead, compile_paper, printable, render_pdf

pytestmark = pytest.mark.sqlite

DAY = date(2027, 1, 15)
PLAIN = """
#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set page(width: 60cm)
#set text(font: "Pretendard", lang: "ko", features: (calt: 0))
= #data.title
#data.name
"""
HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0"',
    "$x$ *bold* _under_ `raw` <label> @ref",
    "= heading\n- item\n+ item\n/ term: x",
    "\\ \\u{41} \" ' // comment /* comment */",
    "] } ) #[ #{ #( ~ -- --- ... -> =>",
    "https://example.org/",
    '", "mark": "X',
]


@pytest.fixture
def folder(tmp_path):
    """A folder with the plain template."""
    path = tmp_path / "papers"
    path.mkdir()
    (path / "plain.typ").write_text(PLAIN, encoding="utf-8")
    return path


@pytest.fixture
def paper(folder):
    """Compiles the plain template, or one that the test brings."""

    def compile_text(source: str = "", **data) -> bytes:
        if source:
            (folder / "own.typ").write_text(source, encoding="utf-8")
        template = "own" if source else "plain"
        return compile_paper(folder, template, {"title": "Paper", "name": "City"} | data, issued_on=DAY)

    return compile_text


class TestReprint:
    def test_the_same_data_gives_the_same_bytes(self, paper):
        first = paper(name="서울 Žilina")

        with time_machine.travel("2031-07-01 12:00"):
            assert paper(name="서울 Žilina") == first
        assert paper(name="서울 Zilina") != first

    def test_the_day_of_the_paper_is_its_creation_date(self, paper):
        assert read(paper()).metadata.creation_date.date() == DAY

    def test_callers_at_once_get_their_own_papers(self, paper):
        alone = [paper(name=f"City {number}") for number in range(8)]

        with ThreadPoolExecutor(8) as pool:
            together = list(pool.map(lambda number: paper(name=f"City {number}"), range(8)))

        assert together == alone


class TestWhatGetsIn:
    def test_a_file_outside_the_folder_is_refused(self, paper, tmp_path):
        (tmp_path / "secret.txt").write_text("secret")

        with pytest.raises(typst.TypstError, match="would escape the project root"):
            paper('#read("../secret.txt")')

    def test_an_absolute_path_stays_inside_the_folder(self, paper):
        with pytest.raises(typst.TypstError, match="file not found"):
            paper('#read("/etc/passwd")')

    @pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.typ")), ids=lambda path: path.name)
    def test_no_template_fetches_or_evaluates(self, path):
        source = path.read_text(encoding="utf-8")

        assert re.findall(r"@\w+/|\beval\(|\bread\(|\bplugin\(|https?:", source) == []

    @pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.typ")), ids=lambda path: path.name)
    def test_templates_hold_no_words_in_korean(self, path):
        source = re.sub(r"regex\(.*?\)|//.*", "", path.read_text(encoding="utf-8"))

        assert re.findall("[가-힣]+", source) == []

    def test_fonts_are_those_that_the_readme_names(self):
        listed = dict(re.findall(r"\| (\S+\.\w+) \| ([0-9a-f]{64}) \|", (FONTS / "README.md").read_text()))

        assert {path.name for path in FONTS.iterdir()} == {*listed, "README.md"}
        assert {name: hashlib.sha256((FONTS / name).read_bytes()).hexdigest() for name in listed} == listed


class TestStandards:
    def test_it_is_archivable_and_accessible(self, paper):
        described = read(paper()).xmp_metadata

        assert described.rdf_root.toxml().count("<pdfaid:part>3<") == 1
        assert "<pdfaid:conformance>A<" in described.rdf_root.toxml()
        assert "<pdfuaid:part>1<" in described.rdf_root.toxml()

    @pytest.mark.parametrize("language", ["en", "ko"])
    def test_language_and_title_are_those_of_the_paper(self, language):
        pdf = render_pdf("assessment_list", empty_list(), letterhead=Letterhead("제목 A", DAY), language=language)

        assert read(pdf).root_object["/Lang"] == language
        assert read(pdf).metadata.title == "제목 A"

    def test_the_letterhead_has_number_date_pages_and_mark(self):
        head = Letterhead("Title", DAY, number="WeGO-2027-0012", mark="PREVIEW")

        said = text(render_pdf("assessment_list", empty_list(), letterhead=head, language="en"))

        for words in ("World Smart Sustainable Cities Organization", "15 January 2027", "Page 1 of 1", "PREVIEW"):
            assert words in said
        assert said.count("WeGO-2027-0012") == 2  # head and foot


def empty_list() -> dict:
    """The least that the widest template takes."""
    part = {"title": "Part", "header": [], "rows": []}
    return {
        "terms": ["Terms"],
        "summary": [],
        "assessed": part,
        "exceptions": part,
        "not_assessed": part,
        "totals": [],
        "legend_title": "Legend",
        "legend": [],
        "signatures": ["Signed"],
        "none": "None.",
    }


class TestTypedText:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_markup_is_printed_as_it_stands(self, paper, name):
        assert squeezed(name) in squeezed(text(paper(name=name)))

    @effort(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(alphabet="#$*_`<>@\\\"'/[]{}()~-=+;:&%^|!?.,0aZŽ한\n\t\0\u202eع😀", max_size=200))
    def test_nothing_breaks_the_paper(self, paper, name):
        said = text(paper(name=f"({name})", title=f"T {name}"))

        assert squeezed(printable(f"({name})")) in squeezed(said)

    def test_a_long_word_is_broken_inside_the_page(self, paper):
        pages = read(paper(PLAIN.replace("60cm", "8cm"), name="W" * 200)).pages

        assert squeezed(pages[0].extract_text()).count("W" * 200) == 1
        assert max(len(line) for line in pages[0].extract_text().splitlines()) < 60


class TestCharacters:
    def test_every_english_and_korean_name_on_record_can_be_shown(self):
        files = (settings.BASE_DIR / "fixtures").glob("*.json")
        names = [text for path in files for text in printed_texts(json.loads(path.read_text(encoding="utf-8")))]

        assert {"Asunción", "Beyoğlu Municipality", "서울"} <= set(names)
        assert set("".join(names)) - known_characters() == set()

    def test_every_korean_syllable_and_vietnamese_letter_can_be_shown(self):
        syllables = {chr(code) for code in range(ord("가"), ord("힣") + 1)}

        assert syllables | set("ŽÑŁİđẵĐừỹẶ×–—“”…") <= known_characters()

    @pytest.mark.parametrize("name", ["काठमाडौं", "ঢাকা", "አዲስ", "الخرطوم"])
    def test_a_script_that_the_font_lacks_shows_as_boxes(self, paper, name):
        """Why papers print the English or the Korean name, never the local one."""
        assert set(printable(name)) == {"□"}
        assert "□" in text(paper(name=name))

    def test_control_characters_are_left_out(self):
        assert printable("a\u202eb\0c\nd\ud800") == "abc d"
        assert printable("a\u200bb\u00adc") == "abc"  # these have a glyph

    def test_what_is_no_text_stays_as_it_is(self):
        given_data = {"rows": [[1, True, None]], "words": ("a ", "b")}

        assert printable(given_data) == {"rows": [[1, True, None]], "words": ["a", "b"]}


def printed_texts(value, key: str = "") -> list[str]:
    """The texts in the data that papers may print: in English or Korean, and sources."""
    if isinstance(value, dict):
        return [text for key, part in value.items() for text in printed_texts(part, key)]
    if isinstance(value, list):
        return [text for part in value for text in printed_texts(part, key)]
    return [value] if isinstance(value, str) and key.endswith(("_en", "_ko", "source")) else []
