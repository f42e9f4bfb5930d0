"""The stages, each in pieces that are done or not."""
import dataclasses
import json
import pathlib

from gpu_check import machine, program
from gpu_check.commands import Commands
from gpu_check.report import Report

NAMES = ("build", "tests", "program", "bench", "sanitize")
TESTS = ("engine_tests", "metrics_tests", "model_tests", "gan_tests")
# memcheck: padding, since neighbours in the memory pool hide what is written beyond an array's end. Of the tests of
# kernels; those above them run libtorch's, too, which are not ours.
SANITIZERS = (("memcheck", "engine_tests", ["--padding", "32"]), ("memcheck", "metrics_tests", ["--padding", "32"]),
              ("racecheck", "engine_tests", []), ("synccheck", "engine_tests", []), ("initcheck", "engine_tests", []))
# Seconds.
BUILD_LIMIT = 1800
TESTS_LIMIT = 240
BENCH_LIMIT = 400
SANITIZER_LIMIT = 480


@dataclasses.dataclass
class Context:
    root: pathlib.Path
    machine: machine.Machine
    commands: Commands
    report: Report

    def run(self, name, command, limit, **more):
        """In the checkout, with the libraries that the build found."""
        return self.commands.run(name, command, limit, cwd=self.root, env=self.machine.environment()[0], **more)

    def once(self, piece, run):
        """Reports what run() found, unless an earlier call did."""
        if not self.report.is_done(piece):
            self.report.add(piece, run())


def run(names, context):
    """@raises OutOfTime, Missing."""
    if not build(context):  # always: an earlier call's may be gone with its machine
        return
    steps = {"tests": tests, "program": lambda given: given.once("program", lambda: program.run(given)), "bench": bench,
             "sanitize": sanitize}
    for name in NAMES[1:]:
        if name in names:
            steps[name](context)


def build(context):
    """@return whether it was built."""
    box = context.machine
    ninja = box.tool("ninja")
    configure = [box.tool("cmake"), "-S", ".", "-B", box.build, "-G", "Ninja", f"-DCMAKE_MAKE_PROGRAM={ninja}",
                 "-DCMAKE_BUILD_TYPE=Release", "-DLINGAN_CUDA=ON", "-DLINGAN_BENCH=ON", f"-DLINGAN_NVCC={box.nvcc}",
                 f"-DLINGAN_TORCH_ROOT={box.torch_folder}", *box.environment()[1]]
    targets = ["lingan_cuda", "lingan_program", "bench_cuda_engine", *TESTS]
    for name, command in (("configure", configure), ("build", [ninja, "-C", box.build, "-k", "0", *targets])):
        done = context.run(name, command, BUILD_LIMIT)
        if not done.passed:
            context.report.add("build", {name: done.failure()})
            return False
    context.report.add("build", {"build": "passed"})
    return True


def tests(context):
    for name in TESTS:
        context.once(f"tests {name}", lambda: run_tests(context, name))


def run_tests(context, name):
    """Each GPU test's result. One that was skipped did not run on the device: a failure here."""
    found = context.machine.build / f"{name}.json"
    found.unlink(missing_ok=True)
    done = context.run(name, [context.machine.build / "tests" / name, "--gtest_filter=*/Cuda.*:CudaLibrary.*",
                              f"--gtest_output=json:{found}"], TESTS_LIMIT)
    if not found.exists():
        return {name: done.failure()}
    results = {}
    for suite in json.loads(found.read_text(encoding="utf-8"))["testsuites"]:
        for test in suite["testsuite"]:
            failures = "; ".join(failure["failure"] for failure in test.get("failures", []))
            passed = test["result"] == "COMPLETED" and not failures
            results[f"{suite['name']}.{test['name']}"] = "passed" if passed else failures or test["result"].lower()
    return results


def bench(context):
    context.once("bench", lambda: run_bench(context))


def run_bench(context):
    """Lines of the GPU bench: NAME RIVAL RATIO RIVAL_SECONDS OUR_SECONDS SHARE_OF_PEAK; kept one by one."""
    figures = context.report.found["benches"]
    figures.clear()

    def keep(line):
        parts = line.split()
        if len(parts) != 6:
            return
        try:
            numbers = dict(zip(("ratio", "rival_seconds", "seconds"), map(float, parts[2:5])))
        except ValueError:
            return
        figures.append({"name": parts[0], "rival": parts[1], **numbers, "share_of_peak": parts[5]})
        context.report.write()

    done = context.run("bench", [context.machine.build / "bench" / "bench_cuda_engine"], BENCH_LIMIT, on_line=keep)
    return {"bench": "passed" if done.passed else done.failure()}


def sanitize(context):
    for tool, name, options in SANITIZERS:
        context.once(f"{tool} {name}", lambda: run_sanitizer(context, tool, name, options))


def run_sanitizer(context, tool, name, options):
    command = [context.machine.sanitizer(), "--tool", tool, *options, "--error-exitcode", "3",
               context.machine.build / "tests" / name, "--gtest_filter=*/Cuda.*"]
    done = context.run(f"{tool}-{name}", command, SANITIZER_LIMIT)
    return {tool: "passed" if done.passed else done.failure()}
