#!/usr/bin/env python3
"""The program as a process: its standard descriptors, signals, and limits of the system.

Usage: process_test.py PROGRAM CHECKOUT
"""
import filecmp
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time

from walk import Program, become_nobody, check, children, is_gone

SMALL = ("--tokenizer whitespace --min-count 2 --threads 1 --set training.pretrain_epochs={epochs} "
         "--set generator.hidden_width=8 --set generator.embedding_width=8 --corpus text")
TRAIN = f"train --recipe mle --seed 3 {SMALL} --run {{run}}"
COMPARE = f"compare --recipes mle --seeds 1 -n 20 {SMALL} --out {{run}}"


def prepare(program):
    shutil.copy(program.checkout / "corpora" / "english.grammar", program.folder / "grammar")
    with open(program.folder / "text", "wb") as file:
        program.succeed("corpus generate grammar -n 300 --seed 1", stdout=file)
    program.succeed("tokenizer train --corpus text --out tokenizer")
    program.succeed(TRAIN.format(epochs=4, run="whole"))


def check_same_run(program, run):
    ours, whole = program.folder / run, program.folder / "whole"
    names = {path.relative_to(folder) for folder in (ours, whole) for path in folder.rglob("*") if path.is_file()}
    for name in names - {type(ours)("timing.json")}:
        check((ours / name).exists() and (whole / name).exists(), run, name, "is in one run only")
        check(filecmp.cmp(ours / name, whole / name, shallow=False), run, name, "differs")


def closing(*numbers):
    def close():
        for number in numbers:
            os.close(number)
    return close


def check_standard_descriptors(program):
    """No file gets the number of a descriptor that the caller closed."""
    for numbers in ((2,), (1, 2), (0, 1, 2), (0, 2)):
        line = "corpus split text --out-train train --out-valid valid"
        done = program.run(line, preexec_fn=closing(*numbers))
        check(done.returncode == 0, line, numbers, done.returncode)
        counts = [(program.folder / name).read_bytes().count(b"\n") for name in ("train", "valid")]
        check(counts == [270, 30], line, numbers, *counts)
        run = "closed-" + "".join(map(str, numbers))
        check(program.run(TRAIN.format(epochs=4, run=run), preexec_fn=closing(*numbers)).returncode == 0, run)
        check_same_run(program, run)
        for text in (program.folder / run / "metrics.jsonl").read_text().splitlines():
            json.loads(text)


def check_readers_that_leave(program):
    """Losing stderr ends nothing."""
    out, into = os.pipe()
    os.close(out)
    done = program.run(TRAIN.format(epochs=4, run="unread"), stderr=into)
    check(done.returncode == 0, "train 2> a pipe without a reader: exit", done.returncode)
    check_same_run(program, "unread")
    done = program.run("corpus split text --out-train train --out-valid valid", stderr=into)
    check(done.returncode == 0, "split 2> a pipe without a reader: exit", done.returncode)
    os.close(into)
    with open("/dev/full", "wb") as full:
        check(program.run(TRAIN.format(epochs=4, run="full"), stderr=full).returncode == 0, "train 2> /dev/full")
    check_same_run(program, "full")


def wait_for(path, seconds=60):
    end = time.monotonic() + seconds
    while not path.exists():
        check(time.monotonic() < end, path, "does not come")
        time.sleep(0.02)


def start(program, line, before=(), **options):
    arguments = line.split() if isinstance(line, str) else line
    return subprocess.Popen([*before, program.lingan, *arguments], cwd=program.folder, stdin=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, **options)


