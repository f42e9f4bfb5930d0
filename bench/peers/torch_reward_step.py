#!/usr/bin/env python3
"""The rewards of a SeqGAN generator step by PyTorch: `naive` as the published programs, `torch` with care.

Usage: see torch_rival.py. `naive` takes `rollouts=N`, fewer than 16 for a trial. `torch` takes `sentences=N`, whose completions
advance together, `scored=N`, rows of one forward of D, and `precision=bf16`, torch's own mixed precision.
"""
import torch
import torch.nn.functional as F

import torch_rival
from torch_networks import Discriminator, Generator, draw_by_inverse, draw_by_multinomial

ROLLOUTS = 16


class RewardStep:
    def __init__(self, task):
        self.generator = Generator(task.part("generator")).eval()
        self.discriminator = Discriminator(task.part("discriminator")).eval()
        self.sentences = task["sentences"]
        self.rows, self.length = self.sentences.shape

    def real_probability(self, tokens):
        return torch.sigmoid(self.discriminator(tokens)).float()

    def roll_out_naively(self, given):
        """Completes the first `given` tokens, which are fed again with all their projections."""
        result = self.sentences.clone()
        logits, state = self.generator.start(self.rows)
        for t in range(self.length):
            if t >= given:
                result[:, t] = draw_by_multinomial(logits)
            if t + 1 < self.length:
                logits, state = self.generator.step(result[:, t], state)
            if t + 1 < given:
                F.log_softmax(logits, 1)
        return result

    def naive_rewards(self, rollouts):
        """TextGAN-PyTorch's order of work: each rollout of each prefix by itself, [rollouts, B, T]."""
        rewards = torch.zeros(rollouts, self.rows, self.length)
        for rollout in range(rollouts):
            for given in range(1, self.length + 1):
                tokens = self.roll_out_naively(given) if given < self.length else self.sentences
                rewards[rollout, :, given - 1] = self.real_probability(tokens)
        return rewards

    def completions(self, sentences):
        """All rollouts of all prefixes advance together from kept states: [(T - 1) * rows * rollouts, T]."""
        def spread(x, dim):
            return x.repeat_interleave(ROLLOUTS, dim)

        _, spine = self.generator.start(len(sentences))
        tokens = torch.zeros(0, self.length, dtype=torch.int64)
        for t in range(1, self.length):
            first, spine = self.generator.step(sentences[:, t - 1], spine)
            fresh = spread(first, 0), [spread(x, 1) for x in spine]
            if t == 1:
                logits, state = fresh
            else:
                logits, state = self.generator.step(tokens[:, t - 1], tuple(state))
                logits = torch.cat([logits, fresh[0]])
                state = [torch.cat(pair, 1) for pair in zip(state, fresh[1])]
            tokens = torch.cat([tokens, spread(sentences, 0)])
            tokens[:, t] = draw_by_inverse(logits)
        return tokens

    def careful_rewards(self, together, scored):
        rewards = torch.zeros(ROLLOUTS, self.rows, self.length)
        for begin in range(0, self.rows, together):
            sentences = self.sentences[begin:begin + together]
            scores = torch.cat([self.real_probability(part) for part in self.completions(sentences).split(scored)])
            rewards[:, begin:begin + together, :-1] = scores.view(self.length - 1, len(sentences), ROLLOUTS).permute(2, 1, 0)
        rewards[:, :, -1] = self.real_probability(self.sentences)
        return rewards


def check_distribution(own, theirs):
    """As bench/lib/plain_rewards.cc: the mean square of Student's t with 15 degrees of freedom is 15/13."""
    gap = (own.mean(0) - theirs)[:, :-1]
    square = (gap.square() / (2 * own.var(0)[:, :-1] / len(own))).mean()
    torch_rival.check(f"distribution of rewards ({square:.3f})", 0.9 < square < 1.45)


@torch.inference_mode()
def time_rewards(task, settings, work):
    step = RewardStep(task)
    narrow = settings.get("precision", "float32") == "bf16"
    made = []
    with torch.autocast("cpu", torch.bfloat16, enabled=narrow):
        gap = (step.real_probability(step.sentences) - task["rewards"][:, -1]).abs().max()
        torch_rival.check("probabilities", gap < (1e-2 if narrow else 1e-5))
        seconds = torch_rival.timed(lambda: made.append(work(step)))
    if len(made[-1]) == ROLLOUTS:
        check_distribution(made[-1], task["rewards"])
    return seconds


def naive(task, settings):
    return time_rewards(task, settings, lambda step: step.naive_rewards(int(settings.get("rollouts", ROLLOUTS))))


def careful(task, settings):
    together, scored = int(settings.get("sentences", 64)), int(settings.get("scored", 256))
    return time_rewards(task, settings, lambda step: step.careful_rewards(together, scored))


if __name__ == "__main__":
    torch_rival.main({"naive": naive, "torch": careful})
