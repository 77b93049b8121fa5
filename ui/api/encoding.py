"""Values as JSON in bytes."""

import json
from collections.abc import Mapping
from typing import Any


def as_json(value: Mapping[str, Any]) -> bytes:
    """Return a `to_dict()` as JSON in UTF-8.

    Half a character (a lone surrogate), which UTF-8 cannot hold, becomes "?".
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")
