"""The comparisons that scripts of their own make: their lines of three runs put together."""
import statistics
import subprocess
import sys

from .processes import Failed, user_environment
from .rounds import ROUNDS, ratios


def run_script(command, instructions):
    """The words of each line that it prints."""
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=user_environment(instructions))
    if done.returncode:
        raise Failed(f"{' '.join(command)}: status {done.returncode}")
    return [line.split() for line in done.stdout.splitlines()]


def compare(command, machine, engine_instructions):
    """Records like those of rounds.compare. A line is NAME RIVAL RATIO RIVAL_SECONDS SECONDS SHARE [SETTING]."""
    rounds = [run_script([sys.executable, *command], machine.instructions) for _ in range(ROUNDS)]
    records = []
    for lines in zip(*rounds):
        name, rival = lines[0][:2]
        seconds, rival_seconds = ([float(words[column]) for words in lines] for column in (4, 3))
        shares = [float(words[5].rstrip("%")) / 100 for words in lines if words[5] != "-"]
        single = name.startswith(("tokenize", "start"))  # both sides have one thread, whatever was asked for
        threads = 1 if single else machine.threads
        records.append({"name": name, "rival": rival, "threads": threads, "seconds": seconds,
                        "rival_seconds": rival_seconds, "instructions": engine_instructions,
                        "roofline_share": statistics.median(shares) if shares else None,
                        "rival_setting": dict(word.split("=") for word in lines[0][6:])} | ratios(seconds, rival_seconds))
    return records


def growth(program, machine):
    """How the time of rollouts grows with each size."""
    done = subprocess.run([program], stdout=subprocess.PIPE, text=True, env=user_environment(machine.instructions))
    if done.returncode:
        raise Failed(f"{program}: status {done.returncode}")
    return [{"name": "growth", "size": words[1], "threads": 1, "exponent": float(words[2]),
             "seconds": [float(word) for word in words[3:]]} for words in map(str.split, done.stdout.splitlines())]
