#!/usr/bin/env python3
"""scripts/gpu-check, stage by stage, with stand-ins for the device and for all that it runs.

Usage: gpu_check_test.py SOURCES
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
import zipfile

SOURCES = pathlib.Path(sys.argv.pop() if len(sys.argv) > 1 else __file__).resolve()

# Each is a program of its own, run by sh. What it was asked for goes into $STATE/calls, and it hangs where $HANG says.
STAND_INS = {
    "nvidia-smi": 'echo "NVIDIA H100 80GB HBM3, 580.65.06, 9.0, 81559 MiB"',
    "nvcc": 'echo "Cuda compilation tools, release 13.0, V13.0.88"',
    "python3": 'echo "a warning of something else" >&2; echo "2.11.0+cu130 1 /opt/a torch"; echo "and more" >&2',
    "g++": 'echo NEEDED libstdc++.so.6 > "$3"',
    "cmake": 'echo "cmake by $CXX" >> "$STATE/calls"',
    "ninja": 'mkdir -p "$2/tests" "$2/bench"; cp "$STATE"/built/*_tests "$2/tests"; cp "$STATE/built/lingan" "$2"; '
             'cp "$STATE/built/bench_cuda_engine" "$2/bench"',
    "compute-sanitizer": 'echo "========= ERROR SUMMARY: 0 errors"',
}
TESTS = ("engine_tests", "metrics_tests", "model_tests", "gan_tests")
BUILT = {
    "lingan": 'case "$1" in corpus) echo "a sentence .";; sample) seq 2000;; esac',
    "bench_cuda_engine": 'echo "cuda-sample torch 4.1 0.041 0.010 12%"; hang; '
                         'echo "cuda-sample naive 80.5 0.805 0.010 12%"; echo "a remark of six words here"',
}
PASSING = '{"result": "COMPLETED", "name": "PassesOnTheDevice"}'


def test_program(cases):
    return ('hang; for word; do case "$word" in --gtest_output=json:*) '
            f"""printf '%s' '{{"testsuites": [{{"name": "Suite/Cuda", "testsuite": [{cases}]}}]}}' """
            '> "${word#--gtest_output=json:}";; esac; done')


class GpuCheck(unittest.TestCase):
    def setUp(self):
        self.top = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.top)
        self.root, self.state, self.out = self.top / "lingan", self.top / "state", self.top / "results" / "found.json"
        for folder in (self.top / "bin", self.top / "system", self.state / "built", self.root / "corpora"):
            folder.mkdir(parents=True)
        for name in ("cp", "mkdir", "seq", "sleep"):
            (self.top / "system" / name).symlink_to(shutil.which(name))
        shutil.copytree(SOURCES / "scripts", self.root / "scripts")
        for name, body in STAND_INS.items():
            self.stand_in(self.top / "bin" / name, body)
        for name, body in {**BUILT, **dict.fromkeys(TESTS, test_program(PASSING))}.items():
            self.stand_in(self.state / "built" / name, body)

    def stand_in(self, path, body):
        path.write_text(f"""#!/bin/sh
