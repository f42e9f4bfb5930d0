"""Commands with a time limit, whose output is shown as it comes and kept in a file."""
import contextlib
import os
import signal
import subprocess
import sys
import threading
import time

LEAST_SECONDS = 2.0  # to begin something with
LAST_WORDS = 5.0  # seconds for what a command has printed to arrive


class OutOfTime(Exception):
    """The call's time is over; what ran was stopped."""


def say(text):
    print(f"gpu-check: {text}", file=sys.stderr, flush=True)


class Finished:
    """How a command ended. `lines` are what it printed, standard output alone where errors were kept apart."""

    def __init__(self, status, lines, limit):
        self.status = status  # None: it was stopped at its limit
        self.lines = lines
        self.limit = limit

    @property
    def passed(self):
        return self.status == 0

    def failure(self, lines=40):
        how = f"did not end within {self.limit:.0f} s" if self.status is None else f"status {self.status}"
        return "\n".join([how, *self.lines[-lines:]])


class Commands:
    def __init__(self, logs, seconds):
        """@param logs  the folder of the files.  @param seconds  that all commands together may take."""
        self.logs = logs
        self.end = time.monotonic() + seconds

    def run(self, name, command, limit, on_line=None, **more):
        """Runs a command, into LOGS/NAME.log.

        @param limit  in seconds.  @param on_line  called with each line as it comes.  @param more  for Popen.
        @raises OutOfTime  at the end of the call's time.
        """
        left = self.end - time.monotonic()
        if left < LEAST_SECONDS:
            raise OutOfTime
        say(f"{name}: {' '.join(map(str, command))[:150]}")
        self.logs.mkdir(parents=True, exist_ok=True)
        with open(self.logs / f"{name}.log", "w", encoding="utf-8") as log:
            finished = self._run(command, min(limit, left), log, on_line, more)
        finished.limit = limit
        if finished.status is None and limit >= left:
            raise OutOfTime
        return finished

    @staticmethod
    def _run(command, limit, log, on_line, more):
        lines = []
        more.setdefault("stderr", subprocess.STDOUT)
        # A group of its own, to be stopped as a whole, but of this session, with which the system ends it.
        process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True,
                                   errors="replace", preexec_fn=os.setpgrp, **more)

        def read():
            with process.stdout:
                for line in process.stdout:
                    log.write(line)
                    log.flush()
                    sys.stderr.write(line)
                    lines.append(line.rstrip("\n"))
                    if on_line:
                        on_line(lines[-1])

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        try:
            status = process.wait(limit)
        except subprocess.TimeoutExpired:
            status = None
        if status is None:
            os.killpg(process.pid, signal.SIGKILL)
            with contextlib.suppress(subprocess.TimeoutExpired):  # a process that hangs in a driver does not end
                process.wait(LAST_WORDS)
        reader.join(LAST_WORDS)
        return Finished(status, lines, limit)
