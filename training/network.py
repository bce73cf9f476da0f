"""SE-YOLOv5 built from its YAML configuration, with YOLOv5 v6.0's parameter names.

The file is the independent twin of src/network: it shares no code with it, so that the numbers of
one can check the other. Shapes here are PyTorch's [batch, channels, height, width].
"""
import math
from dataclasses import dataclass

import torch
import yaml
from torch import nn


def round_up(channels, divisor=8):
    """Returns the channels rounded up to a multiple of the divisor."""
    return math.ceil(channels / divisor) * divisor


class Conv(nn.Module):
    """Convolution without bias, batch normalisation, SiLU."""

    def __init__(self, c1, c2, k=1, s=1, p=None):
        super().__init__()
        self.conv = nn.Conv2d(c1, c2, k, s, k // 2 if p is None else p, bias=False)
        self.bn = nn.BatchNorm2d(c2, eps=1e-3, momentum=0.03)
        self.act = nn.SiLU()

    def forward(self, x):
        return self.act(self.bn(self.conv(x)))


class Bottleneck(nn.Module):
    """A 1x1 and a 3x3 Conv, with a shortcut where the shapes allow it."""

    def __init__(self, c1, c2, shortcut=True, e=0.5):
        super().__init__()
        hidden = int(c2 * e)
        self.cv1 = Conv(c1, hidden, 1, 1)
        self.cv2 = Conv(hidden, c2, 3, 1)
        self.add = shortcut and c1 == c2

    def forward(self, x):
        y = self.cv2(self.cv1(x))
        return x + y if self.add else y


class C3(nn.Module):
    """Two parallel 1x1 Convs, a chain of bottlenecks on the first, joined by a third."""

    def __init__(self, c1, c2, n=1, shortcut=True):
        super().__init__()
        hidden = c2 // 2
        self.cv1 = Conv(c1, hidden, 1, 1)
        self.cv2 = Conv(c1, hidden, 1, 1)
        self.cv3 = Conv(2 * hidden, c2, 1)
        self.m = nn.Sequential(*(Bottleneck(hidden, hidden, shortcut, e=1.0) for _ in range(n)))

    def forward(self, x):
        return self.cv3(torch.cat((self.m(self.cv1(x)), self.cv2(x)), 1))


class SPPF(nn.Module):
    """Spatial pyramid pooling: three chained max pools, all four maps concatenated."""

    def __init__(self, c1, c2, k=5):
        super().__init__()
        self.cv1 = Conv(c1, c1 // 2, 1, 1)
        self.cv2 = Conv(c1 // 2 * 4, c2, 1, 1)
        self.m = nn.MaxPool2d(k, 1, k // 2)

    def forward(self, x):
        x = self.cv1(x)
        y1 = self.m(x)
        y2 = self.m(y1)
        return self.cv2(torch.cat((x, y1, y2, self.m(y2)), 1))


class SEAttention(nn.Module):
    """Squeeze-and-Excitation (Hu et al., arXiv 1709.01507), without biases.

    After a forward pass `kept` holds squeeze [B, C], sum1 (before ReLU) and hidden [B, C/r],
    and excitation [B, C]; with gradients, so that a loss may use them. While training, `compensation`
    [C] may undo each channel's mean weight (insert_se.py); it is folded away before export.
    """

    def __init__(self, channels, reduction=16):
        super().__init__()
        self.fc = nn.Sequential(
            nn.Linear(channels, channels // reduction, bias=False),
            nn.ReLU(),
            nn.Linear(channels // reduction, channels, bias=False),
            nn.Sigmoid(),
        )
        self.kept = {}
        self.register_buffer("compensation", None)

    def forward(self, u):
        z = u.mean((2, 3))
        # While training, features do not learn through the squeeze: to be like a network without SE, they
        # would otherwise drift to where the excitation falls silent.
        sum1 = self.fc[0](z.detach() if self.training else z)
        h = torch.relu(sum1)
        s = torch.sigmoid(self.fc[2](h))
        self.kept = {"squeeze": z, "sum1": sum1, "hidden": h, "excitation": s}
        factor = s if self.compensation is None else s * self.compensation
        return u * factor[:, :, None, None]


class Concat(nn.Module):
    """Joins maps along the channels."""

    def forward(self, maps):
        return torch.cat(maps, 1)


class Detect(nn.Module):
    """One 1x1 convolution a head scale; returns the raw logits [B, 3 * (nc + 5), ny, nx] of each."""

    def __init__(self, channels, nc, anchors):
        super().__init__()
        self.nc = nc
        self.anchors = torch.tensor(anchors, dtype=torch.float32).view(len(anchors), -1, 2)
        count = self.anchors.shape[1]
        self.m = nn.ModuleList(nn.Conv2d(c, count * (nc + 5), 1) for c in channels)

    def forward(self, maps):
        return [convolution(x) for convolution, x in zip(self.m, maps)]


@dataclass(frozen=True)
class Line:
    """One line of the configuration: where it reads from and what it is called."""

    sources: tuple
    module: str
    stride: int
    channels: int


class Network(nn.Module):
    """The whole network. `lines` describes it, `model` holds its modules by index."""

    def __init__(self, config):
        super().__init__()
        self.config = config
        self.lines, modules = build(config)
        self.model = nn.ModuleList(modules)
        self.strides = [self.lines[i].stride for i in self.lines[-1].sources]

    def se_layers(self):
        """Returns {index: SEAttention} of every SE layer."""
        return {i: m for i, m in enumerate(self.model) if isinstance(m, SEAttention)}

    def se_keys(self):
        """Returns {index: name}: the head scale ("P3") where Detect reads the layer, else its index."""
        heads = self.lines[-1].sources
        return {
            i: f"P{int(math.log2(self.lines[i].stride))}" if i in heads else str(i)
            for i in self.se_layers()
        }

    def forward(self, x, keep=()):
        """Returns Detect's raw logits, and {index: output} of the layers in `keep` where it is given."""
        outputs, kept = [], {}
        for i, (line, module) in enumerate(zip(self.lines, self.model)):
            sources = [x if j < 0 else outputs[j] for j in line.sources]
            outputs.append(module(sources if len(sources) > 1 else sources[0]))
            if i in keep:
                kept[i] = outputs[i]
        return (outputs[-1], kept) if keep else outputs[-1]


def build(config):
    """Returns the lines and modules of a parsed configuration. Raises ValueError for an unknown module."""
    nc, anchors = config["nc"], config["anchors"]
    depth, width = config["depth_multiple"], config["width_multiple"]
    names = {"nc": nc, "anchors": anchors, "None": None, "True": True, "False": False}
    lines, modules = [], []
    for index, (source, number, kind, args) in enumerate(config["backbone"] + config["head"]):
        args = [names.get(a, a) if isinstance(a, str) else a for a in args]
        given = source if isinstance(source, list) else [source]
        sources = tuple(j + index if j < 0 else j for j in given)
        c1 = 3 if sources[0] < 0 else lines[sources[0]].channels
        stride = 1 if sources[0] < 0 else lines[sources[0]].stride
        repeats = max(round(number * depth), 1) if number > 1 else number
        channels = c1
        if kind in ("Conv", "C3", "SPPF"):
            channels = round_up(args[0] * width)
        if kind == "Conv":
            modules.append(Conv(c1, channels, *args[1:]))
            stride *= args[2] if len(args) > 2 else 1
        elif kind == "C3":
            modules.append(C3(c1, channels, repeats, *args[1:]))
        elif kind == "SPPF":
            modules.append(SPPF(c1, channels, *args[1:]))
        elif kind == "SEAttention":
            modules.append(SEAttention(c1, *args[1:]))
        elif kind == "nn.Upsample":
            modules.append(nn.Upsample(size=args[0], scale_factor=args[1], mode=args[2]))
            stride //= args[1]
        elif kind == "Concat":
            modules.append(Concat())
            channels = sum(lines[j].channels for j in sources)
        elif kind == "Detect":
            modules.append(Detect([lines[j].channels for j in sources], *args))
        else:
            raise ValueError(f"layer {index}: unknown module {kind!r}")
        lines.append(Line(sources, kind, stride, channels))
    return lines, modules


def read_config(path):
    """Returns the configuration file as plain data."""
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)
