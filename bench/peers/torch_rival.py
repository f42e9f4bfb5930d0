"""What the PyTorch rivals share: their command line, the task that lingan wrote, the clock, checks.

A rival is `SCRIPT TASK WAY [KEY=VALUE...]`: it reads the weights and sentences of TASK (safetensors, written by `bench_NAME
check FOLDER`), checks that it computes what lingan does, and prints JSON: the seconds of each repetition, threads, torch's
instruction set. `threads=N` goes to torch; other keys are the script's own.
"""
import json
import sys
import time

import safetensors
import torch


class Task:
    """The tensors and the metadata of a task file."""

    def __init__(self, path):
        with safetensors.safe_open(path, framework="pt") as file:
            self.metadata = file.metadata() or {}
            self.tensors = {name: file.get_tensor(name) for name in file.keys()}

    def __getitem__(self, name):
        return self.tensors[name]

    def part(self, prefix):
        """The tensors `PREFIX.NAME` by NAME."""
        return {name.removeprefix(prefix + "."): tensor for name, tensor in self.tensors.items()
                if name.startswith(prefix + ".")}


def check(what, agrees):
    """Ends the program if the rival does not compute what lingan does: its time would say nothing."""
    if not agrees:
        sys.exit(f"{sys.argv[0]}: {what}: DISAGREES")


def check_gradients(module, expected):
    """Largest difference relative to the largest number of a tensor."""
    for name, parameter in module.named_weights().items():
        gap = (parameter.grad.reshape(expected[name].shape) - expected[name]).abs().max()
        check(f"gradient of {name}", gap <= 1e-3 * expected[name].abs().max())


def timed(work):
    """Seconds of repeated calls after one that warms up; of that one where it takes long."""
    seconds = []
    start = time.perf_counter()
    work()
    first = time.perf_counter() - start
    if first > 2.5:
        return [first]
    for _ in range(max(3, min(31, int(2 / first)))):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return seconds


def adam(parameters, rate, kind):
    """torch's Adam as it comes (`plain`), or one of its faster forms: `foreach`, `fused`."""
    return torch.optim.Adam(parameters, lr=rate, **({} if kind == "plain" else {kind: True}))


def main(ways):
    """@param ways  {WAY: function of (task, settings) that gives seconds}."""
    settings = dict(word.split("=", 1) for word in sys.argv[3:])
    torch.set_num_threads(int(settings.get("threads", torch.get_num_threads())))
    seconds = ways[sys.argv[2]](Task(sys.argv[1]), settings)
    print(json.dumps({"seconds": seconds, "threads": torch.get_num_threads(),
                      "instructions": torch.backends.cpu.get_cpu_capability()}))
