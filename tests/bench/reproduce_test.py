#!/usr/bin/env python3
"""bench/reproduce, with a program that trains nothing: rows, what is shown of them, and going on.

Usage: reproduce_test.py LINGAN
"""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

LINGAN = pathlib.Path(sys.argv.pop(1)).resolve()
ROOT = pathlib.Path(__file__).resolve().parents[2]

# Writes the comparison that $STATE/comparison.json is, or fails where $STATE/fails names the recipe. Where $STATE/waits is, it
# writes its process id there and waits for a signal: to save what it has, or, USR1, to go on.
STAND_IN = """#!/bin/sh
if [ "$1" = --version ]; then echo "lingan stand-in"; exit 0; fi
echo "$*" >> "$STATE/calls"
if [ "$1" = corpus ]; then echo "a sentence ."; exit 0; fi
recipe=${3##*,}
while [ $# -gt 0 ]; do [ "$1" = --out ] && out=$2; shift; done
if grep -qsx "$recipe" "$STATE/fails"; then exit 1; fi
if grep -qsx "$recipe" "$STATE/refuses"; then exit 2; fi
if [ -e "$STATE/waits" ]; then
  trap 'sleep 1; touch "$STATE/saved"; exit 130' INT TERM
  trap 'on=yes' USR1
  on=no
  echo $$ > "$STATE/waits"
  for tenth in $(seq 300); do if [ $on = no ]; then sleep 0.1; fi; done
fi
mkdir -p "$out" && sed "s/RECIPE/$recipe/g" "$STATE/comparison.json" > "$out/comparison.json"
"""


def run_of(role, seed, nll):
    points = [{"temperature": 1.0, "metrics": {"nll-gen": nll, "bleu-4": None}},
              {"temperature": 1.3, "metrics": {"nll-gen": 9.0}}]
    return {"recipe": "RECIPE", "role": role, "seed": seed, "frontier": points}


COMPARISON = {
    "runs": [run_of("trained", 1, 2.0), run_of("trained", 2, 2.2), run_of("start", 1, 2.5), run_of("start", 2, 2.5),
             run_of("control", 1, 2.4), run_of("control", 2, 2.6)],
    "verdict": {"gains": [
        {"recipe": "RECIPE", "over": "start", "quality": "mauve", "diversity": None, "mean": None, "outcome": "not judged"},
        {"recipe": "RECIPE", "over": "start", "quality": "bleu-4", "diversity": "self-bleu-4", "mean": 0.02, "outcome": "tie"},
        {"recipe": "RECIPE", "over": "control", "quality": "bleu-4", "diversity": "self-bleu-4", "mean": -0.01, "outcome": "worse",
         "p-holm": 0.012345, "seeds": []}]},
}


