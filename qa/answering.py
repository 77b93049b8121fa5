"""From a ranking to the answer: what is cited and marked, or why nothing is."""

from collections.abc import Collection, Iterable, Sequence

from index.snapshot import Snapshot
from qa import decision, reasons
from qa.alias_wording import reworded, understood_as
from qa.answers import Answer, Citation
from qa.calibration import Calibration
from qa.citations import cite, is_repeated
from qa.highlights import answering_sentences
from qa.ranking import Hit, Ranking
from qa.sentence_signals import prepare
from qa.stance_questions import requested
from qa.stances import Chosen, actor_shown, chosen, groups_of, note

NEAREST_SHOWN = 3
"""Passages shown as nearest beside an abstention."""


def answered(
    snapshot: Snapshot,
    question: str,
    ranking: Ranking,
    limit: int,
    documents: Collection[str] | None,
    calibration: Calibration,
) -> Answer:
    """Return the answer to a question, or an abstention.

    Args:
        snapshot: The library as it was ranked.
        question: As it was asked.
        ranking: Of the question's query.
        limit: Citations at most.
        documents: Ids of the documents searched; None for all.
        calibration: The library's.
    """
    confidence = calibration.confidence(decision.logit(ranking))
    asked, terms = ranking.query.text, ranking.own_terms
    missing = reasons.missing(asked, terms)
    if confidence < calibration.threshold:
        among = None if documents is None else snapshot.rows_of(documents)
        nearest = decision.worth_showing(ranking.hits, NEAREST_SHOWN)
        return Answer(
            question=question,
            understood_as=ranking.query.understood_as,
            confidence=confidence,
            nearest=cited(snapshot, ranking, map(Chosen, nearest)),
            reason=reasons.reason(asked, terms, snapshot.keywords, among),
            missing_terms=missing,
        )
    near = decision.worth_showing(ranking.hits, limit)
    picked = _picked(snapshot, ranking, near, limit)
    passages = [one.hit.passage for one in picked]
    texts = [(passage.locator.document_id, passage.text) for passage in passages]
    query = ranking.query
    # What was added from an earlier question is shown as it was said there.
    is_whole = query.understood_as.startswith(query.text)
    understood = query.text if is_whole else query.understood_as
    names = reworded(understood, snapshot.aliases, texts)
    return Answer(
        question=question,
        understood_as=understood_as(understood, names)
        + query.understood_as.removeprefix(understood),
        confidence=confidence,
        citations=cited(snapshot, ranking, picked),
        missing_terms=missing,
        note=note(requested(query), picked),
        groups=groups_of(picked),
    )


def cited(
    snapshot: Snapshot, ranking: Ranking, picked: Iterable[Chosen]
) -> tuple[Citation, ...]:
    """Return the citations of passages, each of their documents read once."""
    picked = list(picked)
    hits = [one.hit for one in picked]
    statements = snapshot.statements_of({hit.row: hit.passage for hit in hits})
    ids = {hit.passage.locator.document_id for hit in hits}
    documents = {one: snapshot.document(one) for one in ids}
    repeated = {one: snapshot.repeated_labels(one) for one in ids}
    compared = snapshot.compared(hit.row for hit in hits)
    asked = prepare(ranking.query.understood_as, ranking.terms, ranking.tokens)
    return tuple(
        cite(
            document := documents[one.hit.passage.locator.document_id],
            one.hit.passage,
            score=one.hit.score,
            highlights=(
                marked := one.marks()
                or answering_sentences(
                    one.hit.passage.text, asked, each.tokens, document.language
                )
            ),
            numbering_restarts=is_repeated(one.hit.passage, repeated[document.id]),
            actor=(
                one.statement.actor
                if one.statement
                else actor_shown(statements.get(one.hit.row, ()), marked)
            ),
        )
        for one, each in zip(picked, compared, strict=True)
    )


def _picked(
    snapshot: Snapshot, ranking: Ranking, near: Sequence[Hit], limit: int
) -> list[Chosen]:
    """Return the passages to cite: those near, or those of whom the question asks."""
    if request := requested(ranking.query):
        passages = {hit.row: hit.passage for hit in ranking.hits}
        statements = snapshot.statements_of(passages)
        hits, aliases = ranking.hits, snapshot.aliases
        if found := chosen(request, hits, near, statements, aliases, limit):
            return found
    return [Chosen(hit) for hit in near]
