"""The tables of a library's database, and what made each version of them the next."""

APPLICATION_ID = int.from_bytes(b"Pinc", "big")
SCHEMA_VERSION = 4

# What the second version has and the first had not.
SECOND_TABLES = """
CREATE TABLE aliases (
    document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
    name TEXT NOT NULL,
    forms TEXT NOT NULL,
    PRIMARY KEY (document, name)
) WITHOUT ROWID;
CREATE TABLE statements (
    passage INTEGER NOT NULL REFERENCES passages (row) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    actor TEXT,
    verb TEXT NOT NULL,
    stance TEXT,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    clause_start INTEGER NOT NULL,
    clause_end INTEGER NOT NULL,
    PRIMARY KEY (passage, place)
) WITHOUT ROWID
"""

# What the third version has of each document and the second had not.
THIRD_COLUMNS = """
    places TEXT NOT NULL DEFAULT '{}',
    warnings TEXT NOT NULL DEFAULT '[]',
    supplied TEXT NOT NULL DEFAULT '{}',
    origin TEXT,
    text_digest BLOB
"""

# What the fourth version has and the third had in `documents`, before other columns: to
# list documents, the bytes and the text of each were read.
FOURTH_TABLE = """
CREATE TABLE contents (
    document INTEGER PRIMARY KEY REFERENCES documents (row) ON DELETE CASCADE,
    source BLOB NOT NULL,
    text TEXT NOT NULL
)
"""
FOURTH_COLUMNS = """
    characters INTEGER NOT NULL DEFAULT 0,
    size INTEGER NOT NULL DEFAULT 0
"""

TABLES = f"""
CREATE TABLE library (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    generation INTEGER NOT NULL,
    stamp TEXT NOT NULL,
    fingerprint TEXT,
    dimension INTEGER NOT NULL
);
CREATE TABLE metadata (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE documents (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    masthead TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    structure_version INTEGER NOT NULL,
    added TEXT NOT NULL,
{THIRD_COLUMNS.strip(chr(10))},
{FOURTH_COLUMNS.strip(chr(10))}
);
{FOURTH_TABLE.strip()};
CREATE INDEX documents_by_text ON documents (text_digest);
CREATE TABLE embeddings (
    row INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    windows INTEGER NOT NULL CHECK (windows > 0),
    vectors BLOB NOT NULL,
    tokens INTEGER,
    token_vectors BLOB,
    token_places BLOB
);
CREATE TABLE passages (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    text TEXT NOT NULL,
    spans TEXT NOT NULL,
    section TEXT NOT NULL,
    label TEXT,
    basis TEXT,
    part TEXT NOT NULL,
    lead_in INTEGER,
    embedding INTEGER NOT NULL REFERENCES embeddings (row),
    UNIQUE (document, ordinal)
);
CREATE INDEX passages_by_embedding ON passages (embedding);
CREATE TABLE mentions (
    symbol TEXT NOT NULL,
    part TEXT NOT NULL,
    passage INTEGER NOT NULL REFERENCES passages (row) ON DELETE CASCADE,
    PRIMARY KEY (symbol, part, passage)
) WITHOUT ROWID;
CREATE INDEX mentions_by_passage ON mentions (passage);
CREATE TABLE names (
    form TEXT NOT NULL,
    kind TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents (row) ON DELETE CASCADE,
    PRIMARY KEY (form, kind, document)
) WITHOUT ROWID;
CREATE INDEX names_by_document ON names (document);
{SECOND_TABLES.strip()};
INSERT INTO library VALUES (1, 0, lower(hex(randomblob(8))), NULL, 0);
"""


def _added(table: str, columns: str) -> list[str]:
    """Return what adds columns to a table."""
    return [
        f"ALTER TABLE {table} ADD COLUMN {column.strip()}"
        for column in columns.split(",\n")
    ]


# What makes a library of each earlier version one of the next.
UPGRADES = {
    1: f"""
ALTER TABLE embeddings ADD COLUMN tokens INTEGER;
ALTER TABLE embeddings ADD COLUMN token_vectors BLOB;
ALTER TABLE embeddings ADD COLUMN token_places BLOB;
{SECOND_TABLES.strip()}
""",
    2: ";\n".join(
        [
            *_added("documents", THIRD_COLUMNS),
            "CREATE INDEX documents_by_text ON documents (text_digest)",
        ]
    ),
    3: ";\n".join(
        [
            FOURTH_TABLE.strip(),
            "INSERT INTO contents SELECT row, source, text FROM documents",
            # First, for each step writes anew what is left of every row.
            "ALTER TABLE documents DROP COLUMN source",
            "ALTER TABLE documents DROP COLUMN text",
            *_added("documents", FOURTH_COLUMNS),
            "UPDATE documents SET (characters, size) = (SELECT length(text), "
            "length(source) FROM contents WHERE document = row)",
        ]
    ),
}
