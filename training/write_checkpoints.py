"""Writes small checkpoints as YOLOv5's releases and its forks with SE save them, with PyTorch's own logits.

    python3 write_checkpoints.py

Each case is test/files/checkpoints/<name>.pt and, in cases.json, the logits of one input. Parameters are
random; a pattern both sides compute is the input (`pattern`).
"""
import copy
import json
import math
from collections import OrderedDict
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

import foreign
from foreign import C3, SE, SPPF, C3SE, Concat, Conv, Detect, EffectiveSELayer, SqueezeExcitation
from write_fixtures import randomise

FOLDER = Path(__file__).parent.parent / "test" / "files" / "checkpoints"
ANCHORS = [
    [10, 13, 16, 30, 33, 23],
    [30, 61, 62, 45, 59, 119],
    [116, 90, 156, 198, 373, 326],
]
SIZE = 64
SAMPLES = 200


def pattern(size=SIZE):
    """Returns the input [1, 3, size, size] that the tests compute too: ((7919 · k) mod 1009) / 1009."""
    k = torch.arange(size * size * 3, dtype=torch.int64)
    pixels = ((k * 7919) % 1009).float() / 1009
    return pixels.view(size, size, 3).permute(2, 0, 1)[None]


# The layouts of SE in public code, by the name of the case: a function of the channels.
LAYOUTS = {
    "se-l1-l2": lambda c: SE(c, c, 4),
    "seattention": lambda c: foreign.linear_se("SEAttention", "fc")(c, 4),
    "selayer-fc": lambda c: foreign.linear_se("SELayer", "fc")(c, 4),
    "selayer-blocks": lambda c: foreign.linear_se("SELayer", "blocks")(c, 4),
    "selayer-hardswish": lambda c: foreign.linear_se("SELayer", "fc", bias=True, gate=nn.Hardswish)(c, 4),
    "seblock-repvgg": lambda c: foreign.conv_se("SEBlock", ("down", "up"))(c, 4),
    "seblock-mobilenetv3": lambda c: foreign.conv_se(
        "SEBlock", ("conv1", "conv2"), gate=F.hardsigmoid, modules=(("relu", nn.ReLU), ("gate", nn.Hardsigmoid))
    )(c, 4),
    "seblock-excitation": lambda c: foreign.conv_se(
        "SeBlock", ("Excitation.FC1", "Excitation.FC2"), modules=(("ReLU", nn.ReLU), ("Sigmoid", nn.Sigmoid))
    )(c, 4),
    "lc-semodule": lambda c: foreign.conv_se(
        "LC_SEModule", ("conv1", "conv2"), gate=F.silu, modules=(("relu", nn.ReLU), ("SiLU", nn.SiLU))
    )(c, 4),
    "es-semodule": lambda c: foreign.conv_se(
        "ES_SEModule", ("conv1", "conv2"), gate=F.hardsigmoid, modules=(("relu", nn.ReLU), ("hardsigmoid", nn.Hardsigmoid))
    )(c, 4),
    "effective-se": lambda c: EffectiveSELayer(c),
    "se-block-gap": lambda c: foreign.linear_se("SE_Block", "fc", pool="gap")(c, 4),
    "se-layer-excitation": lambda c: foreign.linear_se("SE_Layer", "se_excitation")(c, 4),
    "se-sequential": lambda c: foreign.linear_se("SE", "fc", bias=True, offset=1)(c, 4),
    "torchvision": lambda c: SqueezeExcitation(c, c // 4),
}


def small(se, classes=3):
    """Returns the lines of a short network with SE before each of Detect's maps."""
    return [
        (-1, Conv(3, 8, 6, 2, 2)),
        (-1, Conv(8, 8, 3, 2)),
        (-1, Conv(8, 16, 3, 2)),
        (-1, C3(16, 16, 1)),
        (-1, se(16)),
        (-1, Conv(16, 16, 3, 2)),
        (-1, se(16)),
        (-1, Conv(16, 32, 3, 2)),
        (-1, SPPF(32, 32, 5)),
        (-1, se(32)),
        ([4, 6, 9], Detect([16, 16, 32], classes, ANCHORS)),
    ]


def small_c3se(classes=3):
    return [
        (-1, Conv(3, 8, 6, 2, 2)),
        (-1, Conv(8, 16, 3, 2)),
        (-1, C3SE(16, 16, 2, True, 4)),
        (-1, Conv(16, 16, 3, 2)),
        (-1, C3SE(16, 16, 1, False, 4)),
        (-1, Conv(16, 16, 3, 2)),
        (-1, Conv(16, 32, 3, 2)),
        (-1, SPPF(32, 32, 5)),
        ([4, 5, 7], Detect([16, 16, 32], classes, ANCHORS)),
    ]


def yolov5(width, release, se=None, classes=3):
    """Returns the lines of YOLOv5 v6.0's network (depth 0.33), with SE before Detect where it is given."""
    c = lambda channels: foreign.round_up(channels * width)
    lines = [
        (-1, Conv(3, c(64), 6, 2, 2)),
        (-1, Conv(c(64), c(128), 3, 2)),
        (-1, C3(c(128), c(128), 1)),
        (-1, Conv(c(128), c(256), 3, 2)),
        (-1, C3(c(256), c(256), 2)),
        (-1, Conv(c(256), c(512), 3, 2)),
        (-1, C3(c(512), c(512), 3)),
        (-1, Conv(c(512), c(1024), 3, 2)),
        (-1, C3(c(1024), c(1024), 1)),
        (-1, SPPF(c(1024), c(1024), 5)),
        (-1, Conv(c(1024), c(512), 1, 1)),
        (-1, nn.Upsample(None, 2, "nearest")),
        ([-1, 6], Concat()),
        (-1, C3(2 * c(512), c(512), 1, False)),
        (-1, Conv(c(512), c(256), 1, 1)),
        (-1, nn.Upsample(None, 2, "nearest")),
        ([-1, 4], Concat()),
        (-1, C3(2 * c(256), c(256), 1, False)),
    ]
    heads = []
    add = lambda source, module: lines.append((source, module)) or len(lines) - 1
    head = lambda channels: add(-1, se(channels)) if se else len(lines) - 1
    heads.append(head(c(256)))
    add(-1, Conv(c(256), c(256), 3, 2))
    add([-1, 14], Concat())
    add(-1, C3(2 * c(256), c(512), 1, False))
    heads.append(head(c(512)))
    add(-1, Conv(c(512), c(512), 3, 2))
    add([-1, 10], Concat())
    add(-1, C3(2 * c(512), c(1024), 1, False))
    heads.append(head(c(1024)))
    add(heads, Detect([c(256), c(512), c(1024)], classes, ANCHORS, release))
    return lines


def network(lines, cls=foreign.Model, seed=0, names=("cat", "dog", "bird")):
    """Returns a network with random parameters and what YOLOv5 writes onto it beside them."""
    made = foreign.assign(cls(), lines)
    randomise(made, seed)
    detect = made.model[-1]
    strides = detect.stride
    with torch.no_grad():
        detect.anchors.copy_(torch.tensor(ANCHORS, dtype=torch.float32).view(3, -1, 2) / strides.view(-1, 1, 1))
        if isinstance(getattr(detect, "anchor_grid", None), torch.Tensor):
            detect.anchor_grid.copy_(torch.tensor(ANCHORS).float().view(3, 1, -1, 1, 1, 2))
    made.names, made.stride, made.nc = list(names), strides, detect.nc
    return made.eval()


def fuse(made):
    """Returns the network with batch normalisation folded into the convolutions, as YOLOv5's fuse() does."""
    made = copy.deepcopy(made)
    for module in made.modules():
        if type(module) is Conv:
            scale = module.bn.weight / torch.sqrt(module.bn.running_var + module.bn.eps)
            folded = nn.Conv2d(
                module.conv.in_channels, module.conv.out_channels, module.conv.kernel_size,
                module.conv.stride, module.conv.padding, bias=True,
            )
            folded.weight.data = module.conv.weight * scale[:, None, None, None]
            folded.bias.data = module.bn.bias - module.bn.running_mean * scale
            module.conv = folded
            del module.bn
    return made.requires_grad_(False)


@torch.no_grad()
def logits(made):
    """Returns [{shape, index, value}] of the raw logits of each head, [rows, columns, anchors · (nc + 5)]."""
    rows = []
    for t in made.float()(pattern()):
        flat = t[0].permute(1, 2, 0).contiguous()
        step = max(1, math.ceil(flat.numel() / SAMPLES))
        values = flat.flatten()[::step].tolist()
        rows.append({"shape": list(flat.shape), "step": step, "values": [round(v, 6) for v in values]})
    return rows


def training_checkpoint(made):
    """Returns what a checkpoint in the middle of training holds: EMA, optimizer, epoch."""
    other = copy.deepcopy(made)
    with torch.no_grad():
        for p in other.parameters():
            p.add_(1)
    optimizer = torch.optim.SGD(made.parameters(), lr=0.01, momentum=0.9)
    return {
        "epoch": 12, "best_fitness": 0.3, "model": other.half(), "ema": copy.deepcopy(made).half(),
        "updates": 100, "optimizer": optimizer.state_dict(), "wandb_id": None, "date": "2022-02-22",
    }


def stripped(made, half=True):
    model = copy.deepcopy(made)
    return {"epoch": -1, "best_fitness": None, "model": model.half() if half else model, "ema": None,
            "updates": None, "optimizer": None}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    cases = []

    def write(name, saved, made, **about):
        foreign.claim_names(made)
        torch.save(saved, FOLDER / f"{name}.pt")
        halved = copy.deepcopy(made)
        if about.pop("half", True):
            halved = halved.half().float()
        count = sum(p.numel() for p in made.parameters())
        cases.append({"name": name, "parameters": count, **about, "logits": logits(halved)})
        print(name, (FOLDER / f"{name}.pt").stat().st_size)

    releases = {"v6.0": foreign.Model, "v6.1": foreign.Model, "v6.2": foreign.DetectionModel, "v7.0": foreign.DetectionModel}
    for seed, (release, cls) in enumerate(releases.items()):
        made = network(yolov5(0.0625, release), cls, seed)
        if release == "v7.0":
            made.names = dict(enumerate(made.names))
        write(f"yolov5-{release}", stripped(made), made, se=[], classes=["cat", "dog", "bird"])
    made = network(yolov5(0.0625, "v6.1", LAYOUTS["seattention"]), foreign.Model, 10)
    write("yolov5-v6.1-training", training_checkpoint(made), made, se=[18, 22, 26], classes=["cat", "dog", "bird"])
    write("yolov5-v6.1-fused", stripped(fuse(made), half=False), fuse(made), half=False, se=[18, 22, 26], classes=["cat", "dog", "bird"])
    parallel = nn.Module()
    parallel.module = made
    write("data-parallel", {"model": parallel.half()}, made.float(), se=[18, 22, 26], classes=["cat", "dog", "bird"])
    for seed, (name, se) in enumerate(LAYOUTS.items()):
        made = network(small(se), foreign.Model, 20 + seed)
        write(f"layout-{name}", stripped(made), made, se=[4, 6, 9], classes=["cat", "dog", "bird"])
    made = network(small_c3se(), foreign.Model, 50)
    write("layout-c3se", stripped(made), made, se=None, classes=["cat", "dog", "bird"])
    state = network(small(LAYOUTS["seattention"]), foreign.Model, 51)
    torch.save(OrderedDict(state.half().state_dict()), FOLDER / "state-dict.pt")
    (FOLDER / "cases.json").write_text(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main()
