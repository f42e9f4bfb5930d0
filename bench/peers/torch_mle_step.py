#!/usr/bin/env python3
"""A maximum-likelihood step by PyTorch: LSTM, Linear, cross_entropy, clip_grad_norm_, Adam.

Usage: see torch_rival.py; `adam=plain|foreach|fused`.
"""
import torch
import torch.nn.functional as F

import torch_rival
from torch_networks import Generator


def time_step(task, settings):
    generator = Generator(task.part("generator"))
    tokens = task["sentences"]
    optimizer = torch_rival.adam(generator.parameters(), 1e-2, settings.get("adam", "plain"))

    def backward():
        optimizer.zero_grad()
        loss = F.cross_entropy(generator(tokens).flatten(0, 1), tokens.flatten())
        loss.backward()
        return loss

    def step():
        loss = backward()
        torch.nn.utils.clip_grad_norm_(generator.parameters(), 5.0)
        optimizer.step()
        return loss.item()

    torch_rival.check("loss", abs(backward().item() - task["loss"].item()) < 1e-5 * task["loss"].item())
    torch_rival.check_gradients(generator, task.part("gradient"))
    return torch_rival.timed(step)


if __name__ == "__main__":
    torch_rival.main({"torch": time_step})
