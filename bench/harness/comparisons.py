"""What is compared with what: names, programs, and what a rival may choose."""
import dataclasses


@dataclasses.dataclass
class Program:
    """One of the programs that can play a rival: bench_NAME, or a script of bench/peers."""
    name: str
    choices: dict = dataclasses.field(default_factory=dict)  # setting: its values, the usual one first


@dataclasses.dataclass
class Rival:
    """A way of doing the job; the fastest of its programs and settings stands for it."""
    way: str
    programs: list
    trial: dict = dataclasses.field(default_factory=dict)  # makes the job shorter while settings are tried


@dataclasses.dataclass
class Comparison:
    program: str  # ours
    rivals: list
    needs_bf16: bool = False

    def has_scripts(self):
        """Whether it needs PyTorch from PyPI."""
        return any(program.name.endswith(".py") for rival in self.rivals for program in rival.programs)

    def without_scripts(self):
        """The same where there is no PyTorch from PyPI."""
        kept = [dataclasses.replace(rival, programs=[one for one in rival.programs if not one.name.endswith(".py")])
                for rival in self.rivals]
        return dataclasses.replace(self, rivals=kept)


ADAM = {"adam": ["plain", "foreach", "fused"]}
REWARD = {"scored": ["256", "64", "1024"], "sentences": ["64", "16", "4"]}


def rivals(program, script, way="torch", choices=None, own=None, trial=None):
    """torch in C++, by our program, and from Python. @param own  choices that the script alone has."""
    choices = choices or {}
    return Rival(way, [Program(program, choices), Program(script, choices | (own or {}))], trial or {})


def reward_step(precisions):
    own = {"precision": precisions} if len(precisions) > 1 else None
    program, script = "bench_reward_step", "torch_reward_step.py"
    return Comparison(program, [rivals(program, script, choices=REWARD, own=own),
                                rivals(program, script, "naive", trial={"rollouts": "1"})], len(precisions) > 1)


def discriminator_step(program):
    return Comparison(program, [rivals(program, "torch_d_step.py", own={"forwards": ["1", "2"]} | ADAM)])


def likelihood_step():
    return Comparison("bench_mle_step", [rivals("bench_mle_step", "torch_mle_step.py", own=ADAM)])


def system_step():
    """A recipe's generator step beside a plain torch program of it, in C++ alone: one for each is enough to write."""
    return Comparison("bench_systems", [Rival("torch", [Program("bench_systems")])])


def module_rollouts():
    program = [Program("bench_module_rollouts")]
    return Comparison("bench_module_rollouts", [Rival("torch", program), Rival("naive", program)])


COMPARISONS = {
    "reward-step": reward_step(["float32"]),
    "reward-step-bf16": reward_step(["float32", "bf16"]),
    "reward-step-separate": reward_step(["float32"]),
    "reward-step-separate-bf16": reward_step(["float32", "bf16"]),
    "sample": Comparison("bench_sample", [
        rivals("bench_sample", "torch_sample.py", choices={"batch": ["1024", "256", "4096"]}),
        rivals("bench_sample", "torch_sample.py", "naive", choices={"batch": ["256", "64", "1024"]},
               trial={"sentences": "1024"})]),
    "sample-wide": Comparison("bench_sample_wide", [
        rivals("bench_sample_wide", "torch_sample.py", choices={"batch": ["1024", "256"]})]),
    "rollouts-memory": module_rollouts(),
    "rollouts-transformer": module_rollouts(),
    "mle-step": likelihood_step(),
    "mle-step-512": likelihood_step(),
    "d-step": discriminator_step("bench_d_step"),
    "d-step-separate": discriminator_step("bench_d_step"),
    "relgan-d-step": discriminator_step("bench_relgan_d_step"),
    "relgan-d-step-separate": discriminator_step("bench_relgan_d_step"),
    "system-gsgan": system_step(),
    "system-cot": system_step(),
    "system-vae": system_step(),
    "system-scratchgan": system_step(),
    "system-dgsan": system_step(),
}

# Scripts that run lingan and its rivals by themselves and print a line for each.
SCRIPTS = {
    "tokenize-unigram": ["tokenize_compare.py", "--model-type", "unigram"],
    "tokenize-bpe": ["tokenize_compare.py", "--model-type", "bpe"],
    "bleu": ["bleu_compare.py", "--only", "bleu"],
    "self-bleu": ["bleu_compare.py", "--only", "self-bleu"],
    "kneser-ney": ["kneser_ney_compare.py"],
    "nearest-sentences": ["nearest_compare.py"],
    "bleu-process": ["bleu_process_compare.py"],
    "corpus-bleu": ["corpus_bleu_compare.py"],
    "start": ["start_compare.py"],
    "mauve": ["mauve_compare.py"],
}
WITHOUT_TEXT = {"start", "mauve"}  # scripts that read no data

NAMES = [*COMPARISONS, *SCRIPTS, "growth"]
GROUPS = {"systems": [name for name in COMPARISONS if name.startswith("system-")]}


def expanded(names):
    """The comparisons that names of comparisons and of groups stand for."""
    return [one for name in names for one in GROUPS.get(name, [name])]
