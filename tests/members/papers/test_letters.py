"""Letters as they are printed: the very text that is looked at before, in both languages, whatever people typed."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from members.letters import PLACEHOLDERS, LetterKind
from members.models import Language, LetterText, Paper
from members.papers import application_letters as letters
from members.papers.addressing import of_application, of_member
from members.services.applications import accept_application
from members.services.leaving import withdraw_member
from members.services.loading_letters import load_letter_texts
from members.services.members import rename_member
from tests.factories import MeetingFactory, make_full
from tests.members.letters import PEOPLE, make_application, make_incomplete, pdf_of, sending
from tests.pdfs import pages, squeezed

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]

CITY = '=HYPERLINK("http://x","y") *#$\\ {member} {{x}} %(x)s ${x}'
both = pytest.mark.parametrize("language", ["en", "ko"])


@pytest.fixture(autouse=True)
def texts(db):
    load_letter_texts()


def words_of(letter) -> list[str]:
    """What the PDF has to print."""
    return [*letter.addressee, letter.subject, *(line for part in letter.paragraphs for line in part)]


def assert_prints(letter, number="WeGO-2019-0007") -> str:
    printed = squeezed("".join(pages(letter.pdf(number))))
    for line in [*words_of(letter), number]:
        assert squeezed(line) in printed
    return printed


def all_letters(language, officer):
    """One letter of each kind about Suwon City."""
    application = make_incomplete(by=officer)
    yield letters.acknowledgement_letter(application, sending(language))
    yield letters.completion_letter(application, sending(language))
    member = accept_application(application, accepted_on=date(2019, 4, 2), by=officer)
    application.refresh_from_db()
    yield letters.acceptance_letter(application, sending(language))
    withdraw_member(member, notice_on=date(2020, 5, 12), last_day=date(2020, 6, 30), by=officer)
    yield letters.withdrawal_letter(member, sending(language, issued_on=date(2020, 5, 14)))


@both
def test_letters_print_the_text_that_is_looked_at(language, officer):
    written = list(all_letters(language, officer))

    assert len(written) == 4
    for letter in written:
        assert_prints(letter)
        looked_at = letter.lines()
        assert all(any(word in line for line in looked_at) for word in words_of(letter))
        assert all(line in looked_at for line in letter.mail.splitlines())
        assert not any("{" in line for line in looked_at)
        assert not {"tax", "fine", "debt"} & set(" ".join(looked_at).lower().replace(".", "").split())


def test_acknowledgement_in_english(officer):
    letter = letters.acknowledgement_letter(make_application(by=officer), sending())

    assert letter.addressee == ["Mayor", "Suwon City", "Republic of Korea"]
    assert letter.subject == "Receipt of your application for membership in WeGO (A-2019-0001)"
    assert letter.paragraphs[1] == [
        "We thank you for the application of Suwon City for membership in the World Smart Sustainable Cities "
        "Organization (WeGO). Your application of 5 March 2019 reached the Secretariat on 7 March 2019 and has been "
        "registered under number A-2019-0001."
    ]


def test_completion_in_korean_lists_what_is_missing(officer):
    letter = letters.completion_letter(make_incomplete(by=officer), sending("ko", office="시장"))

    assert letter.addressee == ["수원시 (대한민국)", "시장"]
    assert letter.paragraphs[2] == ["Letter signed by the mayor", "Census table"]
    assert letter.paragraphs[-1][-1].endswith("끝.")


def test_values_make_no_paragraphs(officer):
    application = make_incomplete(by=officer, missing="Seal\n\n\n{member}\r\n\r\nStamp\u2028Map")

    letter = letters.completion_letter(application, sending())

    assert letter.paragraphs[3] == ["Seal", "{member}", "Stamp", "Map"]
    assert len(letter.paragraphs) == 7


def test_acceptance_names_the_next_meeting(officer):
    application = make_application(by=officer)
    accept_application(application, accepted_on=date(2019, 4, 2), by=officer)
    application.refresh_from_db()
    assert "Next meeting: not fixed yet." in letters.acceptance_letter(application, sending()).paragraphs[4][0]

    MeetingFactory(held_from=None, held_to=None, planned_from=date(2999, 11, 17), planned_to=date(2999, 11, 18))

    said = letters.acceptance_letter(application, sending()).paragraphs[4][0]
    assert "Next meeting: Executive Committee, planned for 17 November 2999 to 18 November 2999." in said


def test_withdrawal_names_the_last_day_and_from_when_the_certificate_is_invalid(officer):
    member = make_full(by=officer)
    with pytest.raises(ValidationError, match="did not withdraw"):
        letters.withdrawal_letter(member, sending())
    withdraw_member(member, notice_on=date(2020, 5, 12), last_day=date(2020, 6, 30), by=officer)

    letter = letters.withdrawal_letter(member, sending(issued_on=date(2020, 5, 14)))

    assert letter.paragraphs[2] == [
        "30 June 2020 is the last day of membership. The membership certificate is no longer valid from 1 July 2020."
    ]


@both
def test_what_people_typed_is_printed_as_it_stands(language, officer):
    long = "Krungthepmahanakhonamonrattanakosinmahintharaayuthayamahadilokphop" * 2
    typed = {"name_en": f"{CITY} {long}"[:200], "name_ko": "", "head_title": ""}
    application = make_incomplete(by=officer, missing=CITY, **typed)

    letter = letters.completion_letter(application, sending(language, office="#let x = 1 $"))

    printed = assert_prints(letter)
    assert squeezed(typed["name_en"]) in printed
    assert letter.paragraphs[3 if language == "en" else 2] == [CITY]


def test_many_paragraphs_take_several_pages_and_are_numbered(officer):
    text = LetterText.objects.get(kind="acknowledgement", language="ko")
    text.body = "\n\n".join(
        f"{number}. 귀 기관의 무궁한 발전을 기원합니다. {'가나다라 ' * 60}" for number in range(1, 21)
    )
    text.save()

    letter = letters.acknowledgement_letter(make_application(by=officer), sending("ko"))

    printed = pages(letter.pdf("WeGO-2019-0001"))
    assert len(printed) >= 2
    assert all("WeGO-2019-0001" in page for page in printed)
    assert_prints(letter)


def test_kept_letter_is_the_same_after_a_rename_and_a_new_text(officer):
    application = make_application(by=officer)
    letter = letters.acknowledgement_letter(application, sending())
    paper = letter.issue(by=officer)
    before = pdf_of(paper)
    member = accept_application(application, accepted_on=date(2019, 4, 2), by=officer)
    rename_member(
        member, language=Language.EN, name="Suwon Special City", valid_from=date(2019, 4, 3), reason="law", by=officer
    )
    LetterText.objects.update(body="Nothing of this.", mail="Nor this.")

    assert letter.pdf(paper.number) == before == pdf_of(paper)
    assert Paper.objects.get().recipient == "Mayor, Suwon City, Republic of Korea"
    application.refresh_from_db()
    names = [of_application(application, day).name() for day in (date(2019, 4, 2), date(2019, 4, 3))]
    assert names == ["Suwon City", "Suwon Special City"]


def test_letter_without_a_text_is_refused(officer):
    LetterText.objects.filter(language="ko").delete()

    with pytest.raises(ValidationError, match=r"no text for this letter in this language: .* \(한국어\)"):
        letters.acknowledgement_letter(make_application(by=officer), sending("ko"))


# --- to whom -------------------------------------------------------------------------------------
def test_office_is_the_post_of_the_head(officer):
    applicant = of_application(make_application(by=officer), date(2019, 4, 2))

    assert applicant.office("ko") == "Mayor"
    assert applicant.addresses() == [
        ("mayor@suwon.example", "head of the body"),
        ("lee@suwon.example", "liaison officer"),
    ]


def test_post_that_names_the_person_is_not_printed(officer):
    application = make_application(by=officer, head_title="Mayor KIM Min")

    assert of_application(application, date(2019, 4, 2)).office("en") == "Head of Government"


def test_member_is_written_to_by_its_contacts_in_office(officer):
    member = make_full(by=officer, name_ko="수원시", language="ko", **PEOPLE)
    member.contacts.filter(role="head").update(ends_on=date(2020, 1, 1))

    before, after = of_member(member, date(2020, 1, 1)), of_member(member, date(2020, 1, 2))

    assert (before.language, before.office("en")) == ("ko", "Mayor")
    assert [address for address, _role in after.addresses()] == ["lee@suwon.example"]
    with override("ko"):
        assert after.name() == "수원시"


def test_every_placeholder_has_a_value(officer):
    """Texts that use all there is can be written: nobody finds out on the day of the letter."""
    for kind in LetterKind:
        everything = " ".join(f"{name}={{{name}}}" for name in PLACEHOLDERS[kind])
        LetterText.objects.filter(kind=kind).update(body=everything)

    for letter in all_letters("en", officer):
        assert "{" not in letter.paragraphs[0][0]
        assert "=None" not in letter.paragraphs[0][0]
