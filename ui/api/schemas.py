"""JSON Schemas of what `to_dict()` gives, derived from the values' classes."""

import json
import re
from collections.abc import Mapping
from functools import cache
from textwrap import dedent
from typing import Any, Literal

from pydantic import TypeAdapter

from qa import Answer, Citation, Lookup
from ui.api.problems import Problem
from ui.api.service import DocumentWindow, PassageWindow
from ui.loading import Status

Schema = dict[str, Any]

VALUES: tuple[type, ...] = (
    Answer,
    Lookup,
    Citation,
    DocumentWindow,
    PassageWindow,
    Status,
    Problem,
)
"""What is sent; the values inside them come with them."""

REFERENCE = "#/components/schemas/{model}"

COMPUTED: Mapping[str, dict[str, Schema]] = {
    "Answer": {
        "abstained": {
            "type": "boolean",
            "description": "Whether the documents do not say.",
        },
        "text": {
            "type": "string",
            "description": "The answer as plain text: quotations with [1] marks, or "
            "the reason.",
        },
    },
    "Citation": {
        "id": {
            "type": "string",
            "description": "Its document's id and the character it begins at, with a "
            "dot between; the same as long as the document's bytes are.",
        }
    },
}
"""What `to_dict()` has beyond the fields."""

LEFT_OUT: Mapping[str, frozenset[str]] = {"Answer": frozenset({"note"})}
"""Fields that `to_dict()` has not."""

MAY_LACK: Mapping[str, frozenset[str]] = {"Problem": frozenset({"errors"})}
"""Fields that `to_dict()` has only where there is something in them."""

OTHERWISE: Mapping[str, dict[str, Schema]] = {
    "Tally": {
        "sections": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "section": {"type": "array", "items": {"type": "string"}},
                    "count": {"type": "integer"},
                },
                "required": ["section", "count"],
                "additionalProperties": False,
            },
        }
    }
}
"""Fields that `to_dict()` gives another form: pairs in Python, objects in JSON."""

_ATTRIBUTES = "\n\nAttributes:\n"
_ATTRIBUTE = re.compile(
    r"^(?P<names>\w+(?:, \w+)*): (?P<text>.+(?:\n +.+)*)", re.MULTILINE
)


@cache
def components() -> Mapping[str, Schema]:
    """Return the schema of every value by its class's name, references between them."""
    mode: Literal["serialization"] = "serialization"
    adapters = [(value, mode, TypeAdapter[Any](value)) for value in VALUES]
    _, found = TypeAdapter.json_schemas(adapters, ref_template=REFERENCE)
    return {name: _as_sent(name, schema) for name, schema in found["$defs"].items()}


@cache
def standalone(name: str) -> Schema:
    """Return one value's schema with those it refers to inside it."""
    text = json.dumps({**components()[name], "$defs": components()})
    schema: Schema = json.loads(text.replace(REFERENCE.format(model=""), "#/$defs/"))
    return schema


def _as_sent(name: str, schema: Schema) -> Schema:
    """Return a class's schema as that of its JSON, each property described."""
    says, _, listed = schema.get("description", "").partition(_ATTRIBUTES)
    described = {
        attribute: _folded(entry["text"])
        for entry in _ATTRIBUTE.finditer(dedent(listed))
        for attribute in entry["names"].split(", ")
    }
    forms = schema["properties"] | OTHERWISE.get(name, {})
    properties = {
        field: _property(form, described.get(field))
        for field, form in forms.items()
        if field not in LEFT_OUT.get(name, ())
    } | COMPUTED.get(name, {})
    return {
        "title": name,
        "description": _folded(says),
        "type": "object",
        "properties": properties,
        "required": [f for f in properties if f not in MAY_LACK.get(name, ())],
        "additionalProperties": False,
    }


def _property(form: Schema, description: str | None) -> Schema:
    kept = {key: form[key] for key in form if key not in ("title", "default")}
    return kept | ({"description": description} if description else {})


def _folded(text: str) -> str:
    """Return a docstring's text on one line, as readers of JSON would write it."""
    return re.sub(r"\bNone\b", "null", " ".join(text.split()))
