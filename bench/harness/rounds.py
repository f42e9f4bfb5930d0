"""How ways are timed: settings are tried once, then all ways run in turn, three times over."""
import dataclasses
import statistics

from .processes import Failed, rival_environment, runtime_settings, user_environment

ROUNDS = 3


@dataclasses.dataclass
class Machine:
    """How programs are started. `run(program, arguments, environment)` gives what a way printed."""
    run: object
    threads: int
    instructions: str
    say: object


def time_once(machine, rival, candidate, name, extra=None):
    """A rival's way in one process. @return what it printed, with the median of its seconds."""
    program, setting = candidate
    arguments = [f"{key}={value}" for key, value in (setting | (extra or {})).items() if key != "wait"]
    environment = rival_environment(machine.instructions, setting)
    report = machine.run(program, (name, rival.way, arguments), environment)
    return report | {"median": statistics.median(report["seconds"])}


def best_candidate(machine, rival, name):
    """Tries the rival's programs, for each one choice after the other and then what OpenMP's threads may do.

    @return (program, setting) of the fastest, and what was tried; (None, tried) if none of them ran."""
    tried = []

    def seconds(program, setting):
        for earlier in tried:
            if (earlier["program"], earlier["setting"]) == (program.name, setting):
                return earlier["seconds"]
        taken = time_once(machine, rival, (program.name, setting), name, rival.trial)["median"]
        tried.append({"program": program.name, "setting": setting, "seconds": taken})
        return taken

    for program in rival.programs:
        runtimes = runtime_settings(machine.threads)
        best = runtimes[0] | {key: values[0] for key, values in program.choices.items()}
        try:
            for key, values in program.choices.items():
                best = min((best | {key: value} for value in values), key=lambda setting: seconds(program, setting))
            for runtime in runtimes:
                seconds(program, best | runtime)
        except Failed as failure:
            machine.say(f"{name}: {failure}; left out")
    if not tried:
        return None, tried
    fastest = min(tried, key=lambda one: one["seconds"])
    return (fastest["program"], fastest["setting"]), tried


def compare(machine, name, comparison):
    """@return a record for each rival that ran: seconds of each round, ratio, share of the peak, setting."""
    candidates = {}
    for rival in comparison.rivals:
        machine.say(f"{name}: trying settings of {rival.way}")
        candidate, tried = best_candidate(machine, rival, name)
        if candidate:
            candidates[rival.way] = {"rival": rival, "candidate": candidate, "tried": tried, "seconds": []}
    own, peaks = [], []
    environment = user_environment(machine.instructions)
    for _ in range(ROUNDS):
        peaks.append(machine.run("bench_peak", ("peak", "machine", []), environment))
        own.append(machine.run(comparison.program, (name, "lingan", [f"threads={machine.threads}"]), environment))
        for entry in candidates.values():
            report = time_once(machine, entry["rival"], entry["candidate"], name)
            entry["seconds"].append(report["median"])
            entry["instructions"] = report["instructions"]
    seconds = [statistics.median(report["seconds"]) for report in own]
    shared = {"name": name, "threads": machine.threads, "seconds": seconds, "instructions": own[0]["instructions"],
              "roofline_share": share_of_peak(own[0], statistics.median(seconds), peaks)}
    return [shared | ratios(seconds, entry["seconds"]) |
            {"rival": way, "rival_seconds": entry["seconds"], "rival_instructions": entry["instructions"],
             "rival_program": entry["candidate"][0], "rival_setting": entry["candidate"][1], "tried": entry["tried"]}
            for way, entry in candidates.items()]


def ratios(seconds, rival_seconds):
    """How many times faster: of the medians, and the range over rounds."""
    each = [theirs / ours for ours, theirs in zip(seconds, rival_seconds)]
    return {"ratio": statistics.median(rival_seconds) / statistics.median(seconds), "ratio_range": [min(each), max(each)]}


def share_of_peak(report, seconds, peaks):
    """The larger part of the best measured product or copy rate that the job's least work comes to; None without work."""
    shares = [report[work] / seconds / max(peak[f"{work}_per_second"] for peak in peaks)
              for work in ("multiply_adds", "bytes") if report[work]]
    return max(shares, default=None)
