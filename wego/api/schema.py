"""The description of the API (OpenAPI 3.1): what every operation has in common is said here once."""

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from wego.api.once import HEADER
from wego.api.serializers import Query

ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["code", "message", "param", "doc_url", "request_id"],
            "additionalProperties": False,
            "properties": {
                "code": {"type": "string"},
                "message": {"type": "string"},
                "param": {"type": ["string", "null"]},
                "doc_url": {"type": "string"},
                "request_id": {"type": "string"},
            },
        }
    },
}
REFUSALS = {
    "400": "The request is not as described",
    "401": "No key, or one that opens nothing",
    "403": "The key does not open this",
    "404": "Not found",
    "405": "Not with this method",
    "406": "JSON only",
    "409": "Not in the present state of things, or somebody else is at work on it",
    "429": "Too many requests",
}
REFUSALS_OF_ACTS = {
    "413": "Too large",
    "415": "The body is not JSON",
    "422": "Refused by a rule",
}
LIMITS = {
    name: {"schema": {"type": "string"}, "description": words}
    for name, words in {
        "RateLimit-Limit": "Requests in a minute",
        "RateLimit-Remaining": "Requests left in this minute",
        "RateLimit-Reset": "Seconds until the next minute begins",
    }.items()
}
ONCE = OpenApiParameter(
    HEADER,
    OpenApiTypes.STR,
    OpenApiParameter.HEADER,
    description="Sent again with the same key, the request is done once and answered the same.",
)


class Schema(AutoSchema):
    """The parameters of an operation are those that it reads; its scope stands in its description."""

    def get_override_parameters(self):
        if self.method == "POST":
            return [ONCE]
        query = getattr(self.view, "query", Query)
        return [query] if query().fields else []

    def get_auth(self):
        """A key is needed where the operation has a scope, and may be sent elsewhere."""
        super().get_auth()  # which names the keys among the components
        return [{"key": []}] if self.scope else [{"key": []}, {}]

    def get_description(self):
        said = super().get_description()
        return f"{said}\n\nScope: `{self.scope}`" if self.scope else said

    @property
    def scope(self) -> str:
        return getattr(self.view, "scopes", {}).get(self.method, "")


def document_refusals(result, generator, request, public):
    """Every operation can be answered with an error, which has one form; every answer tells the limit."""
    schemas = result.setdefault("components", {}).setdefault("schemas", {})
    schemas["Error"] = ERROR
    for name, schema in schemas.items():
        if name.endswith("Request"):  # a body: StrictSerializer refuses what is not declared
            schema["additionalProperties"] = False
    for path in result["paths"].values():
        for method, operation in path.items():
            refusals = REFUSALS | (REFUSALS_OF_ACTS if method == "post" else {"304": "Not changed"})
            for status, words in refusals.items():
                operation["responses"].setdefault(status, _answer(status, words))
            for answer in operation["responses"].values():
                answer["headers"] = answer.get("headers", {}) | LIMITS
    return result


def _answer(status: str, words: str) -> dict:
    if status == "304":
        return {"description": words}
    return {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
