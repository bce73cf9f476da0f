"""Batch normalisation while training: held still, then measured anew without changing the function.

The photographs here are fewer and softer than the ones that the base's statistics were measured on.
Normalising by the batch would make the student unlike its teacher from the first step, so the running
statistics stand still while everything around them learns.
"""
import torch
from torch import nn


def hold_still(network):
    """Puts every batch normalisation in evaluation mode; its scale and shift go on learning."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()


@torch.no_grad()
def measure_statistics(network, pixels, batch=16):
    """Sets every running mean and variance to what these photographs give, [n, 3, h, w] in 0..1.

    Scale and shift take up the difference, so that the network computes what it did before.
    """
    normalisations = [m for m in network.modules() if isinstance(m, nn.BatchNorm2d)]
    sums = {m: [0.0, 0.0, 0] for m in normalisations}

    def add(module, inputs):
        x = inputs[0].double()
        seen = sums[module]
        seen[0] = seen[0] + x.sum((0, 2, 3))
        seen[1] = seen[1] + x.pow(2).sum((0, 2, 3))
        seen[2] += x.numel() // x.shape[1]

    hooks = [m.register_forward_pre_hook(add) for m in normalisations]
    try:
        for part in pixels.split(batch):
            network(part)
    finally:
        for hook in hooks:
            hook.remove()
    for m, (total, squares, count) in sums.items():
        mean = total / count
        variance = (squares / count - mean.pow(2)).clamp(min=0)
        old = (m.running_var.double() + m.eps).sqrt()
        new = (variance + m.eps).sqrt()
        shift = m.bias.double() + m.weight.double() / old * (mean - m.running_mean.double())
        m.weight.copy_(m.weight.double() * new / old)
        m.bias.copy_(shift)
        m.running_mean.copy_(mean)
        m.running_var.copy_(variance)
