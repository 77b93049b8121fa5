from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from threading import Event, active_count

import pytest

from index.ahead import ahead, together


def ready(*texts: str) -> list[tuple[int, Future[str]]]:
    futures = []
    for number, text in enumerate(texts):
        future: Future[str] = Future()
        future.set_result(text)
        futures.append((number, future))
    return futures


def count(tell: Callable[[int], None]) -> None:
    for number in range(5):
        tell(number)


@pytest.mark.parametrize("most", [1, 100])
def test_what_is_told_is_given_in_order(most: int):
    assert list(ahead(count, most)) == list(range(5))


def test_the_work_goes_on_while_nobody_takes():
    reached = Event()

    def work(tell: Callable[[str], None]) -> None:
        tell("first")
        tell("second")
        reached.set()

    with closing(ahead(work, 3)) as told:
        assert next(told) == "first"
        assert reached.wait(10)


def test_an_error_comes_after_what_was_told_before_it():
    def work(tell: Callable[[str], None]) -> None:
        tell("first")
        raise OSError("full")

    told = ahead(work, 3)
    assert next(told) == "first"
    with pytest.raises(OSError, match="full"):
        next(told)


def test_leaving_early_ends_the_work():
    ended = []

    def work(tell: Callable[[int], None]) -> None:
        try:
            for number in range(10**9):
                tell(number)
        finally:
            ended.append("here")

    before = active_count()
    with closing(ahead(work, 3)) as told:
        assert next(told) == 0
    assert ended == ["here"]
    assert active_count() == before


def test_what_is_there_comes_together_and_waits_for_nothing():
    last: Future[str] = Future()
    coming = together([*ready("one", "two"), (2, last)], len, 100)
    assert next(coming) == [(0, "one"), (1, "two")]
    last.set_result("three")
    assert list(coming) == [[(2, "three")]]


def test_a_list_ends_when_it_is_full():
    found = together(ready("12345", "1", "123456", "1"), len, 6)
    assert [[number for number, _ in each] for each in found] == [[0, 1], [2], [3]]


def test_nothing_comes_of_nothing():
    assert list(together([], len, 1)) == []
