"""Lets the SE layers that Detect alone reads learn once more, with everything else standing still.

What such a layer does is one multiplication and one 1x1 convolution away from the logits, so its maps are
computed once and thousands of steps are cheap. Distillation then finds channel weights that differ between
photographs as much as before, in directions that the detector can bear.
"""
import argparse
import os
from pathlib import Path

import torch
from torch import nn

from insert_se import load_base
from losses import alive, class_weights, distillation, presence, presence_loss, spread, steady
from measure import evaluate
from network import Network, read_config
from photographs import letterbox, read_pixels, split


def before_detect(network):
    """Returns [(index of an SE layer that nothing but Detect reads, which of Detect's inputs it is)]."""
    lines, detect = network.lines, network.lines[-1]
    others = {j for line in lines[:-1] for j in line.sources}
    return [(i, detect.sources.index(i)) for i in network.se_layers() if i in detect.sources and i not in others]


@torch.no_grad()
def collect_maps(network, base, photographs, layers, anchors, device, size=640, batch=16):
    """Returns ({index: maps [n, C, h, w] in half precision}, {index: the base's logits}, presence [n, nc])."""
    maps, taught, present = {i: [] for i, _ in layers}, {i: [] for i, _ in layers}, []
    for start in range(0, len(photographs), batch):
        pixels = [letterbox(read_pixels(p.path), size)[0] for p in photographs[start : start + batch]]
        pixels = torch.stack(pixels).to(device).float() / 255
        sources = {network.lines[i].sources[0] for i, _ in layers}
        _, kept = network(pixels, keep=sources)
        logits = base(pixels)
        present.append(presence(logits, anchors))
        for i, k in layers:
            maps[i].append(kept[network.lines[i].sources[0]].half())
            taught[i].append(logits[k].half())
    joined = lambda parts: {i: torch.cat(rows) for i, rows in parts.items()}
    return joined(maps), joined(taught), torch.cat(present)


def settle(network, layer, given, anchors, generator, steps=1500, batch=16, rate=1e-3):
    """Trains one SE layer in place and folds the change of its means into Detect. Returns the last losses.

    layer: (index, input of Detect). given: (maps, the base's logits, presence) of the photographs.
    """
    index, k = layer
    maps, taught, present = given
    se, convolution = network.model[index], network.model[-1].m[k]
    squeezes = maps.float().mean((2, 3))
    weights, was = class_weights(present), se.fc(squeezes).mean(0).detach()
    head = nn.Linear(squeezes.shape[1], present.shape[1]).to(squeezes.device)
    optimiser = torch.optim.Adam([{"params": se.fc.parameters(), "lr": 0.0}, {"params": head.parameters(), "lr": rate}])
    spread_target = {8: 0.010, 16: 0.0145, 32: 0.029}[network.strides[k]]
    parts = {}
    for step in range(steps):
        # The head that reads presence comes in new: it learns alone at first.
        share = max(0.0, (step - 200) / (steps - 200))
        optimiser.param_groups[0]["lr"] = 0.0 if step < 200 else rate * (1 - share)
        row = torch.randint(len(maps), (batch,), generator=generator)
        all_sums = se.fc[0](squeezes)
        s = torch.sigmoid(se.fc[2](torch.relu(all_sums)))
        factor = s[row] * (was / s.mean(0).detach())
        learned = convolution(maps[row].float() * factor[:, :, None, None])
        parts = distillation([learned], [taught[row].float()], [anchors[k]])
        parts["presence"] = 0.05 * presence_loss([s], [head], present, weights)
        parts["alive"] = alive([all_sums])
        parts["spread"] = 5 * spread([s], targets=(spread_target,))
        parts["steady"] = 0.1 * steady([s])
        optimiser.zero_grad(set_to_none=True)
        sum(parts.values()).backward()
        convolution.weight.grad = convolution.bias.grad = None
        optimiser.step()
        if step % 250 == 0:
            print(f"layer {index}, step {step}: " + " ".join(f"{n} {float(v):.4f}" for n, v in parts.items()), flush=True)
    with torch.no_grad():
        convolution.weight.mul_((was / se.fc(squeezes).mean(0))[None, :, None, None])
    return {name: float(value) for name, value in parts.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", default="../public/models/se-yolov5n/config.yaml")
    parser.add_argument("--base", required=True, help="YOLOv5n v6.0 checkpoint")
    parser.add_argument("--data", required=True, help="folder with coco128/ and photos/")
    parser.add_argument("--out", default="runs/se-yolov5n", help="train.py's folder: reads parameters.pt, writes settled.pt")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--steps", type=int, default=1500)
    o = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(os.cpu_count())
    config, generator = read_config(o.config), torch.Generator().manual_seed(0)
    training, validation = split(o.data)
    network = Network(config)
    network.load_state_dict(torch.load(Path(o.out) / "parameters.pt", map_location="cpu"))
    network, base = network.eval().to(o.device), load_base(config, o.base).to(o.device)
    anchors = [(a / s).to(o.device) for a, s in zip(network.model[-1].anchors, network.strides)]
    layers = before_detect(network)
    maps, taught, present = collect_maps(network, base, training, layers, anchors, o.device)
    for layer in layers:
        settle(network, layer, (maps[layer[0]], taught[layer[0]], present), anchors, generator, o.steps)
    precision, statistics = evaluate(network, validation, device=o.device)
    print(f"mAP {precision['map']:.4f} mAP50 {precision['map50']:.4f}", statistics)
    torch.save({k: v.cpu() for k, v in network.state_dict().items()}, Path(o.out) / "settled.pt")


if __name__ == "__main__":
    main()