def check_signals_in_training(program):
    """The run is saved at INT, TERM, HUP and XCPU, and goes on to the same bytes."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGXCPU):
        run = f"stopped-{number.name}"
        line = TRAIN.format(epochs=200, run=run)
        process = start(program, line)
        wait_for(program.folder / run / "checkpoint.safetensors")
        process.send_signal(number)
        _, error = process.communicate(timeout=60)
        check(process.returncode == 130 and b"continue it with --resume" in error, number.name, "exit",
              process.returncode, error)
        check(not list((program.folder / run).rglob(".lingan-*")), number.name, "leaves temporary files")


def end_early(program, line, folder, number, seconds):
    """Ends a command by a signal some seconds after it made its folder."""
    process = start(program, line)
    while not folder.exists() and process.poll() is None:
        pass
    time.sleep(seconds)
    process.send_signal(number)
    process.communicate(timeout=60)
    check(process.returncode in (0, 130, -number), line, number.name, "exit", process.returncode)


def check_signals_at_the_start(program):
    """However early a training or a comparison ends, nothing is left that would stop the next."""
    runs = {TRAIN.format(epochs=4, run="early"): "", COMPARE.format(epochs=4, run="early"): "mle/seed-1"}
    folder = program.folder / "early"
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        for milliseconds in (0, 1, 3, 10, 30):
            for line, run in runs.items():
                end_early(program, line, folder, number, milliseconds / 1000)
                is_run = (folder / run / "run.json").exists()
                if number != signal.SIGKILL:
                    check(is_run or not folder.exists(), line, number.name, "leaves", *folder.rglob("*"))
                program.succeed("train --resume --run early" if is_run and not run else line)
                if not run:
                    check_same_run(program, "early")
                check(not list(folder.rglob(".lingan-*")), line, number.name, "leaves temporary files")
                shutil.rmtree(folder)


def check_inherited_ignores(program):
    for number in (signal.SIGINT, signal.SIGHUP):
        run = f"ignored-{number.name}"
        process = start(program, TRAIN.format(epochs=4, run=run),
                        preexec_fn=lambda number=number: signal.signal(number, signal.SIG_IGN))
        while process.poll() is None:
            process.send_signal(number)
            time.sleep(0.05)
        check(process.returncode == 0, number.name, "was ignored, exit", process.returncode, process.stderr.read())
        process.stderr.close()
        check_same_run(program, run)


def check_temporary_files(program):
    """A command that a signal ends leaves neither a copy of its input nor half an output."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL):
        spools = program.folder / "spools"
        spools.mkdir()
        out, into = os.pipe()
        process = start(program, f"corpus split /dev/fd/{out} --out-train train --out-valid valid", pass_fds=[out],
                        env={**os.environ, "TMPDIR": str(spools)})
        os.write(into, b"a line\n" * 100)
        time.sleep(0.3)
        process.send_signal(number)
        process.communicate(timeout=60)
        os.close(out)
        os.close(into)
        check(process.returncode == -number, number.name, "exit", process.returncode)
        check(not list(spools.iterdir()), number.name, "leaves", *spools.iterdir())
        spools.rmdir()
    os.mkfifo(program.folder / "fifo")
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGUSR1):
        # The pipe has no reader: the command waits with its other output begun.
        process = start(program, "corpus split text --out-train begun --out-valid fifo")
        end = time.monotonic() + 60
        while not list(program.folder.glob(".lingan-*")) and time.monotonic() < end:
            time.sleep(0.02)
        process.send_signal(number)
        process.communicate(timeout=60)
        check(process.returncode == -number, number.name, "exit", process.returncode)
        check(not list(program.folder.glob(".lingan-*")), number.name, "leaves half an output")
        check(not (program.folder / "begun").exists(), number.name, "leaves half an output")


def check_commands_of_the_user(program):
    """One that is waited for ends with the program."""
    for number in (signal.SIGINT, signal.SIGTERM):
        process = start(program, ["eval", "--hypotheses", "text", "--references", "text", "--metrics", "frechet",
                                  "--encoder", "sleep 123.5"])
        end = time.monotonic() + 60
        while not (commands := children(process.pid)) and time.monotonic() < end:
            time.sleep(0.05)
        check(commands, "the encoder does not begin")
        process.send_signal(number)
        process.communicate(timeout=60)
        check(process.returncode == -number, number.name, "exit", process.returncode)
        while not all(map(is_gone, commands)):
            check(time.monotonic() < end, number.name, "leaves the encoder behind")
            time.sleep(0.05)


