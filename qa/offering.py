"""Which of the questions that the library answers are offered together."""

from collections.abc import Iterable

from index.names import name_key
from qa.candidates import Candidate
from qa.reported import Place
from qa.suggestions import Suggestion


class Offering:
    """What is offered so far, so that nothing is offered twice."""

    def __init__(
        self,
        limit: int,
        before: Iterable[str] = (),
        shown: frozenset[Place] = frozenset(),
    ) -> None:
        """Offer at most `limit`.

        Args:
            limit: How many.
            before: Questions asked before.
            shown: What the answer on the screen cites.
        """
        self.taken: list[Suggestion] = []
        self._limit = limit
        self._shown = shown
        self._known = set(map(name_key, before))
        self._answers = [shown] if shown else []

    @property
    def is_full(self) -> bool:
        """Whether there are enough."""
        return len(self.taken) >= self._limit

    def knows(self, candidate: Candidate) -> bool:
        """Return whether a question was asked before, or is offered already."""
        return not self._known.isdisjoint(_keys(candidate.suggestion))

    def take(self, candidate: Candidate, cited: frozenset[Place]) -> None:
        """Offer a candidate, if its answer cites something, and something new."""
        self._known.update(_keys(candidate.suggestion))
        if cited and not cited <= self._shown and cited not in self._answers:
            self.taken.append(candidate.suggestion)
            self._answers.append(cited)


def _keys(suggestion: Suggestion) -> set[str]:
    return {name_key(suggestion.question), name_key(suggestion.label)}
