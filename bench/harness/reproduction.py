"""The record: which recipes are trained on which text, what was published of them, and the table of both."""
import dataclasses
import json
import math
import statistics

# Where a published figure was found.
EVIDENCE = {
    "P": "a paper's page, or a table that quotes it",
    "R": "the authors' or a toolkit's repository",
    "C": "computed from files that a repository holds",
    "I": "a user's run, in an issue of the repository",
}
RECIPES = ("mle", "seqgan", "maligan", "rankgan", "gsgan", "textgan", "relgan", "cot", "scratchgan", "lingan")


@dataclasses.dataclass(frozen=True)
class Published:
    """One published row: figures by lingan's names of metrics, where it is from, and of which evidence."""
    figures: dict
    source: str
    evidence: str


@dataclasses.dataclass(frozen=True)
class Task:
    title: str
    metrics: tuple  # that the table shows, by lingan's names
    published: dict  # recipe -> [Published]


def _oracle(value, source, evidence):
    return Published({"nll-oracle": value}, source, evidence)


def _bleu(values, source, evidence="R"):
    return Published(dict(zip(("bleu-2", "bleu-3", "bleu-4", "bleu-5"), values)), source, evidence)


TEXYGEN = "Texygen, docs/evaluation.md: first 500 references"
TASKS = {
    "oracle": Task("the published oracle (LSTM, V 5000, T 20), NLL in nats per token", ("nll-oracle", "nll-gen", "self-bleu-4"), {
        "mle": [_oracle(9.038, "RelGAN, table 1", "P"),
                Published({"nll-oracle": 9.40, "nll-gen": 7.61}, "Language GANs Falling Short, csv, alpha 1", "C")],
        "seqgan": [_oracle(8.736, "RelGAN, table 1", "P"),
                   Published({"nll-oracle": 9.62, "nll-gen": 9.22}, "Language GANs Falling Short, csv, alpha 1", "C")],
        "rankgan": [_oracle(8.247, "RelGAN, table 1", "P")],
        "relgan": [_oracle(6.680, "RelGAN, table 1", "P"), _oracle(7.767, "RelGAN, issue 22", "I")],
        "cot": [Published({"nll-oracle": 9.38, "nll-gen": 7.57}, "Language GANs Falling Short, csv, alpha 1", "C")],
    }),
    "coco": Task("Image COCO captions, 10,000 to train on and 10,000 to test by", ("bleu-2", "bleu-3", "bleu-4", "bleu-5", "self-bleu-4", "nll-gen"), {
        "mle": [_bleu((.731, .497, .305, .189), TEXYGEN)],
        "seqgan": [_bleu((.745, .498, .294, .180), TEXYGEN)],
        "maligan": [_bleu((.673, .432, .257, .159), TEXYGEN)],
        "rankgan": [_bleu((.743, .467, .264, .156), TEXYGEN)],
        "textgan": [_bleu((.593, .463, .277, .207), TEXYGEN)],
        "relgan": [_bleu((.849, .687, .502, .331), "RelGAN, table 2, temperature 100", "P")],
    }),
    "grammar": Task("the English grammar, 4,000 sentences to train on, 2,000 to choose by, 4,000 to test by",
                    ("nll-gen", "bleu-4", "self-bleu-4", "mean-tokens"), {}),
}
NO_VALUE = "-"
NOT_JUDGED = "not judged"  # lingan's word for a gain that has no value with every seed, or too few seeds
# What the record keeps of a gain.
GAIN_KEYS = ("recipe", "over", "quality", "diversity", "mean", "outcome", "p-holm")


@dataclasses.dataclass(frozen=True)
class Cost:
    """What a row's call of lingan took."""
    seconds: float
    core_seconds: float  # of all its processes: that other work runs beside it hardly changes this
    memory_mib: float  # the most that one of its processes held
    went_on: bool  # an earlier call had done part of the row, which is not counted here

    def text(self):
        last_call = " in its last call" if self.went_on else ""
        return f"{self.core_seconds / 60:.1f} core-minutes{last_call} ({self.seconds / 60:.1f} min), at most {self.memory_mib:.0f} MiB a process"


