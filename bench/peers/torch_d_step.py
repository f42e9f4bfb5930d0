#!/usr/bin/env python3
"""A training step of SeqGAN's or RelGAN's discriminator by PyTorch: forward, backward, clip_grad_norm_, Adam.

Usage: see torch_rival.py; `adam=plain|foreach|fused`; `forwards=1` for real and fake sentences in one batch, 2 for one after
the other.
"""
import torch
import torch.nn.functional as F

import torch_rival
from torch_networks import Discriminator


def minimax(real, fake):
    return F.softplus(-real).mean() + F.softplus(fake).mean()


def relativistic(real, fake):
    return F.softplus(fake - real).mean()


def time_step(task, settings):
    network = Discriminator(task.part("discriminator"))
    objective = {"minimax": minimax, "relativistic": relativistic}[task.metadata["objective"]]
    real, fake = task["real"], task["fake"]
    optimizer = torch_rival.adam(network.parameters(), 1e-4, settings.get("adam", "plain"))

    def outputs():
        if settings.get("forwards", "1") == "2":
            return network(real), network(fake)
        return network(torch.cat([real, fake])).split([len(real), len(fake)])

    def backward():
        optimizer.zero_grad()
        loss = objective(*outputs())
        loss.backward()
        return loss

    def step():
        loss = backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimizer.step()
        return loss.item()

    expected = task["loss"].item()
    torch_rival.check("loss", abs(backward().item() - expected) < 1e-4 * max(1, abs(expected)))
    torch_rival.check_gradients(network, task.part("gradient"))
    return torch_rival.timed(step)


if __name__ == "__main__":
    torch_rival.main({"torch": time_step})
