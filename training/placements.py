"""Modules of YOLOv8 and YOLOv7 and the C3SE of a YOLOv5 fork, to check src/network's against; no code is shared.

Every module is called with what it reads and keeps in `parts` the outputs of the layers that the TypeScript
network has for its line, in order: one, or for a C3SE as many as it is written out as.
"""
import torch
from torch import nn

from network import Conv, SEAttention, SPPF, round_up

ACTIVATIONS = {"nn.SiLU()": nn.SiLU, "nn.LeakyReLU(0.1)": lambda: nn.LeakyReLU(0.1), "nn.ReLU()": nn.ReLU,
               "nn.Identity()": nn.Identity}


class Bottleneck(nn.Module):
    """Two 3x3 Convs, as C2f has them."""

    def __init__(self, c, shortcut):
        super().__init__()
        self.cv1, self.cv2, self.shortcut = Conv(c, c, 3), Conv(c, c, 3), shortcut

    def forward(self, x):
        y = self.cv2(self.cv1(x))
        return x + y if self.shortcut else y


class C2f(nn.Module):
    """YOLOv8's: a Conv split in two, bottlenecks on the second half, everything joined."""

    def __init__(self, c1, c2, n=1, shortcut=False):
        super().__init__()
        self.c = c2 // 2
        self.cv1, self.cv2 = Conv(c1, 2 * self.c), Conv((2 + n) * self.c, c2)
        self.m = nn.ModuleList(Bottleneck(self.c, shortcut) for _ in range(n))

    def forward(self, x):
        y = list(self.cv1(x).split((self.c, self.c), 1))
        for m in self.m:
            y.append(m(y[-1]))
        return self.cv2(torch.cat(y, 1))


