from datetime import timedelta

from ui.access.sessions import IDLE, LONGEST, Sessions

SECOND = timedelta(seconds=1)


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    def pass_by(self, time: timedelta):
        self.now += time.total_seconds()


def test_a_session_is_known_by_its_id_alone(make_user):
    sessions, ann = Sessions(), make_user("ann")
    first, second = sessions.begin(ann), sessions.begin(make_user("bo"))
    assert first != second
    assert len(first) == 43
    assert sessions.credential(first) is ann
    assert sessions.credential("guess") is None
    sessions.end(first)
    assert sessions.credential(first) is None
    assert sessions.credential(second).name == "bo"


def test_a_session_ends_when_it_is_not_used(make_user):
    clock = Clock()
    sessions = Sessions(clock)
    kept = sessions.begin(make_user("ann"))
    clock.pass_by(IDLE - SECOND)
    assert sessions.credential(kept)
    clock.pass_by(IDLE - SECOND)
    assert sessions.credential(kept)
    clock.pass_by(IDLE + SECOND)
    assert sessions.credential(kept) is None


def test_a_session_ends_however_much_it_is_used(make_user):
    clock = Clock()
    sessions = Sessions(clock)
    kept = sessions.begin(make_user("ann"))
    steps = LONGEST // (IDLE - SECOND)
    for _ in range(steps):
        clock.pass_by(IDLE - SECOND)
        assert sessions.credential(kept)
    clock.pass_by(IDLE - SECOND)
    assert sessions.credential(kept) is None


def test_the_longest_unused_session_gives_way(make_user):
    sessions, ann = Sessions(capacity=2), make_user("ann")
    first, second = sessions.begin(ann), sessions.begin(ann)
    assert sessions.credential(first)
    third = sessions.begin(ann)
    assert sessions.credential(first)
    assert sessions.credential(second) is None
    assert sessions.credential(third)
