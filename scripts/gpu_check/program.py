"""The program from text to samples on the device; its samples beside the CPU's of the same weights."""
import shutil

RECIPES = ("mle", "seqgan", "relgan-lstm")
SAMPLES = 2000
LIMIT = 180  # seconds for a command
SHORT = ["--set", "training.pretrain_epochs=1"]
SHORT_GAN = ["--set", "training.adversarial_steps=2", "--set", "training.discriminator_pretrain_steps=1"]


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
    results = {}
    try:
        text = folder / "text.txt"
        grammar = context.root / "corpora" / "english.grammar"
        lines = lingan(context, "corpus", "corpus", "generate", grammar, "-n", "2000", "--seed", "1")
        text.write_text("\n".join(lines) + "\n", encoding="utf-8")
        for recipe in RECIPES:
            results[f"train {recipe}"] = "it did not end"
            said = lingan(context, f"train-{recipe}", "train", "--recipe", recipe, "--corpus", text, "--run",
                          folder / recipe, "--device", "cuda", "--quiet", *SHORT, *(SHORT_GAN if recipe != "mle" else []))
            # Silence was asked for: libtorch's warnings end here, too.
            results[f"train {recipe}"] = "passed" if not said else f"printed {len(said)} lines: {said[0]}"
        results["samples"] = compare_samples(context, folder / "mle")
    except Failed as failed:
        results[next(reversed(results), "corpus")] = str(failed)
    return results


def compare_samples(context, run_folder):
    both = [lingan(context, f"sample-{device}", "sample", run_folder, "-n", SAMPLES, "--format", "ids", "--device", device)
            for device in ("cuda", "cpu")]
    equal = sum(first == second for first, second in zip(*both)) / SAMPLES
    return "passed" if equal > 0.98 else f"only {equal:.3f} of the sentences equal the CPU's"
