"""SeqGAN's and RelGAN's networks as PyTorch programs write them, with lingan's weights."""
import torch
import torch.nn.functional as F
from torch import nn


class Generator(nn.Module):
    """An LSTM language model. `weights` are named as lingan names them."""

    def __init__(self, weights):
        super().__init__()
        types, width = weights["embedding"].shape
        hidden = weights["output_weight"].shape[1]
        layers = sum(name.startswith("weight_ih") for name in weights)
        self.embedding = nn.Embedding(types, width)
        self.lstm = nn.LSTM(width, hidden, layers, batch_first=True)
        self.output = nn.Linear(hidden, types)
        with torch.no_grad():
            for name, weight in self.named_weights().items():
                weight.copy_(weights[name])

    def named_weights(self):
        return {"embedding": self.embedding.weight, **dict(self.lstm.named_parameters()),
                "output_weight": self.output.weight, "output_bias": self.output.bias}

    def forward(self, tokens):
        """Teacher-forced logits [B, T, V]."""
        fed = torch.cat([torch.zeros_like(tokens[:, :1]), tokens[:, :-1]], 1)
        return self.output(self.lstm(self.embedding(fed))[0])

    def start(self, rows):
        """Logits [B, V] of the first token, and the state."""
        return self.step(torch.zeros(rows, dtype=torch.int64), None)

    def step(self, tokens, state):
        hidden, state = self.lstm(self.embedding(tokens).unsqueeze(1), state)
        return self.output(hidden.squeeze(1)), state


class Discriminator(nn.Module):
    """Windows by Conv2d, ReLU, max over time, a highway layer, a linear output."""

    def __init__(self, weights):
        super().__init__()
        types, width = weights["embedding"].shape
        filters = [weights[f"filter_weight_{i}"] for i in range(sum(name.startswith("filter_weight") for name in weights))]
        slice_width = filters[0].shape[2]
        self.representations = width // slice_width
        self.embedding = nn.Embedding(types, width)
        self.convolutions = nn.ModuleList(
            nn.Conv2d(1, count, (window, slice_width), stride=(1, slice_width)) for count, window, _ in map(lambda w: w.shape, filters))
        self.highway = nn.Linear(weights["highway_weight"].shape[1], weights["highway_weight"].shape[0])
        self.hidden = nn.Linear(*reversed(weights["hidden_weight"].shape)) if "hidden_weight" in weights else None
        self.output = nn.Linear(weights["output_weight"].shape[1], 1)
        with torch.no_grad():
            for name, weight in self.named_weights().items():
                weight.copy_(weights[name].reshape(weight.shape))

    def named_weights(self):
        named = {"embedding": self.embedding.weight}
        for i, convolution in enumerate(self.convolutions):
            named |= {f"filter_weight_{i}": convolution.weight, f"filter_bias_{i}": convolution.bias}
        for layer in ("highway", "hidden", "output"):
            linear = getattr(self, layer)
            if linear is not None:
                named |= {f"{layer}_weight": linear.weight, f"{layer}_bias": linear.bias}
        return named

    def forward(self, tokens):
        """Logits [B], or [B, R] of R representations."""
        vectors = self.embedding(tokens).unsqueeze(1)
        maxima = []
        for convolution in self.convolutions:
            values = F.relu(convolution(vectors))  # [B, F, T - w + 1, R]
            maxima.append(F.max_pool2d(values, (values.shape[2], 1)).squeeze(2))
        x = torch.cat(maxima, 1).permute(0, 2, 1).flatten(0, 1)
        sums = self.highway(x)
        gate = torch.sigmoid(sums[:, -x.shape[1]:])
        x = gate * F.relu(sums[:, :x.shape[1]]) + (1 - gate) * x
        logits = self.output(x if self.hidden is None else self.hidden(x)).squeeze(1)
        return logits.view(-1, self.representations) if self.representations > 1 else logits


def draw_by_multinomial(logits):
    """As the published programs draw."""
    return torch.multinomial(torch.exp(F.log_softmax(logits, 1)), 1).squeeze(1)


def draw_by_inverse(logits):
    """The same distribution by running sums and one uniform number a row."""
    sums = F.softmax(logits, 1).cumsum(1)
    return torch.searchsorted(sums, torch.rand(len(sums), 1)).squeeze(1).clamp_max(logits.shape[1] - 1)


DRAWS = {"torch": draw_by_inverse, "naive": draw_by_multinomial}
