import random
import runpy
from pathlib import Path

FUZZING = runpy.run_path(str(Path(__file__).parents[1] / "fuzzing.py"))
EACH = 40


def test_a_damaged_file_is_read_or_refused_in_words_its_reader_chose():
    outcomes = FUZZING["fuzzed"](EACH * len(FUZZING["FILES"]), seed=1)
    assert [message for *_, message in outcomes.findings] == []
    for name in FUZZING["FILES"]:
        told = {outcome for format_, outcome in outcomes.counts if format_ == name}
        # Or the damage is too slight, or too great, to tell anything.
        assert told == {"read", "refused"}, name


def test_the_same_seed_damages_the_same():
    damaged, content = FUZZING["damaged"], FUZZING["html"]()
    assert damaged(random.Random(7), content) == damaged(random.Random(7), content)
    assert damaged(random.Random(7), content) != damaged(random.Random(8), content)