@dataclasses.dataclass
class Row:
    """What one recipe did on one task: what the record shows of a comparison's JSON, and how it was made."""
    task: str
    recipe: str
    command: str
    comparison: dict
    cost: "Cost"
    cut: str  # what of the recipe's own schedule was changed; empty: nothing
    made: str  # machine, commit and day

    @property
    def seeds(self):
        return sorted({run["seed"] for run in self.comparison["runs"]})

    @property
    def recipes(self):
        """The recipe, and the ensemble where one was measured."""
        names = dict.fromkeys(run["recipe"] for run in self.comparison["runs"])
        return [self.recipe] + [name for name in names if name.endswith(".ensemble")]

    def values(self, recipe, role, metric):
        """At temperature 1, one a seed."""
        values = []
        for run in self.comparison["runs"]:
            if run["recipe"] != recipe or run["role"] != role:
                continue
            values += [point["metrics"].get(metric) for point in run["frontier"] if point["temperature"] == 1.0]
        return [float(value) for value in values if value is not None and math.isfinite(float(value))]

    def gains(self, recipe):
        """The verdict's of one of its recipes, over the control and over the start."""
        return [gain for gain in self.comparison.get("verdict", {}).get("gains", []) if gain["recipe"] == recipe]


def shown_of(task, comparison):
    """Of a comparison's JSON what the record shows: the task's metrics at temperature 1, and the verdict."""
    def point(one):
        return {"temperature": 1.0, "metrics": {name: one["metrics"].get(name) for name in TASKS[task].metrics}}

    runs = [{key: run[key] for key in ("recipe", "role", "seed")}
            | {"frontier": [point(one) for one in run["frontier"] if one["temperature"] == 1.0]} for run in comparison["runs"]]
    gains = [{key: gain[key] for key in GAIN_KEYS if key in gain} for gain in comparison.get("verdict", {}).get("gains", [])]
    return {"runs": runs, "verdict": {"gains": gains}}


def number(values):
    """MEAN +- DEVIATION, of one value that alone."""
    if not values:
        return NO_VALUE
    mean = statistics.fmean(values)
    if len(values) == 1:
        return f"{mean:.3f}"
    return f"{mean:.3f} ± {statistics.stdev(values):.3f}"


def published_text(task, recipe, metric):
    figures = [f"{row.figures[metric]:g} [{row.evidence}]" for row in TASKS[task].published.get(recipe, []) if metric in row.figures]
    return ", ".join(figures) or NO_VALUE


def gains_text(gains):
    """The judged ones, and by what the others were not."""
    judged = [gain_text(gain) for gain in gains if gain["outcome"] != NOT_JUDGED]
    others = dict.fromkeys(gain["quality"] for gain in gains if gain["outcome"] == NOT_JUDGED)
    if others:
        judged.append(f"without a verdict by {', '.join(others)}")
    return "; ".join(judged) or "no adversarial phase to compare"


def gain_text(gain):
    equal = f" at equal {gain['diversity']}" if gain["diversity"] else ""
    mean = gain.get("mean")
    amount = "no value" if mean is None else f"{mean:+.4f}"
    chance = f" (p = {gain['p-holm']:.2g})" if "p-holm" in gain else ""
    return f"{gain['quality']}{equal} over the {gain['over']}: {amount}, {gain['outcome']}{chance}"


def task_table(task, rows):
    lines = ["| recipe | metric | published | trained | control | start | seeds |", "|---|---|--:|--:|--:|--:|--:|"]
    for row in rows:
        for recipe in row.recipes:
            for metric in TASKS[task].metrics:
                ours = [number(row.values(recipe, role, metric)) for role in ("trained", "control", "start")]
                lines.append(" | ".join(["| " + recipe, metric, published_text(task, recipe, metric), *ours, f"{len(row.seeds)} |"]))
    return lines


def sources(task):
    lines = []
    for recipe, published in TASKS[task].published.items():
        lines += [f"- {recipe}: {', '.join(f'{name} {value:g}' for name, value in row.figures.items())} [{row.evidence}] {row.source}"
                  for row in published]
    return lines


