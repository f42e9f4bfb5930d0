"""Random texts for comparisons with other programs, and what `lingan eval` says of texts."""
import json
import subprocess


def random_sentences(rng, count, words):
    """Skewed word choice, so that long n-grams repeat; lengths 1 to 14."""
    def word():
        return f"w{min(int(rng.expovariate(0.25)), words - 1)}"
    return [[word() for _ in range(rng.randint(1, 14))] for _ in range(count)]


def write_lines(path, lines):
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return str(path)


def write(path, sentences):
    """Sentences of words, one a line."""
    return write_lines(path, (" ".join(words) for words in sentences))


def evaluate(program, hypotheses, references, *options):
    """The values, of files."""
    command = [program, "eval", "--format", "json", *options]
    for file in hypotheses:
        command += ["--hypotheses", file]
    for file in references:
        command += ["--references", file]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