class Reproduce(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.top)
        (self.top / "comparison.json").write_text(json.dumps(COMPARISON))
        program = self.top / "lingan"
        program.write_text(STAND_IN)
        program.chmod(0o755)

    def call_of(self, *arguments, data=ROOT / "nowhere"):
        command = [sys.executable, ROOT / "bench" / "reproduce", "--program", self.top / "lingan", "--folder", self.top / "runs",
                   "--out", self.top / "record.md", *arguments]
        return {"args": list(map(str, command)), "env": os.environ | {"STATE": str(self.top), "LINGAN_TEST_DATA": str(data)}}

    def run_it(self, *arguments, **options):
        return subprocess.run(**self.call_of(*arguments, **options), capture_output=True, text=True, timeout=60)

    def wait_for(self, found):
        for _ in range(300):
            if found():
                return
            time.sleep(0.1)
        self.fail("waited for 30 seconds")

    def stopped_by(self, number, whole_group):
        """bench/reproduce, stopped while lingan works: its exit status."""
        (self.top / "waits").touch()
        process = subprocess.Popen(**self.call_of("--tasks", "grammar", "--recipes", "seqgan"), stderr=subprocess.DEVNULL,
                                   start_new_session=True, preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
        self.wait_for(lambda: (self.top / "waits").read_text())
        os.killpg(process.pid, number) if whole_group else process.send_signal(number)
        status = process.wait(timeout=30)
        (self.top / "waits").unlink()
        return status

    def data(self):
        """A folder with the files that the tasks read, empty."""
        folder = self.top / "data"
        for name in ("oracle/seqgan_target_lstm.safetensors", "coco/image_coco.train.tok.txt", "coco/image_coco.test.tok.txt"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).touch()
        return folder

    def record(self):
        return (self.top / "record.md").read_text()

    def test_shows_what_runs_and_controls_had(self):
        done = self.run_it("--tasks", "grammar", "--recipes", "seqgan", "--set", "training.pretrain_epochs=7")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("| seqgan | nll-gen | - | 2.100 ± 0.141 | 2.500 ± 0.141 | 2.500 ± 0.000 | 2 |", self.record())
        self.assertIn("| seqgan | bleu-4 | - | - | - | - | 2 |", self.record())  # null has no value
        self.assertIn("- seqgan: bleu-4 at equal self-bleu-4 over the start: +0.0200, tie; "
                      "bleu-4 at equal self-bleu-4 over the control: -0.0100, worse (p = 0.012); "
                      "without a verdict by mauve.", self.record())
        self.assertNotIn(str(self.top), self.record())
        self.assertIn("--set training.pretrain_epochs=7", (self.top / "calls").read_text())

    def test_cuts_schedules_and_says_where(self):
        self.run_it("--tasks", "grammar", "--recipes", "relgan")
        self.assertIn("cut: generator.hidden_width=128, ", self.record())
        self.assertIn("--set generator.hidden_width=128 ", (self.top / "calls").read_text())

    def test_keeps_finished_rows_and_goes_on_after_a_failure(self):
        (self.top / "fails").write_text("gsgan\n")
        done = self.run_it("--tasks", "grammar", "--recipes", "seqgan,gsgan,cot")
        self.assertEqual(done.returncode, 1)
        self.assertIn("grammar: gsgan: lingan ended with 1; call again to go on", done.stderr)
        self.assertIn("| seqgan | nll-gen", self.record())
        self.assertNotIn("| gsgan |", self.record())
        (self.top / "fails").unlink()
        self.assertEqual(self.run_it("--tasks", "grammar", "--recipes", "gsgan").returncode, 0)
        self.assertIn("| seqgan | nll-gen", self.record())
        self.assertIn("| gsgan | nll-gen", self.record())
        drawn = [call for call in (self.top / "calls").read_text().splitlines() if call.startswith("corpus")]
        self.assertEqual(len(drawn), 3)  # once for all

    def test_an_interrupt_waits_until_lingan_has_saved(self):
        self.assertEqual(self.stopped_by(signal.SIGINT, whole_group=True), 130)
        self.assertTrue((self.top / "saved").exists())
        self.assertNotIn("seqgan", self.record())

    def test_a_kill_leaves_no_lingan_behind_and_the_next_call_goes_on(self):
        self.assertEqual(self.stopped_by(signal.SIGKILL, whole_group=False), -signal.SIGKILL)
        self.wait_for((self.top / "saved").exists)
        self.assertEqual(self.run_it("--tasks", "grammar", "--recipes", "seqgan").returncode, 0)
        self.assertIn("| seqgan | nll-gen", self.record())

    def test_keeps_what_another_call_adds_meanwhile(self):
        (self.top / "waits").touch()
        slow = subprocess.Popen(**self.call_of("--tasks", "grammar", "--recipes", "seqgan"), stderr=subprocess.DEVNULL)
        self.wait_for(lambda: (self.top / "waits").read_text())
        waiting = int((self.top / "waits").read_text())
        (self.top / "waits").unlink()
        self.assertEqual(self.run_it("--tasks", "grammar", "--recipes", "cot").returncode, 0)
        os.kill(waiting, signal.SIGUSR1)
        self.assertEqual(slow.wait(timeout=30), 0)
        self.assertIn("| cot | nll-gen", self.record())
        self.assertIn("| seqgan | nll-gen", self.record())

    def test_refuses_what_is_no_record_in_one_line(self):
        for text in ("", "{", "[1]", '[{"task": "grammar"}]'):
            (self.top / "record.json").write_text(text)
            done = self.run_it("--tasks", "grammar", "--recipes", "seqgan")
            self.assertEqual(done.returncode, 1)
            self.assertIn("record.json: not a record of this version", done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1)
            self.assertEqual((self.top / "record.json").read_text(), text)

    def test_tells_before_training_where_the_record_cannot_be_written(self):
        self.run_it("--tasks", "grammar", "--recipes", "seqgan", "--out", self.top / "new" / "record.md")
        self.assertTrue((self.top / "new" / "record.json").exists())
        trained = len(self.calls_of("seqgan"))
        (self.top / "file").touch()
        done = self.run_it("--tasks", "grammar", "--recipes", "seqgan", "--out", self.top / "file" / "record.md")
        self.assertEqual(done.returncode, 1)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        self.assertIn("file", done.stderr)
        self.assertEqual(len(self.calls_of("seqgan")), trained)

    def test_says_what_a_row_took(self):
        self.run_it("--tasks", "grammar", "--recipes", "seqgan")
        self.assertRegex(self.record(), r"- seqgan, 0.0 core-minutes \(0.0 min\), at most [0-9]+ MiB a process, ")
        (self.top / "runs" / "grammar" / "cot").mkdir()  # of a call that was stopped
        self.run_it("--tasks", "grammar", "--recipes", "cot")
        self.assertIn("- cot, 0.0 core-minutes in its last call (0.0 min), ", self.record())

    def test_keeps_rows_of_the_record_wherever_they_were_made(self):
        self.run_it("--tasks", "grammar", "--recipes", "seqgan")
        shown = self.record()
        shutil.rmtree(self.top / "runs")
        again = ("--tasks", "grammar", "--recipes", "seqgan,cot")
        done = self.run_it(*again)
        self.assertIn("grammar: seqgan stands in the record, made on ", done.stderr)
        self.assertEqual(len(self.calls_of("seqgan")), 1)
        for line in shown.splitlines():
            self.assertIn(line, self.record())
        left = self.top / "runs" / "grammar" / "seqgan" / "left"
        left.parent.mkdir()
        left.touch()
        self.run_it(*again, "--again")
        self.assertEqual(len(self.calls_of("seqgan")), 2)
        self.assertTrue(left.exists())  # the note of what made it had gone with the runs
        self.run_it(*again, "--again")
        self.assertFalse(left.exists())
        left.touch()
        self.run_it(*again, "--seeds", "2")
        self.assertEqual(len(self.calls_of("seqgan")), 4)  # more runs, with which lingan goes on
        self.assertTrue(left.exists())
        self.run_it(*again, "--set", "training.batch_size=8")
        self.assertEqual(len(self.calls_of("seqgan")), 5)  # another command
        self.assertFalse(left.exists())
        self.assertEqual(self.record().count("| seqgan | nll-gen |"), 1)

    def test_a_refused_or_failed_command_costs_no_runs_and_the_other_rows_are_made(self):
        self.run_it("--tasks", "grammar", "--recipes", "seqgan")
        kept = self.top / "runs" / "grammar" / "seqgan" / "kept"
        kept.touch()
        (self.top / "refuses").write_text("seqgan\n")
        done = self.run_it("--tasks", "grammar", "--recipes", "seqgan,cot", "--set", "training.batch_sise=8")
        self.assertEqual(done.returncode, 1)
        self.assertIn("seqgan: left out, as lingan refused its command", done.stderr)
        self.assertTrue(kept.exists())
        self.assertIn("| cot | nll-gen", self.record())
        (self.top / "refuses").unlink()
        (self.top / "fails").write_text("seqgan\n")
        self.run_it("--tasks", "grammar", "--recipes", "seqgan", "--set", "training.batch_size=8")
        self.assertTrue((self.top / "runs" / "grammar" / "seqgan.earlier" / "kept").exists())

    def test_one_call_at_a_time_makes_a_row(self):
        (self.top / "waits").touch()
        first = subprocess.Popen(**self.call_of("--tasks", "grammar", "--recipes", "seqgan"), stderr=subprocess.DEVNULL)
        self.wait_for(lambda: (self.top / "waits").read_text())
        waiting = int((self.top / "waits").read_text())
        (self.top / "waits").unlink()
        second = self.run_it("--tasks", "grammar", "--recipes", "seqgan", "--set", "training.batch_size=8")
        self.assertIn("another call makes this row", second.stderr)
        os.kill(waiting, signal.SIGUSR1)
        self.assertEqual(first.wait(timeout=30), 0)

    def test_refuses_programs_that_are_not_lingan(self):
        for program in ("/bin/true", "/bin/false", "/etc/passwd", self.top):
            done = self.run_it("--tasks", "grammar", "--recipes", "seqgan", "--program", program)
            self.assertEqual((done.returncode, len(done.stderr.splitlines())), (1, 1), done.stderr)
        self.assertFalse((self.top / "runs").exists())

    def test_writes_records_to_regular_files_alone(self):
        (self.top / "pipe").mkdir()
        os.mkfifo(self.top / "pipe" / "record.md")
        for out in (self.top, self.top / "record.json", self.top / "pipe" / "record.md"):
            done = self.run_it("--tasks", "grammar", "--recipes", "seqgan", "--out", out)
            self.assertEqual(done.returncode, 2)
            self.assertIn("--out: ", done.stderr.splitlines()[-1])
        self.assertTrue((self.top / "pipe" / "record.md").is_fifo())
        (self.top / "link.md").symlink_to(self.top / "record.md")
        self.run_it("--tasks", "grammar", "--recipes", "seqgan", "--out", self.top / "link.md")
        self.assertTrue((self.top / "link.md").is_symlink())
        self.assertIn("| seqgan | nll-gen", self.record())

    def test_an_interrupt_of_itself_alone_reaches_lingan(self):
        self.assertEqual(self.stopped_by(signal.SIGINT, whole_group=False), 130)
        self.assertTrue((self.top / "saved").exists())

    def calls_of(self, recipe):
        calls = [call.split() for call in (self.top / "calls").read_text().splitlines()]
        return [words for words in calls if words[0] == "compare" and words[2] == recipe]

    def test_gives_a_row_the_starts_of_the_others_of_its_task(self):
        self.run_it("--tasks", "grammar", "--recipes", "maligan,gsgan", "--jobs", "7")
        first, second = self.calls_of("maligan")[0], self.calls_of("gsgan")[0]
        self.assertNotIn("--starts", first)
        self.assertEqual(second[second.index("--starts") + 1], str(self.top / "runs" / "grammar" / "maligan"))
        self.assertEqual(second[second.index("--jobs") + 1], "7")
        self.assertNotIn("--starts", self.record())  # without them the figures are the same
        self.assertNotIn("--jobs", self.record())

    def test_shows_the_ensemble_beside_the_recipe(self):
        runs = COMPARISON["runs"] + [run_of("trained", 1, 1.7) | {"recipe": "mle.ensemble"}]
        (self.top / "comparison.json").write_text(json.dumps(COMPARISON | {"runs": runs}))
        self.run_it("--tasks", "grammar", "--recipes", "lingan")
        self.assertIn("--ensemble 3", " ".join(self.calls_of("mle,lingan")[0]))
        self.assertIn("| lingan | nll-gen | - | 2.100 ± 0.141 |", self.record())
        self.assertIn("| mle.ensemble | nll-gen | - | 1.700 | - | - |", self.record())

    def test_prints_the_table_of_readme(self):
        self.run_it("--tasks", "grammar", "--recipes", "seqgan,cot")
        calls = (self.top / "calls").read_text()
        done = self.run_it("--readme")
        self.assertIn("| `seqgan` |  |  | **-0.010**, +0.020 | -, - |\n| `cot` | ", done.stdout)
        self.assertEqual((self.top / "calls").read_text(), calls)

    def test_has_published_figures_with_their_evidence(self):
        self.run_it("--tasks", "oracle", "--recipes", "seqgan", "--schedule", "full", data=self.data())
        self.assertIn("| seqgan | nll-oracle | 8.736 [P], 9.62 [C] | - | - | - | 2 |", self.record())
        self.assertIn("[P] RelGAN, table 1", self.record())
        self.assertNotIn("cut:", self.record())

    def test_cuts_schedules_by_keys_that_the_recipes_have(self):
        """lingan itself finds a fault of a recipe before that of a text."""
        self.run_it("--tasks", "grammar,coco", data=self.data())
        calls = [call for call in (self.top / "calls").read_text().splitlines() if call.startswith("compare")]
        self.assertGreater(len(calls), 16)
        for call in calls:
            words = call.split()
            words[words.index("--corpus") + 1] = str(self.top / "absent.txt")
            words[words.index("--out") + 1] = str(self.top / "none")  # the stand-in has written there
            done = subprocess.run([LINGAN, *words], capture_output=True, text=True, timeout=60)
            self.assertIn("absent.txt: cannot open", done.stderr, call)

    def test_leaves_out_tasks_without_data_and_refuses_unknown_names(self):
        done = self.run_it("--tasks", "oracle,coco", "--recipes", "mle")
        self.assertEqual(done.returncode, 0)
        self.assertIn("coco: left out", done.stderr)
        self.assertEqual(self.run_it("--seeds", "0").returncode, 2)
        self.assertFalse((self.top / "calls").exists())
        self.assertEqual(self.run_it("--recipes", "segan").returncode, 2)


if __name__ == "__main__":
    unittest.main()
