"""The processes that are measured, and their environments."""
import json
import os
import subprocess
import time

# What users do not set, and what may be set here for other reasons.
LIBRARY_VARIABLES = ("OMP_", "GOMP_", "KMP_", "MKL_", "ATEN_", "ONEDNN_", "DNNL_", "LINGAN_BENCH_")

# To measure as a machine without the wider instructions: the engine, torch, its MKL and its oneDNN.
LIMITS = {
    "best": {},
    "avx2": {"LINGAN_BENCH_INSTRUCTIONS": "avx2", "ATEN_CPU_CAPABILITY": "avx2", "MKL_ENABLE_INSTRUCTIONS": "AVX2",
             "ONEDNN_MAX_CPU_ISA": "AVX2"},
}


def user_environment(instructions):
    """As a user starts a program, but for the limits of the instruction set."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(LIBRARY_VARIABLES)}
    return kept | LIMITS[instructions]


def rival_environment(instructions, setting):
    """The same with a rival's setting: `threads`, and `wait` for what OpenMP's idle threads do."""
    environment = user_environment(instructions) | {"OMP_NUM_THREADS": setting["threads"]}
    return environment | ({} if setting["wait"] == "unset" else {"OMP_WAIT_POLICY": setting["wait"]})


def runtime_settings(threads):
    """The settings of a process that every rival is tried with. One thread waits for none."""
    one = [{"threads": "1", "wait": "unset"}] if threads > 1 else []
    return [{"threads": str(threads), "wait": wait} for wait in ("unset", "active", "passive")] + one


def in_words(setting):
    """A setting as it stands in the last column of a line."""
    return " ".join(f"{key}={value}" for key, value in setting.items())


class Failed(Exception):
    """A process ended with an error."""


def run_json(command, environment):
    """What a process prints on its last line, read as JSON."""
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, text=True, env=environment)
    if done.returncode:
        raise Failed(f"{' '.join(map(str, command))}: status {done.returncode}")
    return json.loads(done.stdout.splitlines()[-1])


def timed(command, **options):
    """Seconds of a whole process, and what it printed.  options: of subprocess.run."""
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True} | options
    start = time.perf_counter()
    done = subprocess.run([str(word) for word in command], check=True, **options)
    return time.perf_counter() - start, done.stdout
