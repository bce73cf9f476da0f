"""Runs a network with SE layers changed, and counts what it costs: the twin of src/network's rerun and costs.

Nothing is run from the middle here: every edit is a whole forward pass, so that it can check the reruns.
"""
from contextlib import contextmanager
from types import MethodType

import torch
from torch import nn
from torch.nn import functional

from network import Network, SEAttention

SQUEEZES = {
    "mean": lambda u: u.mean((2, 3)),
    "max": lambda u: u.amax((2, 3)),
    "centre": lambda u: middle(u).mean((2, 3)),
    "constant": lambda u: u.mean((2, 3)).mean(1, keepdim=True).expand(-1, u.shape[1]),
}
GATES = {
    "sigmoid": torch.sigmoid,
    "relu": torch.relu,
    "tanh": torch.tanh,
    "hardSigmoid": functional.hardsigmoid,
}
# YOLOv5 v6.0's sizes: depth and width multiple
SIZES = {"n": (0.33, 0.25), "s": (0.33, 0.5), "m": (0.67, 0.75), "l": (1.0, 1.0), "x": (1.33, 1.25)}


def middle(u):
    """Returns the maps without the first and the last quarter of their rows and columns, rounded down."""
    height, width = u.shape[2:]
    top, left = height // 4, width // 4
    return u[:, :, top : height - top, left : width - left]


@contextmanager
def edited(network, edits):
    """Inside, the SE layers named in {key: {"squeeze", "gate", "weights"}} compute what the edit says."""
    layers = {key: network.model[index] for index, key in network.se_keys().items()}
    for key, edit in edits.items():
        layers[key].forward = MethodType(changed(edit), layers[key])
    try:
        yield
    finally:
        for key in edits:
            del layers[key].forward


def changed(edit):
    """Returns the forward method of an SE layer under an edit."""

    def forward(self, u):
        z = SQUEEZES[edit.get("squeeze", "mean")](u)
        h = torch.relu(self.fc[0](z))
        s = GATES[edit.get("gate", "sigmoid")](self.fc[2](h))
        if "weights" in edit:
            s = torch.tensor(edit["weights"], dtype=u.dtype).expand(u.shape[0], u.shape[1])
        self.kept = {"squeeze": z, "hidden": h, "excitation": s}
        return u * s[:, :, None, None]

    return forward


def edits_for(keys, channels, rng):
    """Returns {name: edits} to try: each layer neutral, all at given weights, every other squeeze and gate."""
    cases = {f"neutral-{key}": {key: {"weights": [0.5]}} for key in keys}
    given = {key: {"weights": [round(float(w), 3) for w in rng.uniform(0, 1, channels[key])]} for key in keys}
    cases["given"] = given
    cases["given-last"] = {keys[-1]: given[keys[-1]]}
    for squeeze in ("max", "centre", "constant"):
        cases[f"squeeze-{squeeze}"] = {key: {"squeeze": squeeze} for key in keys}
    for gate in ("relu", "tanh", "hardSigmoid"):
        cases[f"gate-{gate}"] = {key: {"gate": gate} for key in keys}
    cases["mixed"] = {keys[0]: {"squeeze": "max", "gate": "hardSigmoid"}, keys[-1]: given[keys[-1]]}
    return cases


@torch.no_grad()
def costs(config, size, reduction, side):
    """Returns {parameters, multiplyAdds, seParameters, seMultiplyAdds} of a configuration, counted on a real pass."""
    depth, width = SIZES[size]
    head = [[f, n, m, [a[0], reduction] if m == "SEAttention" else a] for f, n, m, a in config["head"]]
    network = Network({**config, "head": head, "depth_multiple": depth, "width_multiple": width}).eval()
    counted = {"all": 0, "se": 0}
    se = {part for layer in network.se_layers().values() for part in layer.modules()}

    def add(module, inputs, output):
        if isinstance(module, nn.Conv2d):
            count = output.numel() * module.weight[0].numel()
        elif isinstance(module, nn.Linear):
            count = module.weight.numel()
        else:
            # The squeeze adds every value once, the recalibration multiplies it once.
            count = 2 * inputs[0].numel()
        counted["all"] += count
        counted["se"] += count if module in se else 0

    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear, SEAttention)):
            module.register_forward_hook(add)
    network(torch.zeros(1, 3, side, side))
    total = sum(p.numel() for p in network.parameters())
    return {
        "size": size,
        "reduction": reduction,
        "input": side,
        "parameters": total,
        "multiplyAdds": counted["all"],
        "seParameters": sum(p.numel() for layer in network.se_layers().values() for p in layer.parameters()),
        "seMultiplyAdds": counted["se"],
    }
