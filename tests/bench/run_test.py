"""Tests of bench/run: what is run how, and that a ratio is to the fastest rival. Nothing is timed."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bench"))

from harness import processes, report, rounds  # noqa: E402
from harness.comparisons import COMPARISONS, GROUPS, NAMES, SCRIPTS, Comparison, Program, Rival, expanded  # noqa: E402

PEAK = {"multiply_adds_per_second": 1000.0, "bytes_per_second": 1.0}


class FakeMachine:
    """Ways whose seconds are known."""

    def __init__(self, seconds):
        self.seconds = seconds  # of (program, way, arguments)
        self.calls = []
        self.machine = rounds.Machine(self.run, 2, "best", lambda text: None)

    def run(self, program, job, environment):
        name, way, arguments = job
        self.calls.append((program, way, environment))
        if program == "bench_peak":
            return PEAK
        taken = self.seconds(program, way, environment, arguments)
        return {"seconds": [taken] * 3, "multiply_adds": 500.0, "bytes": 0, "instructions": "AVX9"}


def rival_seconds(program, way, environment, arguments):
    if way == "lingan":
        return 1.0
    taken = 8.0 if program == "script.py" else 9.0
    taken -= "batch=64" in arguments
    return taken - 2 * (environment.get("OMP_WAIT_POLICY") == "active")


class RoundsTest(unittest.TestCase):
    def compare(self, seconds):
        fake = FakeMachine(seconds)
        programs = [Program("bench_x"), Program("script.py", {"batch": ["256", "64"]})]
        return rounds.compare(fake.machine, "x", Comparison("bench_x", [Rival("torch", programs)])), fake.calls

    def test_the_ratio_is_to_the_fastest_program_and_setting(self):
        [record], _ = self.compare(rival_seconds)
        self.assertEqual(record["ratio"], 5.0)
        self.assertEqual(record["rival_program"], "script.py")
        self.assertEqual(record["rival_setting"], {"threads": "2", "wait": "active", "batch": "64"})
        self.assertEqual(record["roofline_share"], 0.5)

    def test_three_rounds_alternate_and_give_median_and_range(self):
        own = iter([1.0, 2.0, 4.0])
        [record], calls = self.compare(lambda program, way, *rest: next(own) if way == "lingan" else 8.0)
        self.assertEqual([way for _, way, _ in calls[-9:]], ["machine", "lingan", "torch"] * 3)
        self.assertEqual(record["seconds"], [1.0, 2.0, 4.0])
        self.assertEqual(record["ratio"], 4.0)
        self.assertEqual(record["ratio_range"], [2.0, 8.0])

    def test_a_program_that_fails_leaves_the_other_one(self):
        def seconds(program, way, *rest):
            if program == "script.py":
                raise processes.Failed("no such package")
            return 3.0
        [record], _ = self.compare(seconds)
        self.assertEqual(record["rival_program"], "bench_x")

    def test_ours_runs_without_a_variable_that_a_rival_may_have(self):
        with mock.patch.dict(os.environ, {"OMP_WAIT_POLICY": "passive", "MKL_NUM_THREADS": "7", "KMP_BLOCKTIME": "0"}):
            _, calls = self.compare(rival_seconds)
        for _, way, environment in calls:
            variables = {name for name in environment if name.startswith(("OMP_", "MKL_", "KMP_"))}
            self.assertEqual(variables - {"OMP_WAIT_POLICY", "OMP_NUM_THREADS"}, set())
            if way == "lingan":
                self.assertEqual(variables, set())

    def test_a_limit_of_instructions_holds_for_ours_and_for_rivals(self):
        for environment in (processes.user_environment("avx2"),
                            processes.rival_environment("avx2", {"threads": "1", "wait": "unset"})):
            self.assertEqual(environment["LINGAN_BENCH_INSTRUCTIONS"], "avx2")
            self.assertEqual(environment["ATEN_CPU_CAPABILITY"], "avx2")


class NamesTest(unittest.TestCase):
    def test_every_comparison_has_its_programs(self):
        for comparison in COMPARISONS.values():
            for name in [comparison.program] + [program.name for rival in comparison.rivals for program in rival.programs]:
                source = f"peers/{name}" if name.endswith(".py") else name.removeprefix("bench_") + ".cc"
                self.assertTrue((ROOT / "bench" / source).exists(), source)
        for script, *_ in SCRIPTS.values():
            self.assertTrue((ROOT / "bench" / script).exists(), script)

    def test_an_unknown_comparison_is_refused_with_the_known_ones(self):
        done = subprocess.run([ROOT / "bench" / "run", "no-such-step"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 2)
        for name in [*NAMES, *GROUPS]:
            self.assertIn(name, done.stderr)

    def test_a_group_stands_for_its_comparisons(self):
        systems = ["system-gsgan", "system-cot", "system-vae", "system-scratchgan", "system-dgsan"]
        self.assertEqual(expanded(["sample", "systems"]), ["sample", *systems])
        self.assertEqual(set(GROUPS) & set(NAMES), set())

    def test_systems_have_recipes_and_their_rivals_need_no_pytorch_from_pypi(self):
        for name in GROUPS["systems"]:
            self.assertTrue((ROOT / "tools" / "recipes" / f"{name.removeprefix('system-')}.toml").exists())
            self.assertFalse(COMPARISONS[name].has_scripts())
        self.assertTrue(COMPARISONS["mle-step"].has_scripts())

    def test_readme_shows_both_kinds_of_machine(self):
        record = {"name": "d-step", "rival": "torch", "threads": 2, "rival_seconds": [6.0] * 3, "seconds": [1.0] * 3,
                  "ratio": 6.0, "ratio_range": [5.9, 6.1], "roofline_share": None, "instructions": "AVX2",
                  "rival_setting": {"threads": "2"}}
        with tempfile.TemporaryDirectory(dir=ROOT) as folder, mock.patch.object(report, "RESULTS", pathlib.Path(folder)):
            report.save([record | {"ratio": 3.25}], "AVX3_ZEN4", "bench/run")
            report.save([record], "AVX2", "bench/run --instructions avx2")
            self.assertIn("| torch | 3.2 | 6.0 |", report.readme_rows())


if __name__ == "__main__":
    unittest.main()
