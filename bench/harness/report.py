"""Lines, result files and README's rows."""
import datetime
import json
import os
import pathlib
import platform
import statistics
import subprocess

from .comparisons import NAMES

ROOT = pathlib.Path(__file__).resolve().parents[2]
RESULTS = ROOT / "bench" / "results"

# README's table: comparison, what it says of the job, and of each rival.
STEPWISE = "step by step, as the published programs do"
README_ROWS = [
    ("reward-step", "SeqGAN reward step, V 5000, T 20, 16 rollouts",
     {"naive": STEPWISE, "torch": "batched torch with kept states"}),
    ("reward-step-bf16", "the same with `--precision bf16`", {"naive": STEPWISE, "torch": "batched torch, its own bf16 too"}),
    ("sample", "sampling 10,000 sentences of 20, H 32", {"naive": STEPWISE, "torch": "batched torch, inverse CDF"}),
    ("mle-step", "maximum-likelihood step, B 64, H 32", {"torch": "torch"}),
    ("mle-step-512", "the same, H 512", {"torch": "torch"}),
    ("d-step", "discriminator step, SeqGAN's CNN, B 64", {"torch": "torch"}),
    ("relgan-d-step", "discriminator step, RelGAN's, 64 representations", {"torch": "torch"}),
    ("tokenize-unigram", "SentencePiece encoding, unigram, one thread", {"sentencepiece-0.2.3": "SentencePiece 0.2.3"}),
    ("tokenize-bpe", "SentencePiece encoding, BPE, one thread",
     {"sentencepiece-0.2.3": "SentencePiece 0.2.3", "tokenizers-0.23.3": "Hugging Face tokenizers 0.23.3"}),
    ("bleu", "BLEU-2..5 of 10,000 captions against 10,000", {"fast-bleu": "fast-bleu 0.0.90"}),
    ("self-bleu", "their leave-one-out Self-BLEU-2..5", {"fast-bleu": "fast-bleu 0.0.90"}),
]


def data_folder():
    """Of the texts and the oracle that are not in the project; None: it is not there."""
    folder = pathlib.Path(os.environ.get("LINGAN_TEST_DATA", ROOT.parent / "shared" / "data"))
    return folder if folder.is_dir() else None


def setting_text(record):
    """The rival's program and setting: `torch_mle_step.py adam=fused threads=2 wait=unset`."""
    program = [record["rival_program"]] if "rival_program" in record else []
    return " ".join(program + [f"{key}={value}" for key, value in sorted(record["rival_setting"].items())])


def share_text(record):
    return "-" if record["roofline_share"] is None else f"{100 * record['roofline_share']:.0f}%"


def line(record):
    """NAME RIVAL RATIO RIVAL_SECONDS SECONDS SHARE INSTRUCTIONS LOWEST-HIGHEST_RATIO SETTING"""
    if record["name"] == "growth":
        return " ".join(["growth", record["size"], f"{record['exponent']:.3f}", *map(str, record["seconds"])])
    low, high = record["ratio_range"]
    return (f"{record['name']} {record['rival']} {record['ratio']:.1f} {statistics.median(record['rival_seconds']):.6f} "
            f"{statistics.median(record['seconds']):.6f} {share_text(record)} {record['instructions']} {low:.1f}-{high:.1f} "
            f"{setting_text(record)}")


def machine():
    model = "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for each in file:
            if each.startswith("model name"):
                model = each.split(":", 1)[1].strip()
                break
    return {"processor": model, "cores": os.cpu_count(), "system": platform.platform(), "commit": commit()}


def commit():
    """HEAD's, marked where files of the project differ from it, its results aside: they change while they are made."""
    def git(*words):
        return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True).stdout.strip()

    changed = git("status", "--porcelain", "--untracked-files=no", "--", ".", f":!{RESULTS.relative_to(ROOT)}")
    return git("describe", "--always") + ("-dirty" if changed else "")


def with_range(values, form):
    """`median (lowest-highest)`."""
    return f"{form(statistics.median(values))} ({form(min(values))}-{form(max(values))})"


