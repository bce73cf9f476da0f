"""Writes PyTorch's gradients by channel weights for the TypeScript network's tests, one gradients.json a case.

The cases are those that write_fixtures.py wrote to test/numbers; it must have run before.
"""
import argparse
import json
from pathlib import Path

import torch

import safetensors_file
from model_folder import load_model

TARGETS = ("confidence", "width")


def surest(logits, classes):
    """Returns (anchor, row, column, class) of a head's largest confidence, from its logits [A * (nc + 5), ny, nx]."""
    p = torch.sigmoid(logits.unflatten(0, (-1, classes + 5)))
    scores = p[:, 4:5] * p[:, 5:]
    place = int(scores.argmax())
    anchor, rest = divmod(place, scores[0].numel())
    kind, cell = divmod(rest, scores[0, 0].numel())
    return anchor, *divmod(cell, scores.shape[3]), kind


def value_of(logits, place, classes, target):
    """Returns the target of one head's logits: a raw logit, or the confidence."""
    anchor, row, column, kind = place
    t = logits.unflatten(0, (-1, classes + 5))[anchor, :, row, column]
    if target == "confidence":
        return torch.sigmoid(t[4]) * torch.sigmoid(t[5 + kind])
    return t[("x", "y", "width", "height", "objectness").index(target)] if target != "class" else t[5 + kind]


def gradients(network, pixels):
    """Returns a list of targets, one a head and kind, with the gradient of each by every s that it depends on.

    A layer's s is an inner number of the graph: its gradient takes in what it does to later excitations, and what
    it does not compute itself, such as earlier channel weights, stands still.
    """
    classes, found = network.config["nc"], []
    for head, source in enumerate(network.lines[-1].sources):
        for target in TARGETS:
            logits = network(pixels)[head][0]
            place = surest(logits.detach(), classes)
            kept = {key: network.model[index].kept["excitation"] for index, key in network.se_keys().items()}
            for s in kept.values():
                s.retain_grad()
            value = value_of(logits, place, classes, target)
            value.backward()
            anchor, row, column, kind = place
            found.append(
                {
                    "head": head,
                    "anchor": anchor,
                    "row": row,
                    "column": column,
                    "class": kind,
                    "target": target,
                    "value": float(value),
                    "gradients": {
                        key: [float(f"{g:.6g}") for g in s.grad[0].tolist()]
                        for key, s in kept.items()
                        if s.grad is not None
                    },
                }
            )
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="../public/models/se-yolov5n")
    parser.add_argument("--out", default="../test/numbers")
    o = parser.parse_args()
    for case in sorted(Path(o.out).glob("*/case.json")):
        folder = case.parent
        own = (folder / "config.yaml").exists()
        network = load_model(folder if own else o.model).double()
        pixels = torch.from_numpy(safetensors_file.load(folder / "expected.safetensors")["input"])
        found = gradients(network, pixels.permute(2, 0, 1)[None].double() / 255)
        (folder / "gradients.json").write_text(json.dumps(found, separators=(",", ":")) + "\n")
        print(f"{folder.name}: {len(found)} targets")


if __name__ == "__main__":
    main()