def document(rows):
    """The whole record as Markdown."""
    lines = ["# The record: published systems, with their controls", "",
             "`bench/reproduce` writes this, row by row. *Control* is the same adversarial phase without D's judgement, *start*",
             "the generator before it; both with the recipe's seeds. Mean and standard deviation over seeds, samples at temperature 1. The verdict",
             "is `lingan compare`'s, at equal diversity ([how](../../docs/comparisons.md)), with Holm's correction over the gains of one row, not over",
             "all rows, so that one p in twenty is below .05 by chance. BLEU is by all test sentences. Evidence of published figures: "
             + "; ".join(f"[{key}] {meaning}" for key, meaning in EVIDENCE.items()) + ".", ""]
    for name, task in TASKS.items():
        of_task = sorted((row for row in rows if row.task == name), key=lambda row: RECIPES.index(row.recipe))
        if not of_task:
            continue
        lines += [f"## {task.title[0].upper()}{task.title[1:]}", "", *task_table(name, of_task), "", "What was gained:", ""]
        for row in of_task:
            for recipe in row.recipes:
                lines.append(f"- {recipe}: {gains_text(row.gains(recipe))}.")
        if task.published:
            lines += ["", "Published:", "", *sources(name)]
        lines += ["", "How:", ""]
        for row in of_task:
            cut = f" (cut: {row.cut})" if row.cut else ""
            lines.append(f"- {row.recipe}, {row.cost.text()}, {row.made}{cut}: `{row.command}`")
        lines.append("")
    return "\n".join(lines)


# README's columns: task, quality, diversity, what the head says.
README_COLUMNS = (
    ("oracle", "nll-oracle", "nll-gen", "oracle: oracle NLL at equal NLL"),
    ("coco", "bleu-4", "self-bleu-4", "COCO: BLEU-4 at equal Self-BLEU-4"),
    ("grammar", "bleu-4", "self-bleu-4", "grammar: BLEU-4 at equal Self-BLEU-4"),
    ("grammar", "nll-gen", None, "grammar: NLL of held-out text"),
)


def readme_cell(row, quality, diversity):
    """Gain over the control, gain over the start; bold where it is no tie."""
    def shown(over):
        for gain in row.gains(row.recipe):
            if (gain["over"], gain["quality"], gain["diversity"]) == (over, quality, diversity) and gain["mean"] is not None:
                size = abs(gain["mean"])
                text = f"{gain['mean']:+.{2 if size >= 1 else 3 if size >= 0.01 else 4}f}"
                return text if gain["outcome"] in ("tie", NOT_JUDGED) else f"**{text}**"
        return NO_VALUE

    return f"{shown('control')}, {shown('start')}"


def readme_table(rows):
    """What each recipe gained over its control and over its start, as README shows it."""
    known = {(row.task, row.recipe): row for row in rows}
    lines = ["| recipe | " + " | ".join(head for *_, head in README_COLUMNS) + " |", "|---|" + "--:|" * len(README_COLUMNS)]
    for recipe in RECIPES:
        cells = [readme_cell(known[task, recipe], quality, diversity) if (task, recipe) in known else ""
                 for task, quality, diversity, _ in README_COLUMNS]
        if any(cell not in ("", f"{NO_VALUE}, {NO_VALUE}") for cell in cells):
            lines.append(f"| `{recipe}` | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def replace(path, text):
    """Writes a file in one move, so that an interrupted call leaves the earlier one."""
    unfinished = path.with_name(path.name + ".part")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)


def add_row(path, row):
    """Into the record, and into its numbers beside it, in the place of an earlier row of the recipe on the task. What other calls
    have added since stays."""
    save(path, load_rows(path) | {(row.task, row.recipe): row})


def save(path, rows):
    """The record of rows by task and recipe, and its numbers beside it."""
    replace(path.with_suffix(".json"), json.dumps([dataclasses.asdict(row) for row in rows.values()], indent=1) + "\n")
    replace(path, document(rows.values()))


def load_rows(path):
    """The rows of a record by task and recipe; none where there is no record.  @raises ValueError  naming the file, where it is none."""
    numbers = path.with_suffix(".json")
    try:
        rows = json.loads(numbers.read_text(encoding="utf-8")) if numbers.exists() else []
        rows = [Row(**(row | {"cost": Cost(**row["cost"])})) for row in rows]
    except (ValueError, TypeError, KeyError) as error:
        raise ValueError(f"{numbers}: not a record of this version ({error}); move it away to begin another") from error
    return {(row.task, row.recipe): row for row in rows}
