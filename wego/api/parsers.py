"""The body of a request: JSON that can be read, and whose words can be said again in the answer."""

import json

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class BodyParser(JSONParser):
    """Refuses what nests deeper than can be read, and halves of characters ("\\ud800"), which no answer can repeat."""

    def parse(self, stream, media_type=None, parser_context=None):
        try:
            body = super().parse(stream, media_type, parser_context)
            json.dumps(body, ensure_ascii=False).encode()
        except (RecursionError, UnicodeEncodeError) as error:
            raise ParseError from error
        return body
