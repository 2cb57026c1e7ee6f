"""Two who change one member at once, on PostgreSQL: the newest message is enough."""

from threading import Thread

import pytest
from django.db import connection, transaction

from members.models import Member, MemberName
from members.services.imports import write_names, write_rows
from tests.factories import UserFactory, make_full
from tests.members.telling import news, subscribe

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


def test_message_of_who_comes_second_holds_what_the_first_changed():
    officer = UserFactory()
    subscribe(by=officer)
    member = make_full(by=officer, name_en="Suwon")
    news()

    def rename():
        name = MemberName(member=member, language="ko", text="수원시")
        write_names(added=[name], changed=[], by=officer, reason="sheet")
        connection.close()

    second = Thread(target=rename)
    with transaction.atomic():
        member.website = "https://suwon.example.org"
        write_rows(Member, added=(), changed=[member], fields=["website"], by=officer, reason="sheet")
        second.start()
        second.join(1)
    second.join(10)

    assert [(data["website"], data["name_ko"]) for _type, data in news()] == [
        ("https://suwon.example.org", ""),
        ("https://suwon.example.org", "수원시"),
    ]
