"""Certificates over the life of a member, and what is printed on them (paper 8)."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from members.models import Certificate, Decision, Member, MemberName, PaperFile
from members.papers.certificate import CertificatePaper, issue
from members.services.certificates import CertificateFacts, invalid_from, is_valid, members_without
from members.services.decisions import annul_decision
from members.services.leaving import withdraw_member
from members.services.papers import read_file
from members.services.status import confirm_provisional, correct_status
from tests.factories import approve, make_associate, make_full, make_opened, readmit
from tests.pdfs import read, squeezed, text

TODAY = "2020-01-10T12:00+09:00"
FULL_SINCE = date(2019, 11, 8)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def january(time_machine):
    time_machine.move_to(TODAY)


@pytest.fixture
def member(officer):
    return make_full(by=officer, name_en="Suwon", name_ko="수원시", approved_on=FULL_SINCE)


def refused(act) -> str:
    with pytest.raises(ValidationError) as caught:
        act()
    return caught.value.code


class TestLife:
    def test_numbers_have_no_gaps_and_begin_anew_each_year(self, officer, time_machine):
        first, second, third = (make_full(by=officer) for _each in range(3))

        numbers = [issue(first, by=officer).number, issue(second, by=officer).number]
        time_machine.move_to("2021-02-01T12:00+09:00")
        numbers.append(issue(third, by=officer).number)

        assert numbers == ["C-2020-0001", "C-2020-0002", "C-2021-0001"]

    def test_a_second_one_is_refused_and_a_reissue_replaces_the_first(self, member, officer):
        first = issue(member, by=officer)
        assert refused(lambda: issue(member, by=officer)) == "has_one"

        second = issue(member, reason="lost in the post", by=officer)

        assert (second.replaces, second.reason) == (first, "lost in the post")
        assert (is_valid(first.code), is_valid(second.code)) == (False, True)
        assert (invalid_from(first), invalid_from(second)) == (date(2020, 1, 10), None)
        assert Certificate.objects.count() == 2

    def test_without_a_valid_one_nothing_is_reissued(self, member, officer):
        assert refused(lambda: issue(member, reason="lost", by=officer)) == "has_none"
        assert not Certificate.objects.exists()

    def test_only_full_members_have_one(self, officer):
        associate = make_associate(by=officer)

        assert refused(lambda: issue(associate, by=officer)) == "not_full"

    def test_who_is_provisional_has_none_until_it_is_confirmed(self, officer, time_machine):
        (opened,) = make_opened(1)
        assert refused(lambda: issue(opened, by=officer)) == "provisional"

        confirm_provisional(members=[opened], associates=[], reason="list", by=officer)

        certificate = issue(opened, by=officer)
        assert (certificate.full_since, certificate.by_opening) == (date(2019, 12, 31), True)

    def test_it_is_valid_to_the_last_day_of_membership(self, member, officer):
        certificate = issue(member, by=officer)
        withdraw_member(member, notice_on=date(2020, 1, 9), last_day=date(2020, 1, 31), by=officer)

        assert is_valid(certificate.code, date(2020, 1, 31))
        assert not is_valid(certificate.code, date(2020, 2, 1))
        assert invalid_from(certificate) == date(2020, 2, 1)

    def test_it_stays_invalid_after_a_readmission(self, member, officer, time_machine):
        old = issue(member, by=officer)
        withdraw_member(member, notice_on=date(2020, 1, 9), last_day=date(2020, 1, 9), by=officer)
        readmit(member, on=date(2020, 1, 10), by=officer)
        time_machine.move_to("2020-11-17T12:00+09:00")
        approve(member, on=date(2020, 11, 17), by=officer)

        new = issue(member, by=officer)

        assert (is_valid(old.code), is_valid(new.code)) == (False, True)
        assert new.replaces is None

    def test_it_is_valid_again_where_the_exit_was_entered_in_error(self, member, officer):
        certificate = issue(member, by=officer)
        exit_row = withdraw_member(member, notice_on=date(2020, 1, 9), last_day=date(2020, 1, 9), by=officer)
        assert not is_valid(certificate.code)

        correct_status(exit_row, status="annulled", reason="another member", by=officer)

        assert is_valid(certificate.code)

    def test_it_is_invalid_where_the_approval_was_entered_in_error(self, member, officer):
        certificate = issue(member, by=officer)

        annul_decision(Decision.objects.get(member=member), reason="not decided", by=officer)

        assert not is_valid(certificate.code)

    def test_those_of_a_meeting_that_have_none(self, member, officer):
        other, associate = make_full(by=officer), make_associate(by=officer)
        issue(member, by=officer)

        assert members_without([member.pk, other.pk, associate.pk]) == [other]

    def test_a_code_that_never_was_is_not_valid(self, member, officer):
        certificate = issue(member, by=officer)
        other = ("0" if certificate.code[0] != "0" else "1") + certificate.code[1:]

        assert is_valid(certificate.printed_code.lower())
        assert (is_valid(other), is_valid("")) == (False, False)


class TestPaper:
    def facts(self, member, **changed) -> CertificatePaper:
        facts = {"number": "C-2020-0001", "code": "7KQ2MX9D4TPA0HVCR3WZ", "full_since": FULL_SINCE}
        facts |= {"by_opening": False, "issued_on": date(2020, 1, 10)} | changed
        return CertificatePaper(CertificateFacts(member=Member.objects.with_names().get(pk=member.pk), **facts))

    def test_it_says_who_since_when_and_how_to_check(self, member):
        pdf = self.facts(member).render("pdf", "en", number="WeGO-2020-0001")

        said = text(pdf)
        for words in (
            "Suwon",
            "수원시",
            "8 November 2019",
            "C-2020-0001",
            "WeGO-2020-0001",
            "7KQ2-MX9D-4TPA-0HVC-R3WZ",
        ):
            assert words in said
        assert said.endswith(" 7KQ2-MX9D-4TPA-0HVC-R3WZ")
        assert "https://members.example.org/certificates/7KQ2-MX9D-4TPA-0HVC-R3WZ/" in squeezed(said)
        assert len(read(pdf).pages) == 1

    def test_the_korean_one_names_the_korean_page(self, member):
        said = squeezed(text(self.facts(member).render("pdf", "ko")))

        assert "https://members.example.org/ko/certificates/" in said
        assert "2019년11월8일" in said

    def test_nobody_stated_since_when_of_an_opening_row(self, member):
        said = text(self.facts(member, by_opening=True, full_since=date(2019, 12, 31)).render("pdf", "en"))

        assert "Full member by 31 December 2019" in said

    def test_a_name_that_the_font_cannot_show_is_left_out_and_typed_text_stays_text(self, member):
        MemberName(member=member, language="local", text="กรุงเทพ").save()
        MemberName(member=member, language="en", text='=HYPERLINK("http://x","y") *#$\\', valid_from=FULL_SINCE).save()

        said = squeezed(text(self.facts(member).render("pdf", "en")))

        assert '=HYPERLINK("http://x","y")*#$\\' in said
        assert "\u25a1" not in said

    def test_the_stored_files_are_those_of_the_issue_whatever_changes(self, member, officer):
        certificate = issue(member, by=officer)
        before = {file.language: read_file(file) for file in PaperFile.objects.filter(paper=certificate.paper)}
        MemberName(member=member, language="en", text="Renamed", valid_from=date(2019, 12, 1)).save()

        after = {file.language: read_file(file) for file in PaperFile.objects.filter(paper=certificate.paper)}

        assert sorted(before) == ["en", "ko"]
        assert before == after
        assert "Suwon" in text(after["en"])
