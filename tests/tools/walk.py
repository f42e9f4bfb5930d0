"""What the tests that walk over the program's commands share: the commands from the parser itself, small files for
them, and runs of the program with chosen standard streams."""
import os
import pathlib
import pty
import re
import select
import subprocess
import tempfile
import time

# Every subcommand, in words.
COMMANDS = ("train", "compare", "sample", "label", "encode", "fill", "eval", "tokenizer train", "tokenizer encode", "tokenizer decode",
            "tokenizer info", "corpus generate", "corpus stats", "corpus split", "corpus score", "lm train", "lm score",
            "recipe list", "recipe show", "recipe choices", "gradients", "rank")


NOBODY = 65534


def become_nobody():
    """To be called in a child of root: from here on permissions hold for it."""
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


class Failed(Exception):
    """A check that did not hold."""


def check(holds, *words):
    if not holds:
        raise Failed(" ".join(str(word) for word in words))


def children(number):
    """The processes that a process has started, by their numbers."""
    with open(f"/proc/{number}/task/{number}/children") as listed:
        return [int(child) for child in listed.read().split()]


def is_gone(number):
    """Whether a process has ended."""
    try:
        with open(f"/proc/{number}/stat") as stat:
            return stat.read().split()[2] == "Z"
    except FileNotFoundError:
        return True


class Program:
    """The program, in a folder of its own with small inputs of every sort."""

    def __init__(self, lingan, checkout):
        self.lingan, self.checkout = str(pathlib.Path(lingan).resolve()), pathlib.Path(checkout).resolve()
        self._folder = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self._folder.name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._folder.cleanup()

    def run(self, words, before=(), **options):
        """Runs `BEFORE lingan WORDS` in its folder, with options of subprocess.run."""
        options.setdefault("stdin", subprocess.DEVNULL)
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        options.setdefault("timeout", 300)
        command = [*before, self.lingan, *(words.split() if isinstance(words, str) else words)]
        return subprocess.run(command, cwd=self.folder, check=False, **options)

    def succeed(self, words, **options):
        done = self.run(words, **options)
        check(done.returncode == 0, words, "exit", done.returncode, done.stderr)
        return done

    def shown_on_terminal(self, line, wanted):
        """Whether the program writes that on a terminal in time, on which it is then stopped."""
        ours, theirs = pty.openpty()
        process = subprocess.Popen([self.lingan, *line.split()], cwd=self.folder, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        text, end = b"", time.monotonic() + 120
        while not re.search(wanted, text) and time.monotonic() < end and process.poll() is None:
            if select.select([ours], [], [], 1)[0]:
                try:
                    text += os.read(ours, 65536)
                except OSError:  # the program has ended and left the terminal
                    break
        process.kill()
        process.wait()
        os.close(ours)
        return re.search(wanted, text) is not None, text[-400:]

    def is_for_nobody(self):
        """Whether a user without rights can run the program here; says so where not."""
        self.folder.chmod(0o777)
        if os.geteuid() != 0:
            print("left out: only root may become another user")
            return False
        try:
            return self.run("--version", preexec_fn=become_nobody).returncode == 0 and \
                subprocess.run([self.lingan + "-torch", "--version"], preexec_fn=become_nobody, check=False,
                               cwd=self.folder, capture_output=True).returncode == 0
        except PermissionError:
            print("left out: another user cannot reach the program")
            return False

    def options_of(self, command):
        """The long options and the positional arguments that the parser has for a command."""
        text = self.succeed(f"{command} --help").stdout.decode()
        usage = re.search(r"^Usage: .*$", text, re.MULTILINE | re.IGNORECASE).group()
        positionals = re.search(r"\[OPTIONS\](.*)$", usage)
        names = set(re.findall(r"\[?([A-Za-z]+)\]?", positionals.group(1) if positionals else ""))
        return (names | set(re.findall(r"^ +(?:-\w,)?(--[a-z-]+)", text, re.MULTILINE))) - {"--help", "SUBCOMMAND"}

    def leaf_commands(self):
        """The commands that the parser has, in words."""
        def below(command):
            text = self.succeed(f"{command} --help".strip()).stdout.decode()
            listed = re.search(r"^Subcommands:\n((?: +.*\n)+)", text, re.MULTILINE | re.IGNORECASE)
            names = re.findall(r"^  (\w+)", listed.group(1), re.MULTILINE) if listed else []
            return [leaf for name in names for leaf in below(f"{command} {name}".strip())] or [command]
        return below("")
