"""Writes PyTorch's numbers of YOLOv8's and YOLOv7's modules and of C3SE to test/placements, one folder a case."""
import argparse
import json
from pathlib import Path

import numpy as np
import torch
from torch import nn

import safetensors_file
from network import read_config
from photographs import letterbox, read_pixels
from placements import make
from write_fixtures import randomise, sampled

CASES = ("yolov8", "yolov7", "c3se")
SIDE, SAMPLES = 128, 512


class Placed(nn.Module):
    """A network of the configuration's lines; `written` maps each text line to the indices it becomes."""

    def __init__(self, config):
        super().__init__()
        self.lines, self.model, self.written = [], nn.ModuleList(), []
        names = {"None": None, "True": True, "False": False}
        at = 0
        for index, (source, number, kind, args) in enumerate(config["backbone"] + config["head"]):
            args = [names.get(a, a) if isinstance(a, str) else a for a in args]
            given = source if isinstance(source, list) else [source]
            sources = [j + index if j < 0 else j for j in given]
            read = [3 if j < 0 else self.lines[j][1] for j in sources]
            stride = 1 if sources[0] < 0 else self.lines[sources[0]][2]
            repeats = max(round(number * config["depth_multiple"]), 1) if number > 1 else 1
            module, channels, factor = make(kind, read[0], read, repeats, args, config["width_multiple"], config)
            self.lines.append((sources, channels, int(stride * factor)))
            self.model.append(module)
            count = len(module.written_out()) if kind == "C3SE" else 1
            self.written.append(list(range(at, at + count)))
            at += count

    def forward(self, x):
        """Returns the head's logits and every written layer's output but the head's."""
        outputs, layers = [], []
        for (sources, _, _), module in zip(self.lines, self.model):
            read = [x if j < 0 else outputs[j] for j in sources]
            outputs.append(module(read if len(read) > 1 else read[0]))
            layers += getattr(module, "parts", [outputs[-1]])
        return outputs[-1], layers[:-1]

    def arrays(self):
        """Returns the parameters under the names of the TypeScript network."""
        found = {}
        for name, value in self.state_dict().items():
            if name.endswith("num_batches_tracked"):
                continue
            _, index, rest = name.split(".", 2)
            found[self.renamed(int(index), rest)] = value.numpy()
        return found

    def renamed(self, index, rest):
        module, written = self.model[index], self.written[index]
        if not hasattr(module, "written_out"):
            return f"model.{written[0]}.{rest}"
        for at, (own, kind) in sorted(zip(written, module.written_out()), key=lambda pair: pair[1][1] == "SE"):
            if own and rest.startswith(own + "."):
                part = rest[len(own) + 1 :]
                if kind == "SE":
                    part = {"l1": "fc.0", "l2": "fc.2"}[part.split(".")[0]] + ".weight"
                return f"model.{at}.{part}"
        raise ValueError(rest)

    def se(self):
        """Returns [(written index, kept)] of every SE layer."""
        found = []
        for module, written in zip(self.model, self.written):
            if hasattr(module, "kept"):
                found.append((written[0], module.kept))
            if hasattr(module, "written_out"):
                places = [at for at, (_, kind) in zip(written, module.written_out()) if kind == "SE"]
                found += [(at, m.kept) for at, m in zip(places, module.m)]
        return found


def boxes_of(logits, strides):
    """Returns YOLOv8's boxes in input pixels and class probabilities, [cells, 4 + nc], from raw logits."""
    parts = []
    for t, stride in zip(logits, strides):
        _, ny, nx = t[0].shape
        edges = t[0, :64].view(4, 16, ny, nx).softmax(1)
        d = (edges * torch.arange(16.0).view(1, 16, 1, 1)).sum(1)
        y, x = torch.meshgrid(torch.arange(ny) + 0.5, torch.arange(nx) + 0.5, indexing="ij")
        box = torch.stack((x - d[0], y - d[1], x + d[2], y + d[3])) * stride
        parts.append(torch.cat((box, t[0, 64:].sigmoid())).flatten(1).T)
    return torch.cat(parts)


@torch.no_grad()
def write(folder, photo, seed):
    config = read_config(folder / "config.yaml")
    network = randomise(Placed(config), seed)
    # Written in half precision, and both sides read the same numbers.
    for value in network.state_dict().values():
        if value.is_floating_point():
            value.copy_(value.half().float())
    arrays = {name: value.astype(np.float16) for name, value in network.arrays().items()}
    safetensors_file.save(folder / "parameters.safetensors", arrays)
    rng = np.random.default_rng(0)
    pixels, _ = letterbox(read_pixels(photo), SIDE, SIDE)
    logits, layers = network(pixels[None].float() / 255)
    expected = {"input": pixels.permute(1, 2, 0).contiguous().numpy()}
    for k, t in enumerate(logits):
        expected |= sampled(f"logits.{k}", t[0].permute(1, 2, 0).numpy(), rng, 2048)
    for i, t in enumerate(layers):
        expected |= sampled(f"layer.{i}", t[0].permute(1, 2, 0).numpy(), rng, SAMPLES)
    heads = {network.written[j][-1]: network.lines[j][2] for j in network.lines[-1][0]}
    for index, kept in network.se():
        key = f"P{int(np.log2(heads[index]))}" if index in heads else str(index)
        for name in ("squeeze", "hidden", "excitation"):
            expected[f"se.{key}.{name}"] = kept[name][0].numpy()
    if config["head"][-1][2] == "DetectDFL":
        expected["boxes"] = boxes_of(logits, heads.values()).contiguous().numpy()
    safetensors_file.save(folder / "expected.safetensors", expected)
    print(json.dumps({"case": folder.name, "layers": len(layers), "largest": float(max(t.abs().max() for t in layers))}))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", default="../public/photos")
    parser.add_argument("--out", default="../test/placements")
    o = parser.parse_args()
    for seed, case in enumerate(CASES):
        write(Path(o.out) / case, Path(o.photos) / "wall.jpg", seed)


if __name__ == "__main__":
    main()