def seconds(value):
    return f"{value:.3g}"


def ratio(value):
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


def table(results):
    about = results["machine"]
    lines = [f"# Measured on {results['date']}, {results['instructions']}", "",
             f"{about['processor']}, {about['cores']} cores, {about['system']}. The last call of `bench/run` that measured jobs of this "
             "table anew was", f"`{results['command']}`, commit {about['commit']}; where it names jobs, the others are of earlier calls on that day. "
             "lingan's kernels ran with", f"{results['instructions']} (Highway's name). Medians of three runs in turn, with "
             "their range; every rival under the fastest of the settings", "that were tried. The share is of the peak float32 "
             "product or copy rate that was measured in the same rounds.", "",
             "| job | rival | threads | times faster | rival, s | lingan, s | share of peak | rival's setting |",
             "|---|---|--:|--:|--:|--:|--:|---|"]
    for record in results["comparisons"]:
        if record["name"] != "growth":
            low, high = record["ratio_range"]
            lines.append(f"| {record['name']} | {record['rival']} | {record['threads']} | {ratio(record['ratio'])} "
                         f"({ratio(low)}-{ratio(high)}) | {with_range(record['rival_seconds'], seconds)} | "
                         f"{with_range(record['seconds'], seconds)} | {share_text(record)} | {setting_text(record)} |")
    grown = [record for record in results["comparisons"] if record["name"] == "growth"]
    if grown:
        lines += ["", "Time of rollouts as one size grows (exponent of time over that size):", "",
                  "| size | exponent |", "|---|--:|"]
        lines += [f"| {record['size']} | {record['exponent']:.2f} |" for record in grown]
    return "\n".join(lines) + "\n"


def kind_of(instructions):
    """What result files are named for."""
    return "avx512" if instructions.startswith("AVX3") else instructions.lower()


def key(record):
    return record["name"], record.get("rival") or record.get("size"), record["threads"]


def save(records, instructions, command):
    """Into bench/results/cpu-INSTRUCTIONS-DATE; what ran replaces its earlier records of that day."""
    date = datetime.date.today().isoformat()
    path = RESULTS / f"cpu-{kind_of(instructions)}-{date}.json"
    known = {}
    if path.exists():
        known = {key(record): record for record in json.loads(path.read_text())["comparisons"]}
    known.update({key(record): record for record in records})
    kept = sorted(known.values(), key=lambda record: NAMES.index(record["name"]))
    results = {"date": date, "machine": machine(), "instructions": instructions, "command": command, "comparisons": kept}
    for target, text in ((path, json.dumps(results, indent=1) + "\n"), (path.with_suffix(".md"), table(results))):
        part = target.with_name(target.name + ".part")
        part.write_text(text)
        part.replace(target)
    return path.relative_to(ROOT)


def fullest(kind):
    """Records by (comparison, rival) of the results of a kind of machine that have most rows of README's table, the
    newest of equals: columns are never put together from machines of several days."""
    files = sorted(RESULTS.glob(f"cpu-{kind}-*.json"))
    all_records = [{key(record)[:2]: record for record in json.loads(file.read_text())["comparisons"]} for file in files]
    wanted = {(name, rival) for name, _, rivals in README_ROWS for rival in rivals}
    return max(reversed(all_records), key=lambda records: len(wanted & records.keys()), default={})


def readme_rows():
    """README's table out of the fullest results of both kinds of machine."""
    columns = [fullest("avx512"), fullest("avx2")]
    lines = ["| job | rival | times faster, AVX-512 | AVX2 |", "|---|---|--:|--:|"]
    for name, job, rivals in README_ROWS:
        for rival, text in rivals.items():
            records = [column.get((name, rival)) for column in columns]
            cells = ["" if record is None else ratio(record["ratio"]) for record in records]
            if any(cells):
                lines.append(f"| {job} | {text} | {cells[0]} | {cells[1]} |")
                job = ""
    return "\n".join(lines)