hang() {{ if [ "$HANG" = {path.name} ]; then echo $$ > "$STATE/hanging"; exec sleep 60; fi; }}
echo "{path.name} $*" >> "$STATE/calls"
{body}
""")
        path.chmod(0o755)

    def start(self, *arguments, hang="", **more):
        """With no programs but the stand-ins and the system's plainest."""
        (self.state / "calls").write_text("")
        (self.state / "hanging").unlink(missing_ok=True)
        environment = {"PATH": f"{self.top}/bin:{self.top}/system", "STATE": str(self.state), "HANG": hang, **more}
        command = [sys.executable, str(self.root / "scripts" / "gpu-check"), "--out", str(self.out), *arguments]
        return subprocess.Popen(command, env=environment, cwd=self.top, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                text=True)

    def run_it(self, *arguments, hang="", **more):
        """@return status, what was printed, and the report."""
        process = self.start(*arguments, hang=hang, **more)
        said = process.communicate(timeout=120)[0]
        return process.returncode, said, self.report() if self.out.exists() else None

    def report(self):
        return json.loads(self.out.read_text())

    def calls(self, name):
        return [line for line in (self.state / "calls").read_text().splitlines() if line.split()[0] == name]

    def test_runs_every_stage_and_writes_what_it_found(self):
        status, said, report = self.run_it()
        self.assertEqual((status, report["failed"]), (0, []), said)
        self.assertEqual(report["device"], "NVIDIA H100 80GB HBM3")
        self.assertEqual((report["compute_capability"], report["nvcc"]), ("9.0", "13.0"))
        self.assertEqual(report["torch"], "2.11.0+cu130")  # of standard output alone
        self.assertIn("-DLINGAN_TORCH_ROOT=/opt/a torch", self.calls("cmake")[0])
        self.assertEqual(report["pieces"]["tests model_tests"], {"Suite/Cuda.PassesOnTheDevice": "passed"})
        self.assertEqual(report["pieces"]["program"]["train seqgan"], "passed")
        self.assertEqual([(line["rival"], line["ratio"]) for line in report["benches"]], [("torch", 4.1), ("naive", 80.5)])
        sanitizers = self.calls("compute-sanitizer")
        self.assertEqual([line.split()[2] for line in sanitizers], ["memcheck", "memcheck", "racecheck", "synccheck", "initcheck"])
        self.assertIn("--padding 32", sanitizers[0])
        self.assertIn("error summary", (self.root / "build/gpu-check/logs/memcheck-engine_tests.log").read_text().lower())

    def test_runs_the_stages_that_are_asked_for(self):
        status, said, report = self.run_it("--stages", "tests")
        self.assertEqual(status, 0, said)
        self.assertEqual(set(report["pieces"]), {"build", *(f"tests {name}" for name in TESTS)})
        self.assertEqual(self.run_it("--stages", "test")[0], 2)

    def test_goes_on_after_it_was_killed(self):
        process = self.start("--stages", "tests,bench", hang="model_tests")
        hanging = self.state / "hanging"
        while not (hanging.exists() and hanging.read_text().strip()):
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        os.killpg(int(hanging.read_text()), signal.SIGKILL)
        process.communicate()
        self.assertEqual(list(self.report()["pieces"]), ["build", "tests engine_tests", "tests metrics_tests"])
        status, said, report = self.run_it("--stages", "tests,bench")
        self.assertEqual((status, len(report["benches"])), (0, 2), said)
        self.assertEqual([len(self.calls(name)) for name in TESTS], [0, 0, 1, 1])
        self.assertEqual(len(self.calls("ninja")), 1)  # the machine may be another one

    def test_keeps_the_lines_of_a_bench_that_is_cut_off(self):
        status, said, report = self.run_it("--stages", "bench", "--minutes", "0.08", hang="bench_cuda_engine")
        self.assertEqual(status, 3, said)
        self.assertIn("out of time", said)
        self.assertEqual([line["rival"] for line in report["benches"]], ["torch"])
        self.assertNotIn("bench", report["pieces"])
        with self.assertRaises(ProcessLookupError):  # it was stopped with all that it ran
            os.killpg(int((self.state / "hanging").read_text()), 0)
        status, said, report = self.run_it("--stages", "bench")
        self.assertEqual((status, len(report["benches"])), (0, 2), said)

    def test_stops_a_command_at_its_own_limit_and_keeps_what_it_printed(self):
        sys.path.insert(0, str(self.root / "scripts"))
        from gpu_check.commands import Commands
        done = Commands(self.top / "logs", 60).run("hangs", ["sh", "-c", "echo begun; sleep 60"], 0.5)
        self.assertEqual((done.passed, done.failure()), (False, "did not end within 0 s\nbegun"))
        self.assertEqual((self.top / "logs" / "hangs.log").read_text(), "begun\n")

    def test_begins_anew_with_other_sources(self):
        self.run_it("--stages", "tests")
        (self.root / "lib").mkdir()
        (self.root / "lib" / "new.cc").write_text("")
        self.assertIn("beginning anew", self.run_it("--stages", "tests")[1])
        self.assertEqual(len(self.calls("engine_tests")), 1)

    def test_counts_failed_and_skipped_tests_as_failures(self):
        skipped, failed = '{"result": "SKIPPED", "name": "Skips"}', ('{"result": "COMPLETED", "name": "Fails", "failures": '
                                                                     '[{"failure": "1 is not 2"}]}')
        self.stand_in(self.state / "built" / "engine_tests", test_program(f"{PASSING}, {skipped}, {failed}"))
        self.stand_in(self.state / "built" / "metrics_tests", "echo 'Segmentation fault'; exit 139")
        status, said, report = self.run_it("--stages", "tests")
        self.assertEqual(status, 1, said)
        self.assertEqual(report["pieces"]["tests engine_tests"]["Suite/Cuda.Skips"], "skipped")
        self.assertEqual(report["pieces"]["tests engine_tests"]["Suite/Cuda.Fails"], "1 is not 2")
        self.assertEqual(report["pieces"]["tests metrics_tests"]["metrics_tests"], "status 139\nSegmentation fault")
        self.assertEqual(len(report["failed"]), 3)

    def test_counts_words_of_a_quiet_program_as_failures(self):
        self.stand_in(self.state / "built" / "lingan", BUILT["lingan"].replace(
            "corpus)", "train) echo 'Warning: RNN module weights' >&2;; corpus)"))
        status, said, report = self.run_it("--stages", "program")
        self.assertEqual(status, 1, said)
        self.assertIn("RNN module weights", report["pieces"]["program"]["train mle"])
        self.assertEqual(report["pieces"]["program"]["samples"], "passed")

    def test_stops_where_the_build_fails(self):
        self.stand_in(self.top / "bin" / "ninja", "echo 'error: expected a semicolon'; exit 1")
        status, said, report = self.run_it()
        self.assertEqual(status, 1, said)
        self.assertIn("expected a semicolon", report["pieces"]["build"]["build"])
        self.assertEqual(list(report["pieces"]), ["build"])

    def test_says_what_is_missing(self):
        self.stand_in(self.top / "bin" / "nvidia-smi", "echo 'No devices were found'; exit 6")
        self.assertIn("no CUDA device found: No devices were found", self.run_it()[1])
        self.stand_in(self.top / "bin" / "nvidia-smi", STAND_INS["nvidia-smi"])
        self.stand_in(self.top / "bin" / "python3", "echo 'ModuleNotFoundError: no torch' >&2; exit 1")
        self.assertIn("fails: ModuleNotFoundError: no torch", self.run_it()[1])

    def test_leaves_a_compiler_that_copies_the_standard_library_into_programs(self):
        self.stand_in(self.top / "bin" / "own", 'echo NEEDED libstdc++.so.6 > "$4"')
        self.stand_in(self.top / "bin" / "copying", 'echo NEEDED libm.so.6 > "$3"')
        for chosen, taken in (("own -O1", "own -O1"), ("copying", f"{self.top}/bin/g++"), ("absent", f"{self.top}/bin/g++")):
            self.run_it("--stages", "tests", CXX=chosen)
            self.assertEqual(self.calls("cmake")[-1], f"cmake by {taken}")
        self.stand_in(self.top / "bin" / "g++", 'echo NEEDED libm.so.6 > "$3"')
        status, said, _ = self.run_it(CXX="copying")
        self.assertEqual(status, 1)
        self.assertIn("no C++ compiler that links programs with libstdc++.so.6", said)

    def test_takes_libraries_and_tools_from_the_bundle_around_the_checkout(self):
        libraries = self.top / "prefix" / "usr" / "lib" / "x86_64-linux-gnu"
        libraries.mkdir(parents=True)
        (self.top / "commit").write_text("0123abc\n")
        (self.top / "wheels").mkdir()
        (self.top / "bin" / "ninja").unlink()
        with zipfile.ZipFile(self.top / "wheels" / "ninja-1.11-py3-none-any.whl", "w") as wheel:
            wheel.writestr("ninja/data/bin/ninja", f'#!/bin/sh\necho "$LD_LIBRARY_PATH" > "$STATE/path"\n{STAND_INS["ninja"]}\n')
        status, said, report = self.run_it("--stages", "tests")
        self.assertEqual((status, report["commit"]), (0, "0123abc"), said)
        self.assertIn(f"-DCMAKE_PREFIX_PATH={self.top}/prefix/usr", self.calls("cmake")[0])
        self.assertTrue((self.state / "path").read_text().startswith(str(libraries)))


if __name__ == "__main__":
    unittest.main()
