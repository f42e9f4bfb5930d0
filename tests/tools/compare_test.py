#!/usr/bin/env python3
"""lingan compare with several jobs: the files of one job, whatever ends a worker or the program on the way.

Usage: compare_test.py PROGRAM CHECKOUT
"""
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time

from walk import Program, check, children, is_gone

COMPARE = ("compare --recipes mle,seqgan,gsgan --seeds 2 -n 30 --temperatures 0.5,2 --tokenizer whitespace --corpus text "
           "--set training.pretrain_epochs=2 --set training.adversarial_rounds={rounds} "
           "--set training.discriminator_pretrain_rounds=1 --set training.discriminator_samples=64 "
           "--set training.evaluate_samples=20 --set strategy.policy-gradient.rollouts=2 --set discriminator.filter_widths=[2] "
           "--set discriminator.filter_counts=[8] --jobs {jobs} --threads 2 --out {out}")
ROUNDS = 3
LONG = 3000  # rounds that no test waits for


def files(folder):
    """All files, but for times, by name: timing.json of a run, and what comparison.json has of it."""
    contents = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    without = {name: data for name, data in contents.items() if not name.endswith("timing.json")}
    comparison = json.loads(contents["comparison.json"])
    for recipe in comparison["recipes"]:
        del recipe["seconds"]
    without["comparison.json"] = json.dumps(comparison).encode()
    return without


def check_same(one, other):
    check(one.keys() == other.keys(), "other files:", one.keys() ^ other.keys())
    for name, data in one.items():
        check(other[name] == data, name, "has other bytes")


def check_runs(program):
    """Three roles, each at all temperatures, and the resampled starts at 1."""
    comparison = json.loads((program.folder / "one/comparison.json").read_text())
    runs = comparison["runs"]
    measured = sorted((run["recipe"], run["role"], run["seed"]) for run in runs)
    check(measured == sorted([("mle", "trained", seed) for seed in (1, 2)] +
                             [(recipe, role, seed) for recipe in ("seqgan", "gsgan")
                              for role in ("start", "control", "trained", "resampled") for seed in (1, 2)]), measured)
    for run in runs:
        swept = [1] if run["role"] == "resampled" else [0.5, 1, 2]
        check([point["temperature"] for point in run["frontier"]] == swept, run)
    taught = {gain["recipe"] for gain in comparison["verdict"]["resampled"]["gains"]}
    check(taught == {"seqgan", "gsgan"}, comparison["verdict"]["resampled"])
    check("relaxed sentences" in comparison["recipes"][2]["notes"]["resampled"], comparison["recipes"][2])
    picture = (program.folder / "one/frontiers.svg").read_text()
    check(">seqgan: resampled</text>" in picture, "no mark of what D could teach")
    trained = [run["frontier"][1]["metrics"]["bleu-2"] for run in runs if run["recipe"] == "gsgan" and run["role"] == "trained"]
    check(trained == comparison["recipes"][2]["metrics"]["bleu-2"], trained)
    lines = (program.folder / "one/comparison.tsv").read_text().splitlines()
    for name in ("seqgan.control\tpolicy-gradient\t2\tself-bleu-3\t", "gsgan.start\tgumbel-softmax\t1\tnll-gen\t",
                 "seqgan.resampled\tpolicy-gradient\t1\teffective-sample-size\t", "gsgan\tgumbel-softmax\t1\tbleu-2@0.5\t"):
        check(sum(line.startswith(name) for line in lines) == 1, name)
    folders = sorted(path.name for path in (program.folder / "one").iterdir() if path.is_dir())
    check(folders == ["gsgan", "gsgan.control", "mle", "mle.start", "seqgan", "seqgan.control", "seqgan.start"], folders)