def check_first_process(program):
    """As the first process of a container, whose default actions the system leaves out."""
    before = ["unshare", "-pf", "--mount-proc"]
    if os.geteuid() != 0 or subprocess.run([*before, "true"], check=False, stderr=subprocess.DEVNULL).returncode != 0:
        print("left out: no right to make a namespace of processes")
        return
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        process = start(program, "corpus stats fifo", before)
        end = time.monotonic() + 60
        while not (first := children(process.pid)) and time.monotonic() < end:
            time.sleep(0.1)
        time.sleep(0.3)
        os.kill(first[0], number)
        process.communicate(timeout=60)
        check(process.returncode in (128 + number, -number), "PID 1,", number.name, "exit", process.returncode)


def check_memory(program):
    """Every limit ends in one line of lingan's own, or in success."""
    if "ASAN_OPTIONS" in os.environ:
        print("left out: a sanitizer's memory cannot be bounded")
        return
    recipe = ("train --recipe seqgan --tokenizer whitespace --threads 1 --corpus text --quiet --set "
              "generator.hidden_width=2048 --set training.pretrain_epochs=1 --set training.adversarial_rounds=1 "
              "--set training.discriminator_pretrain_rounds=1 --run limited")
    seen = set()
    for mebibytes in (300, 440, 500, 900, 1000, 1100, 1300, 1600):
        def limit(mebibytes=mebibytes):
            resource.setrlimit(resource.RLIMIT_AS, (mebibytes << 20, mebibytes << 20))
        shutil.rmtree(program.folder / "limited", ignore_errors=True)
        done = program.run(recipe, preexec_fn=limit)
        error = done.stderr.decode()
        said = {words for words in ("out of memory", "too few to load libtorch") if words in error}
        is_told = done.returncode == 1 and error.count("\n") == 1 and said
        check(done.returncode == 0 or is_told, mebibytes, "MiB: exit", done.returncode, error)
        seen |= said
    check(len(seen) == 2, "of two limits of memory were met:", *seen)


def check_stack(program):
    """A stack in which the program would crash is refused in one line."""
    for kibibytes in (64, 256, 1023, 1024):
        def limit(kibibytes=kibibytes):
            resource.setrlimit(resource.RLIMIT_STACK, (kibibytes << 10, kibibytes << 10))
        for line in ("corpus stats text", "sample whole -n 1", TRAIN.format(epochs=1, run=f"stack-{kibibytes}")):
            done = program.run(line, preexec_fn=limit)
            if kibibytes >= 1024:
                check(done.returncode == 0, line, kibibytes, "KiB of stack: exit", done.returncode, done.stderr)
                continue
            check(done.returncode == 1 and done.stderr.count(b"\n") == 1 and b"ulimit -s" in done.stderr, line, kibibytes,
                  "KiB of stack: exit", done.returncode, done.stderr)


def check_descriptors(program):
    """However few files may be open, a command ends in one line that says so; at the least, in the loader's words."""
    if "ASAN_OPTIONS" in os.environ:
        print("left out: a sanitizer opens files of its own")
        return
    train = TRAIN.format(epochs=1, run="few")
    seen = set()
    for line in (train, COMPARE.format(epochs=1, run="few"), "sample whole -n 2", "eval whole -n 20",
                 "corpus stats text", "corpus split text --out-train few.train --out-valid few.valid",
                 "eval --hypotheses text --references text",
                 "tokenizer train --corpus text --tokenizer bpe --vocab-size 300 --out few.bpe"):
        for files in range(3, 16):
            def limit(files=files):
                resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
            shutil.rmtree(program.folder / "few", ignore_errors=True)
            done = program.run(line, preexec_fn=limit)
            error = done.stderr.decode()
            is_loader = "error while loading shared libraries" in error and done.returncode == 127
            told = [text for text in error.splitlines() if not text.startswith("read ")]
            is_told = done.returncode == 1 and len(told) == 1 and "too many" in told[0].lower()
            check(done.returncode == 0 or is_told or is_loader, line, files, "files: exit", done.returncode, error)
            check(done.returncode == 0 or not (program.folder / "few").exists(), line, files, "files: leaves a folder")
            seen |= {line} if is_told else set()
    check(train in seen, "no limit of files was met")


