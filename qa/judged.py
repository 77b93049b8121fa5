"""Sets of judged questions, as folders of files.

`queries.jsonl` has the questions, `offcorpus_queries.jsonl` further ones to decline.
A set brings its corpus, each record of `corpus.jsonl` one passage as it stands and the
relevant ones in `qrels.tsv`; or its documents whole, in the folder `docs`, where a
passage is relevant if it overlaps one of the `spans` of characters of a question's
`doc`; or it asks a library, where a passage is relevant if it contains one of a
question's `snippets`. A corpus may stand beside the documents it was cut from. A
question's `answers` are strings that stand in its relevant passages. Any `.jsonl` may
be gzipped.
"""

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.documents import Span, fold
from index.errors import QAError

Judgements = dict[str, dict[str, int]]
"""Question id to passage key to relevance."""


class EvaluationError(QAError):
    """The folder is not a set of judged questions."""


@dataclass(frozen=True, slots=True)
class Question:
    """One judged question, as `queries.jsonl` gives it, strings to find folded.

    `document` is the name of the file that its `spans` are of.
    """

    id: str
    text: str
    history: tuple[str, ...]
    answerable: bool
    scope: str | None
    snippets: tuple[str, ...]
    answers: tuple[str, ...]
    document: str | None = None
    spans: tuple[Span, ...] = ()


def read_questions(folder: Path, name: str) -> list[Question]:
    """Return the questions of a file of a set, in its order; none if it is missing.

    Raises:
        EvaluationError: The file is not of the form described above.
    """
    path = _existing(folder, name)
    return [] if path is None else read_question_file(path)


def read_question_file(path: Path) -> list[Question]:
    """Return the questions of a file of any name, in its order.

    Raises:
        EvaluationError: It cannot be read, or is not of the form described above.
    """
    questions = []
    for number, record in enumerate(_records(path), 1):
        if not isinstance(record.get("text"), str):
            raise EvaluationError(
                f"{path}: record {number} has no text; add the question"
            )
        answerable = record.get("answerable", True)
        if not isinstance(answerable, bool):
            raise EvaluationError(
                f"{path}: answerable of record {number} is neither true nor false; "
                "mend the file"
            )
        questions.append(
            Question(
                id=str(record.get("_id", number)),
                text=record["text"],
                history=_texts(path, number, record, "history"),
                answerable=answerable,
                scope=record.get("scope"),
                snippets=_folded(_texts(path, number, record, "snippets")),
                answers=_folded(_texts(path, number, record, "answers")),
                document=record.get("doc"),
                spans=_spans(path, number, record),
            )
        )
    return questions


def read_corpus(folder: Path) -> list[dict[str, str]] | None:
    """Return the records of a set's corpus, or None where it brings none.

    Raises:
        EvaluationError: The file is not of the form described above.
    """
    path = _existing(folder, "corpus.jsonl")
    if path is None:
        return None
    records = [
        {key: str(record.get(key, "")) for key in ("_id", "title", "text")}
        for record in _records(path)
    ]
    return records or None


def read_judgements(folder: Path) -> Judgements:
    """Return the relevant passages of a set that brings its corpus.

    Raises:
        EvaluationError: There is no `qrels.tsv`, or a line of it is not three columns.
    """
    path = folder / "qrels.tsv"
    if not path.exists():
        raise EvaluationError(f"{folder} has a corpus but no qrels.tsv; add it")
    gold: Judgements = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        if number == 0 or not line:
            continue
        try:
            question, passage, relevance = line.split("\t")
            grade = int(relevance)
        except ValueError as error:
            raise EvaluationError(
                f"{path}, line {number + 1} is not a question, a passage and a whole "
                "number divided by tabs; mend the file"
            ) from error
        if grade > 0:
            gold.setdefault(question, {})[passage] = grade
    return gold


def _texts(
    path: Path, number: int, record: Mapping[str, Any], key: str
) -> tuple[str, ...]:
    """Return the list of strings that a record has under a key; none if missing."""
    texts = record.get(key) or []
    if not isinstance(texts, list) or not all(isinstance(one, str) for one in texts):
        raise EvaluationError(
            f"{path}: {key} of record {number} is no list of texts; mend the file"
        )
    return tuple(texts)


def _spans(path: Path, number: int, record: Mapping[str, Any]) -> tuple[Span, ...]:
    """Return the spans that a record names; none if it names no document."""
    spans = record.get("spans") or []
    if not isinstance(record.get("doc"), str):
        return ()
    try:
        return tuple((int(start), int(end)) for start, end in spans)
    except (TypeError, ValueError) as error:
        raise EvaluationError(
            f"{path}: spans of record {number} are not pairs of numbers; mend the file"
        ) from error


def _folded(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, map(fold, texts)))


def _existing(folder: Path, name: str) -> Path | None:
    """Return the path of a set's file, gzipped or not; None if it is missing."""
    paths = (folder / name, folder / f"{name}.gz")
    return next(filter(Path.exists, paths), None)


def _records(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON-lines file, gzipped or not."""
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise EvaluationError(
                f"{path}, line {number} is not JSON ({error.msg}); mend the file"
            ) from error
        if not isinstance(record, dict):
            raise EvaluationError(
                f"{path}, line {number} is not a JSON object; mend the file"
            )
        yield record


def _lines(path: Path) -> Iterator[str]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rt", encoding="utf-8") as lines:
            yield from lines
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise EvaluationError(
            f"{path} cannot be read ({error}); name a file of JSON lines in UTF-8"
        ) from error