class SPPCSPC(nn.Module):
    """YOLOv7's: three parallel pools on one branch, nothing but a Conv on the other."""

    def __init__(self, c1, c2):
        super().__init__()
        self.cv1, self.cv2, self.cv3, self.cv4 = Conv(c1, c2), Conv(c1, c2), Conv(c2, c2, 3), Conv(c2, c2)
        self.pools = nn.ModuleList(nn.MaxPool2d(k, 1, k // 2) for k in (5, 9, 13))
        self.cv5, self.cv6, self.cv7 = Conv(4 * c2, c2), Conv(c2, c2, 3), Conv(2 * c2, c2)

    def forward(self, x):
        x1 = self.cv4(self.cv3(self.cv1(x)))
        y1 = self.cv6(self.cv5(torch.cat([x1] + [m(x1) for m in self.pools], 1)))
        return self.cv7(torch.cat((y1, self.cv2(x)), 1))


class SEBottleneck(nn.Module):
    """A 1x1 and a 3x3 Conv with SE, without biases, before the shortcut."""

    def __init__(self, c, shortcut, ratio):
        super().__init__()
        self.cv1, self.cv2 = Conv(c, c, 1), Conv(c, c, 3)
        self.l1, self.l2 = nn.Linear(c, c // ratio, bias=False), nn.Linear(c // ratio, c, bias=False)
        self.shortcut, self.kept = shortcut, {}

    def forward(self, x):
        one = self.cv1(x)
        two = self.cv2(one)
        z = two.mean((2, 3))
        h = torch.relu(self.l1(z))
        s = torch.sigmoid(self.l2(h))
        self.kept = {"squeeze": z, "hidden": h, "excitation": s}
        three = two * s[:, :, None, None]
        y = x + three if self.shortcut else three
        self.parts = [one, two, three] + ([y] if self.shortcut else [])
        return y


class C3SE(nn.Module):
    """A C3 of these bottlenecks."""

    def __init__(self, c1, c2, n=1, shortcut=True, ratio=16):
        super().__init__()
        c = c2 // 2
        self.cv1, self.cv2, self.cv3 = Conv(c1, c), Conv(c1, c), Conv(2 * c, c2)
        self.m = nn.Sequential(*(SEBottleneck(c, shortcut, ratio) for _ in range(n)))

    def forward(self, x):
        one, beside = self.cv1(x), self.cv2(x)
        joined = torch.cat((self.m(one), beside), 1)
        y = self.cv3(joined)
        self.parts = [one] + [part for m in self.m for part in m.parts] + [beside, joined, y]
        return y

    def written_out(self):
        """Returns [(own prefix or None, type, prefix in the TypeScript network)] of the lines it becomes."""
        lines = [("cv1", "Conv")]
        for k, m in enumerate(self.m):
            lines += [(f"m.{k}.cv1", "Conv"), (f"m.{k}.cv2", "Conv"), (f"m.{k}", "SE")]
            lines += [(None, "Add")] if m.shortcut else []
        return lines + [("cv2", "Conv"), (None, "Concat"), ("cv3", "Conv")]


class DetectDFL(nn.Module):
    """YOLOv8's head: for each scale 64 logits of distances and the classes' logits, raw."""

    def __init__(self, channels, nc):
        super().__init__()
        c2, c3 = max(16, channels[0] // 4, 64), max(channels[0], min(nc, 100))
        branch = lambda x, c, out: nn.Sequential(Conv(x, c, 3), Conv(c, c, 3), nn.Conv2d(c, out, 1))
        self.nc, self.cv2 = nc, nn.ModuleList(branch(x, c2, 64) for x in channels)
        self.cv3 = nn.ModuleList(branch(x, c3, nc) for x in channels)

    def forward(self, maps):
        return [torch.cat((a(x), b(x)), 1) for a, b, x in zip(self.cv2, self.cv3, maps)]


def make(kind, c1, sources, repeats, args, width, config):
    """Returns (module, output channels, change of stride) of a line; `sources` are the channels it reads."""
    if kind == "Conv":
        c2, k, s = round_up(args[0] * width), (args[1:2] or [1])[0], (args[2:3] or [1])[0]
        module = Conv(c1, c2, k, s, *(args[3:4] or [None]))
        if len(args) > 5:
            module.act = ACTIVATIONS[args[5]]()
        return module, c2, s
    if kind in ("C2f", "C3SE"):
        c2 = round_up(args[0] * width)
        return {"C2f": C2f, "C3SE": C3SE}[kind](c1, c2, repeats, *args[1:]), c2, 1
    if kind in ("SPPF", "SPPCSPC"):
        c2 = round_up(args[0] * width)
        return {"SPPF": SPPF, "SPPCSPC": SPPCSPC}[kind](c1, c2, *args[1:]), c2, 1
    if kind == "SEAttention":
        return SEAttention(c1, *args[1:]), c1, 1
    if kind == "MP":
        return nn.MaxPool2d(2, 2), c1, 2
    if kind == "SP":
        return nn.MaxPool2d(args[0], 1, args[0] // 2), c1, 1
    if kind == "nn.Upsample":
        return nn.Upsample(scale_factor=args[1], mode=args[2]), c1, 1 / args[1]
    if kind == "Concat":
        return Joined(), sum(sources), 1
    if kind == "DetectDFL":
        return DetectDFL(sources, config["nc"]), 0, 1
    if kind == "Detect":
        return Plain(sources, 3 * (config["nc"] + 5)), 0, 1
    raise ValueError(f"unknown module {kind!r}")


class Joined(nn.Module):
    """Joins maps along the channels."""

    def forward(self, maps):
        return torch.cat(maps, 1)


class Plain(nn.Module):
    """YOLOv5's head, which YOLOv7-tiny has as well once it is deployed."""

    def __init__(self, channels, outputs):
        super().__init__()
        self.m = nn.ModuleList(nn.Conv2d(c, outputs, 1) for c in channels)

    def forward(self, maps):
        return [m(x) for m, x in zip(self.m, maps)]
