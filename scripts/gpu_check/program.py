"""The program from text to samples on the device; its samples beside the CPU's of the same weights."""
import shutil

RECIPES = ("mle", "seqgan", "relgan-lstm")
SAMPLES = 2000
LIMIT = 180  # seconds for a command
SHORT = ["--set", "training.pretrain_epochs=1"]
SHORT_GAN = ["--set", "training.adversarial_rounds=2", "--set", "training.discriminator_pretrain_rounds=1"]


class Failed(Exception):
    pass


def lingan(context, name, *arguments):
    """What the program prints on standard output and error."""
    done = context.run(f"program-{name}", [context.machine.build / "lingan", *arguments], LIMIT)
    if not done.passed:
        raise Failed(done.failure())
    return done.lines


def run(context):
    """@return a result for each step."""
    folder = context.machine.build / "runs"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    steps = {"corpus": lambda: write_corpus(context, folder)}
    for recipe in RECIPES:
        steps[f"train {recipe}"] = lambda recipe=recipe: train(context, folder, recipe)
    steps["samples"] = lambda: compare_samples(context, folder / "mle")
    results = {}
    for name, step in steps.items():
        try:
            results[name] = step() or "passed"
        except Failed as failed:
            results[name] = str(failed)
            break  # what follows needs it
    return results


def write_corpus(context, folder):
    grammar = context.root / "corpora" / "english.grammar"
    lines = lingan(context, "corpus", "corpus", "generate", grammar, "-n", "2000", "--seed", "1")
    (folder / "text.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")


def train(context, folder, recipe):
    said = lingan(context, f"train-{recipe}", "train", "--recipe", recipe, "--corpus", folder / "text.txt", "--run",
                  folder / recipe, "--device", "cuda", "--quiet", *SHORT, *(SHORT_GAN if recipe != "mle" else []))
    # Silence was asked for: a warning of libtorch ends here, too.
    return f"printed {len(said)} lines: {said[0]}" if said else None


def compare_samples(context, run_folder):
    sample = ["sample", run_folder, "-n", SAMPLES, "--format", "ids", "--quiet"]
    both = [lingan(context, f"sample-{device}", *sample, "--device", device) for device in ("cuda", "cpu")]
    equal = sum(first == second for first, second in zip(*both)) / SAMPLES
    return None if equal > 0.98 else f"only {equal:.3f} of the sentences equal the CPU's"
