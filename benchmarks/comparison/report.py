"""What was measured, as `speed.md` and `speed.svg`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from comparison import tables
from comparison.contenders import CONTENDERS, PLAIN, Contender
from comparison.drawing import draw
from comparison.figures import Results, qualities
from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "templates"


def write_report(results: Results, folder: Path) -> None:
    """Write the report and its picture into a folder."""
    ranks = qualities(results, PLAIN.name)
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        undefined=StrictUndefined,
        autoescape=lambda name: bool(name and name.endswith(".svg")),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    text = templates.get_template("speed.md").render(
        results=results,
        rounds=len(results["rounds"]),
        questions=len(results["gold"]),
        wanted=tables.wanted_table(results, ranks),
        first_answers=tables.first_answers(results),
        adding=tables.adding(results),
        asking=tables.asking(results, ranks),
        growth=tables.growth(results),
        growth_builds=tables.growth_builds(results),
        left_out=_left_out(results),
        configured=[each for each in CONTENDERS if _took_part(results, each)],
        failures={_labelled(name): why for name, why in results["failures"].items()},
        versions=sorted(_versions(results["versions"])),
    )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "speed.md").write_text(text, "utf-8")
    picture = templates.get_template("speed.svg").render(draw(results, ranks))
    (folder / "speed.svg").write_text(picture, "utf-8")


def _took_part(results: Results, contender: Contender) -> bool:
    return any(contender.name in each["asked"] for each in results["rounds"])


def _left_out(results: Results) -> list[Contender]:
    """Return the systems that took part in the smaller libraries alone."""
    most = max(map(int, results["sizes"]), default=0)
    least = min(map(int, results["sizes"]), default=0)
    return [each for each in CONTENDERS if least <= each.largest < most]


def _labelled(name: str) -> str:
    """Return a failure's name with the system's label, not its short name."""
    labels = {each.name: each.label for each in CONTENDERS}
    first, _, rest = name.partition(" ")
    return f"{labels.get(first, first)} {rest}".strip()


def _versions(environments: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Yield each package with its version, once where all have the same."""
    found: dict[str, dict[str, list[str]]] = {}
    for environment, packages in environments.items():
        for package, version in packages.items():
            found.setdefault(package, {}).setdefault(version, []).append(environment)
    for package, by_version in found.items():
        if len(by_version) == 1:
            yield f"{package} {next(iter(by_version))}"
        else:
            parts = [f"{v} ({', '.join(w)})" for v, w in by_version.items()]
            yield f"{package} {', '.join(parts)}"
