"""Libraries as earlier versions wrote them."""

from collections.abc import Callable

import pytest

THIRD = """
ALTER TABLE documents ADD COLUMN source BLOB NOT NULL DEFAULT '';
ALTER TABLE documents ADD COLUMN text TEXT NOT NULL DEFAULT '';
UPDATE documents SET (source, text) = (
    SELECT source, text FROM contents WHERE document = row
);
DROP TABLE contents;
ALTER TABLE documents DROP COLUMN characters;
ALTER TABLE documents DROP COLUMN size;
PRAGMA user_version = 3;
"""
SECOND = """
DROP INDEX documents_by_text;
ALTER TABLE documents DROP COLUMN places;
ALTER TABLE documents DROP COLUMN warnings;
ALTER TABLE documents DROP COLUMN supplied;
ALTER TABLE documents DROP COLUMN origin;
ALTER TABLE documents DROP COLUMN text_digest;
PRAGMA user_version = 2;
"""
FIRST = """
ALTER TABLE embeddings DROP COLUMN tokens;
ALTER TABLE embeddings DROP COLUMN token_vectors;
ALTER TABLE embeddings DROP COLUMN token_places;
DROP TABLE aliases;
DROP TABLE statements;
UPDATE documents SET structure_version = 1;
PRAGMA user_version = 1;
"""


@pytest.fixture(scope="session")
def as_written_by() -> Callable[[int], str]:
    """What makes a library of this version one of an earlier, given its number."""
    versions = {3: THIRD, 2: SECOND, 1: FIRST}
    return lambda wanted: "".join(
        statements for version, statements in versions.items() if version >= wanted
    )
