"""What the settings of the libraries under the API are; wego/settings.py takes them over."""

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],  # wego.api.views.Operation names its own
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["wego.api.parsers.BodyParser"],
    "DEFAULT_SCHEMA_CLASS": "wego.api.schema.Schema",
    "EXCEPTION_HANDLER": "wego.api.errors.answer_refusal",
    "URL_FORMAT_OVERRIDE": None,
}


def description(site_url: str) -> dict:
    """How the description of the API is made, and the pages to try it on."""
    return {
        "TITLE": "WeGO membership",
        "VERSION": "1",
        "DESCRIPTION": "The register of the members of WeGO, and the dues. Errors: /api/docs/errors/",
        "OAS_VERSION": "3.1.0",
        "SCHEMA_PATH_PREFIX": "/api/v1",
        "SERVERS": [{"url": "/"}, {"url": site_url}],  # where the description was read, and for who keeps it as a file
        "COMPONENT_SPLIT_REQUEST": True,
        "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
        "SORT_OPERATION_PARAMETERS": False,
        "POSTPROCESSING_HOOKS": [
            "drf_spectacular.hooks.postprocess_schema_enums",
            "wego.api.schema.document_refusals",
        ],
        "SWAGGER_UI_DIST": "SIDECAR",
        "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
        "SWAGGER_UI_SETTINGS": {"deepLinking": True, "defaultModelsExpandDepth": -1, "validatorUrl": None},
    }