def check_threads(program):
    """Where no thread starts, fewer do."""
    if not program.is_for_nobody():
        return

    def become_limited(processes):
        def become():
            resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))
            become_nobody()  # who has no processes yet
        return become
    for processes in (2, 3, 4, 6):  # some threads start and others do not
        for line in ("corpus stats text", "eval --hypotheses text --references text --threads 4"):
            done = program.run(line, preexec_fn=become_limited(processes))
            check(done.returncode == 0, line, "with", processes, "threads: exit", done.returncode, done.stderr)
    if "ASAN_OPTIONS" in os.environ:
        print("left out: a sanitizer looks for leaks in a thread of its own")
        return
    for line in ("corpus stats text", "tokenizer encode tokenizer text", "corpus generate grammar -n 20",
                 "tokenizer train --corpus text --tokenizer bpe --vocab-size 60 --out bpe",
                 "tokenizer train --corpus text --tokenizer unigram --vocab-size 60 --out unigram",
                 "eval --hypotheses text --references text --threads 4",
                 TRAIN.replace("--threads 1", "--threads 4").format(epochs=1, run="alone")):
        done = program.run(line, preexec_fn=become_limited(1))
        is_told = done.returncode == 1 and done.stderr.count(b"\n") == 1
        check(done.returncode == 0 or is_told, line, "without threads: exit", done.returncode, done.stderr)


def check_openmp_threads(program):
    """A number of threads that is none is told in one line, of lingan's own."""
    for value in ("2", "2,1", " 2 ", "", "-4", "abc", "0", "4,", "99999999999999999999"):
        more = ("--version", "eval whole -n 20 --metrics unique", TRAIN.format(epochs=1, run="openmp"))
        for line in ("corpus stats text", "sample whole -n 1", *(more if value == "abc" else ())):
            environment = {**os.environ, "OMP_NUM_THREADS": value}
            done = program.run(line, env=environment)
            told = [text for text in done.stderr.decode().splitlines() if "OMP_NUM_THREADS" in text]
            is_bad = value.strip() not in ("2", "2,1", "")
            check(done.returncode == 0 and len(told) == is_bad, value, line, "exit", done.returncode, done.stderr)
            check(all(text.startswith("lingan: OMP_NUM_THREADS=") for text in told), value, line, *told)
    done = program.run("sample whole -n 1 --quiet", env={**os.environ, "OMP_NUM_THREADS": "abc"})
    check(done.returncode == 0 and not done.stderr, "--quiet is not:", done.stderr)


def check_progress(program):
    """Long work shows its share and the time left on a terminal; of a job within a job, the rate is its own."""
    run = ("train --recipe seqgan --run judged --set training.discriminator_pretrain_rounds=1 --set training.discriminator_samples=64 "
           "--set training.adversarial_rounds=1 --set strategy.policy-gradient.rollouts=2 --set discriminator.filter_widths=[2] "
           "--set discriminator.filter_counts=[8] " + SMALL.format(epochs=1))
    program.succeed(run)
    for line, wanted in (("gradients judged --estimators rollouts --estimates 1000000", rb"measuring +\d+ %  .* left"),
                         ("eval whole -n 40000 --metrics reverse-lm", rb"learning an LSTM from 40000 sentences .* left"),
                         ("eval judged -n 40000 --metrics embedding-similarity --intervals",
                          rb"leaving out +\d+ %  \d+/20 groups .* left")):
        is_shown, text = program.shown_on_terminal(line, wanted)
        check(is_shown, line, "shows no progress:", text)


def main():
    with Program(sys.argv[1], sys.argv[2]) as program:
        prepare(program)
        for test in (check_standard_descriptors, check_readers_that_leave, check_signals_in_training,
                     check_signals_at_the_start, check_inherited_ignores, check_temporary_files,
                     check_commands_of_the_user, check_first_process, check_memory, check_stack, check_descriptors, check_threads,
                     check_openmp_threads, check_progress):
            test(program)
            print(test.__name__.replace("_", " "), flush=True)


if __name__ == "__main__":
    main()
