#!/usr/bin/env python3
"""Sampling by PyTorch, step by step: `naive` by multinomial, `torch` by running sums.

Usage: see torch_rival.py; `batch=N` sentences at once, `sentences=N` of all that the task has.
"""
import torch
import torch.nn.functional as F

import torch_rival
from torch_networks import DRAWS, Generator

SCORED = 512


def log_probabilities(generator, tokens):
    """Of every token, [B, T]."""
    return F.log_softmax(generator(tokens), 2).gather(2, tokens.unsqueeze(2)).squeeze(2)


def sample(generator, shape, batch, draw):
    tokens = torch.empty(shape, dtype=torch.int64)
    for part in tokens.split(batch):
        logits, state = generator.start(len(part))
        for t in range(shape[1]):
            if t > 0:
                logits, state = generator.step(part[:, t - 1], state)
            part[:, t] = draw(logits)
    return tokens


def check_samples(generator, tokens, expected):
    """Sentences of one distribution have one mean log-probability, which is minus its entropy."""
    own, theirs = (values.double().sum(1) for values in (log_probabilities(generator, tokens[:SCORED]), expected))
    error = (own.var() / len(own) + theirs.var() / len(theirs)).sqrt()
    torch_rival.check("log-probability of samples", (own.mean() - theirs.mean()).abs() < 5 * error)


def way(name):
    @torch.inference_mode()
    def time_sampling(task, settings):
        generator = Generator(task.part("generator")).eval()
        sentences, expected = task["sentences"], task["log_probabilities"]
        gap = (log_probabilities(generator, sentences[:64]) - expected[:64]).abs() / expected[:64].abs().clamp_min(1)
        torch_rival.check("log-probabilities", gap.max() < 1e-4)
        shape = (int(settings.get("sentences", len(sentences))), sentences.shape[1])
        batch = int(settings.get("batch", 1024))
        made = []
        seconds = torch_rival.timed(lambda: made.append(sample(generator, shape, batch, DRAWS[name])))
        check_samples(generator, made[-1], expected)
        return seconds
    return time_sampling


if __name__ == "__main__":
    torch_rival.main({name: way(name) for name in DRAWS})
