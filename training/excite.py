"""Teaches the SE layers alone, on squeezes collected once, before the whole network is trained.

Without this the excitation learns while everything behind it tries to follow, and accuracy falls. Here the
second fully connected layers learn what to say first, on a network that stands still, in a minute.
"""
import copy

import numpy as np
import torch

from augment import batch as make_batch
from losses import alive, class_weights, presence, presence_loss, spread, steady, variety


@torch.no_grad()
def collect(network, store, anchors, sizes, rng, batch=16):
    """Returns ({layer index: squeezes [n, C]}, presence [n, nc]) of every photograph, once whole and once in a mosaic."""
    squeezes, targets = {i: [] for i in network.se_layers()}, []
    network.eval()
    for mosaic in (0.0, 1.0):
        order = rng.permutation(len(store.labels))
        for part in np.array_split(order, max(1, len(order) // batch)):
            others = rng.choice(order, (len(part), 3))
            size = int(rng.choice(sizes)) if mosaic else max(sizes)
            pixels, _ = make_batch(store, np.concatenate((part[:, None], others), 1), size, rng, mosaic)
            targets.append(presence(network(pixels), anchors))
            for i, se in network.se_layers().items():
                squeezes[i].append(se.kept["squeeze"])
    return {i: torch.cat(z) for i, z in squeezes.items()}, torch.cat(targets)


def excite(network, heads, squeezes, target, generator, steps=800, batch=128, rate=2e-3):
    """Trains both FC layers of every SE layer, and the heads that read s, in place. Returns the last losses."""
    layers = [copy.deepcopy(se.fc) for se in network.se_layers().values()]
    optimiser = torch.optim.Adam(
        [{"params": [p for fc in layers for p in fc.parameters()]}, {"params": list(heads.parameters())}], lr=rate
    )
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    parts, weights = {}, class_weights(target)
    for fc in layers:
        # From zero every channel would learn alike.
        drawn = 0.05 * torch.randn(fc[2].weight.shape, generator=generator)
        fc[2].weight.data.copy_(drawn)
    for _ in range(steps):
        row = torch.randint(len(target), (batch,), generator=generator).to(target.device)
        sums = [fc[0](z[row]) for fc, z in zip(layers, squeezes.values())]
        s = [torch.sigmoid(fc[2](torch.relu(h))) for fc, h in zip(layers, sums)]
        parts = {
            "presence": presence_loss(s, heads, target[row], weights),
            "alive": alive(sums),
            "spread": 5 * spread(s),
            "steady": steady(s),
            "variety": 0.05 * variety(s),
        }
        optimiser.zero_grad(set_to_none=True)
        sum(parts.values()).backward()
        optimiser.step()
        schedule.step()
    for se, fc in zip(network.se_layers().values(), layers):
        se.fc.load_state_dict(fc.state_dict())
    return {name: float(value) for name, value in parts.items()}


@torch.no_grad()
def compensate(network, squeezes):
    """Divides each channel weight by twice its mean over the squeezes: the function is the base's again, but
    for the photographs' deviations from it."""
    for se, z in zip(network.se_layers().values(), squeezes.values()):
        se.compensation = 0.5 / se.fc(z).mean(0)
