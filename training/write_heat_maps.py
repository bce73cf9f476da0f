"""Writes PyTorch's Grad-CAM and EigenCAM for the TypeScript network's tests to heat-maps.json of two cases.

The cases are those that write_fixtures.py wrote to test/numbers; it must have run before.
"""
import argparse
import json
from pathlib import Path

import torch

import safetensors_file
from model_folder import load_model
from write_gradients import surest, value_of

# case → (head, layers whose maps are looked at)
CASES = {
    "backbone-se-320": [(2, (25, 11, 5)), (0, (19, 10))],
    "trained-320": [(2, (26, 9)), (0, (18, 9))],
}
TARGET = "confidence"


def grad_cam(map_, gradient):
    """Returns ReLU of the channels weighed by their gradients' means, [height, width]; both [C, height, width]."""
    return torch.relu((gradient.mean((1, 2), keepdim=True) * map_).sum(0))


def eigen_cam(map_):
    """Returns the projection [height, width] on the first right singular vector, turned to a sum from 0 on."""
    flat = map_.flatten(1).T.double()
    projected = flat @ torch.linalg.svd(flat, full_matrices=False)[2][0]
    return (projected * (-1 if projected.sum() < 0 else 1)).reshape(map_.shape[1:])


def heat_maps(network, pixels, head, layers):
    """Returns the maps of one head's surest place, one entry a layer."""
    classes = network.config["nc"]
    logits, kept = network(pixels, keep=set(layers))
    place = surest(logits[head][0].detach(), classes)
    for layer in layers:
        kept[layer].retain_grad()
    value = value_of(logits[head][0], place, classes, TARGET)
    value.backward()
    numbers = lambda t: [float(f"{x:.6g}") for x in t.flatten().tolist()]
    anchor, row, column, kind = place
    return [
        {
            **{"head": head, "anchor": anchor, "row": row, "column": column, "class": kind, "target": TARGET},
            **{"layer": layer, "rows": kept[layer].shape[2], "columns": kept[layer].shape[3]},
            "gradCam": numbers(grad_cam(kept[layer][0].detach(), kept[layer].grad[0])),
            "eigenCam": numbers(eigen_cam(kept[layer][0].detach())),
        }
        for layer in layers
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="../public/models/se-yolov5n")
    parser.add_argument("--out", default="../test/numbers")
    o = parser.parse_args()
    for case, asked in CASES.items():
        folder = Path(o.out) / case
        network = load_model(folder if (folder / "parameters.safetensors").exists() else o.model).eval()
        pixels = torch.tensor(safetensors_file.load(folder / "expected.safetensors")["input"])
        pixels = pixels.permute(2, 0, 1)[None].float() / 255
        found = [one for head, layers in asked for one in heat_maps(network, pixels, head, layers)]
        (folder / "heat-maps.json").write_text(json.dumps(found) + "\n")
        print(f"{case}: {len(found)} layers")


if __name__ == "__main__":
    main()