def start(program, **settings):
    return subprocess.Popen([program.lingan, *COMPARE.format(**settings).split()], cwd=program.folder,
                            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def wait_for(what, holds):
    end = time.monotonic() + 120
    while not holds():
        check(time.monotonic() < end, what, "does not come")
        time.sleep(0.05)


def begun(program, out):
    """A comparison whose adversarial runs train, all with a checkpoint."""
    process = start(program, rounds=LONG, jobs=2, out=out)
    folder = program.folder / out
    wait_for("an adversarial run", lambda: len(list(folder.glob("seqgan*/seed-*/checkpoint.safetensors"))) >= 3)
    return process


def check_endings(program):
    """A worker that dies is told with its run; a signal saves all; nobody stays behind."""
    for name, victim, number, code in (("killed worker", "worker", signal.SIGKILL, 1), ("interrupt", "program", signal.SIGINT, 130),
                                       ("term", "program", signal.SIGTERM, 130), ("kill", "program", signal.SIGKILL, -9)):
        process = begun(program, "ended")
        workers = children(process.pid)
        check(len(workers) == 2, name, "workers:", *workers)
        if name == "kill":  # the workers cannot save anything, and end all the same
            for worker in workers:
                os.kill(worker, signal.SIGSTOP)
        os.kill(workers[0] if victim == "worker" else process.pid, number)
        _, error = process.communicate(timeout=120)
        lines = [line for line in error.decode().splitlines() if line.startswith("lingan: ")]
        check(process.returncode == code, name, "exit", process.returncode, error)
        if victim == "worker":
            check(re.search(r"^lingan: \S+/seed-\d: its process ended by signal 9: Killed", lines[-1]), error)
        elif code == 130:
            check(lines[-1] == "lingan: interrupted; the runs are saved, and the same command goes on", error)
        wait_for("the end of " + name, lambda workers=workers: all(map(is_gone, workers)))
        left = list((program.folder / "ended").rglob(".lingan-*"))
        check(not left or number == signal.SIGKILL, name, "leaves temporary files:", *left)  # swept by the next call
        # What it was about to do, with fewer rounds, is not what is there.
        done = program.run(COMPARE.format(rounds=ROUNDS, jobs=2, out="ended"))
        check(done.returncode == 2 and b"holds a run of another recipe" in done.stderr, done.stderr)
        shutil.rmtree(program.folder / "ended")


def check_end_of_measuring(program):
    """A signal is heard while runs are measured, too."""
    for jobs in (1, 2):
        line = COMPARE.format(rounds=ROUNDS, jobs=jobs, out="measured").replace("-n 30", "-n 30000")
        process = subprocess.Popen([program.lingan, *line.split()], cwd=program.folder, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        wait_for("a run to measure", lambda: list(program.folder.glob("measured/*/seed-*/timing.json")))
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=120)
        check(process.returncode == 130, "exit", process.returncode, error)
        check(error.decode().splitlines()[-1] == "lingan: interrupted; the runs are saved, and the same command goes on", error)
        check(not list(program.folder.glob("measured/*/seed-*/frontier.json")), "it measured on")
        shutil.rmtree(program.folder / "measured")


def check_going_on(program, whole):
    """A comparison that is killed again and again comes to the files of one that never was."""
    for seconds in (0.5, 1, 1.5, 2):
        process = start(program, rounds=ROUNDS, jobs=2, out="going")
        workers = []
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            workers = children(process.pid)
            process.kill()
        process.communicate()
        wait_for("the workers' end", lambda workers=workers: all(map(is_gone, workers)))
    program.succeed(COMPARE.format(rounds=ROUNDS, jobs=2, out="going"))
    check_same(files(program.folder / "going"), whole)


def check_notices(program, stderr):
    """What runs have to say comes with the name of the first, once, on a line of its own where a terminal shows progress."""
    runs = re.findall(r"^lingan: (\S+): strategy\.policy-gradient\.baseline", stderr, re.MULTILINE)
    check(len(runs) == 1 and re.fullmatch(r"seqgan(\.control)?/seed-[12]", runs[0]), stderr)
    is_shown, text = program.shown_on_terminal(COMPARE.format(rounds=ROUNDS, jobs=2, out="shown"),
                                               rb"\r\x1b\[Klingan: seqgan/seed-\d: strategy")
    check(is_shown, "no notice on a cleared line:", text)


def check_ensemble(program, whole):
    """Beside the recipes, whose runs are as they were; of three starts, one of them of a seed that nothing else has."""
    program.succeed(COMPARE.format(rounds=ROUNDS, jobs=2, out="beside") + " --ensemble 3 --starts one")
    contents = files(program.folder / "beside")
    for name, data in whole.items():
        check("/" not in name or contents[name] == data, name, "has other bytes")
    comparison = json.loads(contents["comparison.json"])
    check(comparison["recipes"][-1]["strategy"] == "mean of 3 starts", comparison["recipes"][-1])
    nll = {}
    for run in comparison["runs"]:
        if run["role"] != "resampled":
            nll.setdefault(run["recipe"], []).append(run["frontier"][1]["metrics"]["nll-gen"])
    check(len(nll["mle.ensemble"]) == 4, "two ensembles, each beside its start")
    check(max(nll["mle.ensemble"][1::2]) < max(nll["mle"]), nll)
    check("mle.start/seed-3/checkpoint.safetensors" in contents, "no third start")
    check("mle.start/seed-3/frontier.json" not in contents, "a start is measured that nobody asks for")


def check_top_p(program, whole):
    """The runs that are there, swept over top-p, and over temperatures again: points of one sweep are none of the other's."""
    program.succeed(COMPARE.format(rounds=ROUNDS, jobs=2, out="one").replace("--temperatures 0.5,2", "--top-p 0.5"))
    comparison = json.loads((program.folder / "one/comparison.json").read_text())
    for run in comparison["runs"]:
        swept = [1] if run["role"] == "resampled" else [0.5, 1]
        check([point["top-p"] for point in run["frontier"]] == swept, run)
        check(all(("nll-gen" in point["metrics"]) == (point["top-p"] == 1 and run["role"] != "resampled")
                  for point in run["frontier"]), run)
    check("at the top-p at which they are as diverse" in comparison["verdict"]["text"], comparison["verdict"]["text"])
    check("\tbleu-2@top-p:0.5\t" in (program.folder / "one/comparison.tsv").read_text(), "no bleu-2@top-p:0.5")
    check("sampling top-p swept" in (program.folder / "one/frontiers.svg").read_text(), "the picture names no top-p")
    program.succeed(COMPARE.format(rounds=ROUNDS, jobs=2, out="one"))
    contents = files(program.folder / "one")
    for name in ("comparison.json", "comparison.tsv", "frontiers.svg"):
        check(contents[name] == whole[name], name, "has other bytes after another sweep")
    done = program.run(COMPARE.format(rounds=ROUNDS, jobs=2, out="one") + " --top-p 0.5")
    check(done.returncode == 2 and b"--temperatures has no effect beside --top-p" in done.stderr, done.stderr)


def check_without_pretraining(program):
    """A recipe whose start has no step to take."""
    program.succeed("compare --recipes cot --seeds 1 -n 30 --temperatures 1 --tokenizer whitespace --corpus text --jobs 2 --threads 2 "
                    "--set training.adversarial_rounds=2 --set generator.hidden_width=8 --out cooperative")
    roles = {run["role"] for run in json.loads((program.folder / "cooperative/comparison.json").read_text())["runs"]}
    check({"start", "trained"} <= roles, roles)


def main():
    with Program(sys.argv[1], sys.argv[2]) as program:
        grammar = str(program.checkout / "corpora/english.grammar")
        (program.folder / "text").write_bytes(program.succeed(["corpus", "generate", grammar, "-n", "150"]).stdout)
        program.succeed(COMPARE.format(rounds=ROUNDS, jobs=1, out="one"))
        whole = files(program.folder / "one")
        check_runs(program)
        done = program.succeed(COMPARE.format(rounds=ROUNDS, jobs=3, out="three"))
        check_notices(program, done.stderr.decode())
        check_same(files(program.folder / "three"), whole)
        check_going_on(program, whole)
        check_endings(program)
        check_end_of_measuring(program)
        check_ensemble(program, whole)
        check_top_p(program, whole)
        check_without_pretraining(program)
        without = COMPARE.format(rounds=ROUNDS, jobs=2, out="without") + " --controls none"
        program.succeed(without)
        check(not (program.folder / "without/gsgan.control").exists(), "--controls none makes controls")
        check(not (program.folder / "without/gsgan/seed-1/resampled.json").exists(), "--controls none resamples starts")
    print("the same files by 1 and 3 jobs, and after ends of all sorts")


if __name__ == "__main__":
    main()
