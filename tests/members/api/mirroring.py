"""The example program of the documents, asked in this process."""

import importlib.util

from django.conf import settings

from tests.asking import Program

FILE = settings.BASE_DIR / "docs" / "examples" / "mirror.py"
_spec = importlib.util.spec_from_file_location("mirror", FILE)
mirror = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(mirror)


class Mirror:
    """A copy of the register, in memory, that follows the feed as the example does."""

    def __init__(self, page_size: int = 100):
        self.program = Program("register:history")
        self.db = mirror.open_copy(":memory:")
        self.page_size, self.cursor, self.seen = str(page_size), "", []

    def sync(self) -> int:
        """Take over what is new; how many changes."""
        answer = self._page()
        before = len(self.seen)
        while True:
            for change in answer["results"]:
                self.seen.append(change)
                mirror.apply(self.db, {**change, "data": dict(change["data"])})
            self.cursor = answer["cursor"]
            if answer["next"] is None:
                return len(self.seen) - before
            answer = self.program.follow(answer["next"]).json()

    def _page(self) -> dict:
        query = {"cursor": self.cursor} if self.cursor else {}
        return self.program.get("changes/", page_size=self.page_size, **query).json()

    def members(self, on: str) -> list[dict]:
        return list(mirror.members(self.db, on))

    def differences(self, *days: str) -> list:
        """On each day what the register shows and the copy does not, or the other way round."""
        found = []
        for on in days:
            shown, copied = self.program.pages("members/", on=on, page_size="100"), self.members(on)
            found += [(on, one) for one in shown if one not in copied]
            found += [(on, one) for one in copied if one not in shown]
        return found
