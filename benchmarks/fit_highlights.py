"""Fit the weights of the signals that choose a sentence, and print them.

    python benchmarks/fit_highlights.py FOLDER [OTHER…] [--whole]

Each folder is a set of judged questions with its own corpus and `answers` (see
`qa.judged`). The weights are fitted on the first, once on all of it and once for each
of its documents with that document held out, and tried on the others. A sentence is
right if it has the first occurrence of one of the answers; passages of one sentence are
left out. With `--whole` the vectors of word pieces are those of the model, not the
shorter ones that a library keeps.
"""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from tqdm import tqdm

from index.embedding import Embedder, load_embedder
from index.model_files import bundled_model
from index.sentences import sentences
from qa.highlights import WEIGHTS, WORD_WEIGHTS
from qa.judged import Question, read_questions
from qa.judged_library import JudgedLibrary, judged_library
from qa.ranking import content_terms
from qa.sentence_signals import Reading, prepare, signals

Floats = NDArray[np.float64]

# Ridge, in standard deviations of the signals: so little that it only steadies.
RIDGE = 1.0

MODELS: Sequence[Sequence[str]] = (
    tuple(WEIGHTS),
    tuple(WORD_WEIGHTS),
    *(tuple(name for name in WEIGHTS if name != left_out) for left_out in WEIGHTS),
)
"""What is fitted: all the signals, those made of words, and all but each."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question with the passage that answers it.

    Attributes:
        document: Where the passage is from.
        signals: By name, one value a sentence.
        right: Which sentences have the answer; at least one.
    """

    document: str
    signals: Mapping[str, Floats]
    right: NDArray[np.bool_]


def main(folders: Sequence[Path], *, whole: bool) -> None:
    """Collect the signals of every set, fit, and print weights and shares right."""
    embedder = load_embedder(str(bundled_model().folder) if whole else None)
    sets = {folder.name: _cases(folder, embedder) for folder in folders}
    for name, cases in sets.items():
        lengths = [len(case.right) for case in cases]
        chance = np.mean([case.right.mean() for case in cases])
        print(
            f"{name}: {len(cases)} questions, {np.mean(lengths):.1f} sentences a "
            f"passage, {chance:.3f} by chance"
        )
    fitted_on = next(iter(sets.values()))
    print(f"{'':38} held out  " + "  ".join(sets))
    for name in WEIGHTS:
        _print(name, None, sets, {name: 1.0})
    _print("z-scores of all but typed", None, sets, None)
    for names in MODELS:
        weights = fitted(fitted_on, names)
        _print(" + ".join(names), held_out(fitted_on, names), sets, weights)
        print("    " + ", ".join(f"{n} {weight:.2f}" for n, weight in weights.items()))
    _print("as shipped", None, sets, WEIGHTS)
    _print("as shipped, words only", None, sets, WORD_WEIGHTS)


def fitted(cases: Sequence[Case], names: Sequence[str]) -> dict[str, float]:
    """Return the weights that make the right sentences likeliest (softmax)."""
    widest = max(len(case.right) for case in cases)
    values = np.zeros((len(cases), widest, len(names)))
    absent = np.full((len(cases), widest), -np.inf)
    right = np.zeros((len(cases), widest))
    for row, case in enumerate(cases):
        count = len(case.right)
        values[row, :count] = np.column_stack([case.signals[name] for name in names])
        absent[row, :count] = 0
        right[row, :count] = case.right
    scale = values[np.isfinite(absent)].std(axis=0)
    values /= scale

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = values @ weights + absent
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        hit = (likely * right).sum(axis=1, keepdims=True)
        slope = (likely - likely * right / hit)[:, :, None] * values
        return (
            float(RIDGE / 2 * weights @ weights - np.log(hit).sum()),
            slope.sum(axis=(0, 1)) + RIDGE * weights,
        )

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x / scale
    return dict(zip(names, map(float, found), strict=True))


def held_out(cases: Sequence[Case], names: Sequence[str]) -> float:
    """Return the share right where each document is judged by weights of the others."""
    hits: list[bool] = []
    for document in sorted({case.document for case in cases}):
        weights = fitted([c for c in cases if c.document != document], names)
        hits += [_is_right(c, weights) for c in cases if c.document == document]
    return float(np.mean(hits))


def _print(
    label: str,
    share_held_out: float | None,
    sets: Mapping[str, Sequence[Case]],
    weights: Mapping[str, float] | None,
) -> None:
    shares = [
        np.mean([_is_right(c, weights) for c in cases]) for cases in sets.values()
    ]
    first = "" if share_held_out is None else f"{share_held_out:.3f}"
    row = "  ".join(f"{share:.3f}" for share in shares)
    print(f"{label:<38} {first:<9} {row}")


def _is_right(case: Case, weights: Mapping[str, float] | None) -> bool:
    """Return whether the best sum is a right sentence's; None sums z-scores."""
    if weights is None:
        parts = [_z(case.signals[name]) for name in WEIGHTS if name != "typed"]
    else:
        parts = [weight * case.signals[name] for name, weight in weights.items()]
    return bool(case.right[int(np.sum(parts, axis=0).argmax())])


def _z(values: Floats) -> Floats:
    scaled: Floats = (values - values.mean()) / max(float(values.std()), 1e-9)
    return scaled


def _cases(folder: Path, embedder: Embedder) -> list[Case]:
    asked = [
        question
        for question in read_questions(folder, "queries.jsonl")
        if question.answerable and question.answers and not question.history
    ]
    with judged_library(folder, asked, model=embedder) as judged:
        return _cases_of(judged, asked, embedder, folder.name)


def _cases_of(
    judged: JudgedLibrary, asked: Sequence[Question], embedder: Embedder, name: str
) -> list[Case]:
    places = {key: place for place, key in judged.keys.items()}
    cases = []
    with judged.assistant.library.snapshot() as snapshot:
        for question in tqdm(asked, name, disable=None):
            prepared = prepare(
                question.text,
                content_terms(snapshot, question.text),
                embedder.embed_query(question.text).tokens,
            )
            for key in judged.relevant(question):
                document, ordinal = places[key]
                row = int(snapshot.rows_of([document])[ordinal])
                (compared,) = snapshot.compared([row])
                text = judged.texts[key]
                reading = Reading(text, sentences(text), compared.tokens)
                right = _right(reading, question.answers)
                if len(right) > 1 and right.any():
                    cases.append(Case(document, signals(prepared, reading), right))
    return cases


def _right(reading: Reading, answers: Sequence[str]) -> NDArray[np.bool_]:
    """Return which sentences overlap the first occurrence of an answer."""
    places = [
        (start, start + len(answer))
        for answer in answers
        if (start := reading.text.find(answer)) >= 0
    ]
    return np.array(
        [
            any(a < end and start < b for start, end in places)
            for a, b in reading.sentences
        ]
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--whole", action="store_true")
    given = parser.parse_args()
    main(given.folders, whole=given.whole)
