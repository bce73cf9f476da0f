"""Modules of YOLOv5 and of its forks with SE, defined here so that checkpoints like theirs can be written.

Each class goes into a package of the name that a fork would have ("models.common"), so that torch.save writes
what a fork's training writes. The forward passes are ours; the parameter names are the forks' own
(see the table of layouts in test/files/checkpoints/README.md).
"""
import math
import sys
import types
from functools import cache

import torch
from torch import nn
from torch.nn import functional as F


def in_package(name):
    """Puts a class into a package by name, as if a file of a fork had defined it."""
    parts = name.split(".")
    for k in range(1, len(parts) + 1):
        path = ".".join(parts[:k])
        sys.modules.setdefault(path, types.ModuleType(path))

    def put(cls):
        cls.__module__ = name
        setattr(sys.modules[name], cls.__name__, cls)
        return cls

    return put


common = in_package("models.common")
yolo = in_package("models.yolo")


@common
class Conv(nn.Module):
    def __init__(self, c1, c2, k=1, s=1, p=None):
        super().__init__()
        self.conv = nn.Conv2d(c1, c2, k, s, k // 2 if p is None else p, groups=1, bias=False)
        self.bn = nn.BatchNorm2d(c2, eps=1e-3, momentum=0.03)
        self.act = nn.SiLU()

    def forward(self, x):
        return self.act(self.bn(self.conv(x)) if hasattr(self, "bn") else self.conv(x))


@common
class Bottleneck(nn.Module):
    def __init__(self, c1, c2, shortcut=True, e=0.5):
        super().__init__()
        hidden = int(c2 * e)
        self.cv1 = Conv(c1, hidden, 1, 1)
        self.cv2 = Conv(hidden, c2, 3, 1)
        self.add = shortcut and c1 == c2

    def forward(self, x):
        y = self.cv2(self.cv1(x))
        return x + y if self.add else y


@common
class C3(nn.Module):
    def __init__(self, c1, c2, n=1, shortcut=True):
        super().__init__()
        hidden = c2 // 2
        self.cv1 = Conv(c1, hidden, 1, 1)
        self.cv2 = Conv(c1, hidden, 1, 1)
        self.cv3 = Conv(2 * hidden, c2, 1)
        self.m = nn.Sequential(*(Bottleneck(hidden, hidden, shortcut, e=1.0) for _ in range(n)))

    def forward(self, x):
        return self.cv3(torch.cat((self.m(self.cv1(x)), self.cv2(x)), 1))


@common
class SPPF(nn.Module):
    def __init__(self, c1, c2, k=5):
        super().__init__()
        self.cv1 = Conv(c1, c1 // 2, 1, 1)
        self.cv2 = Conv(c1 // 2 * 4, c2, 1, 1)
        self.m = nn.MaxPool2d(kernel_size=k, stride=1, padding=k // 2)

    def forward(self, x):
        x = self.cv1(x)
        y1 = self.m(x)
        y2 = self.m(y1)
        return self.cv2(torch.cat((x, y1, y2, self.m(y2)), 1))


@common
class Concat(nn.Module):
    def __init__(self, dimension=1):
        super().__init__()
        self.d = dimension

    def forward(self, maps):
        return torch.cat(maps, self.d)


@yolo
class Detect(nn.Module):
    """`release` says what beside the parameters a Detect of that release saves."""

    def __init__(self, channels, nc, anchors, release="v6.0"):
        super().__init__()
        self.nc = nc
        self.no = nc + 5
        self.nl = len(anchors)
        self.na = len(anchors[0]) // 2
        self.m = nn.ModuleList(nn.Conv2d(c, self.no * self.na, 1) for c in channels)
        self.inplace = True
        strides = torch.tensor([8.0, 16.0, 32.0])[: self.nl]
        pixels = torch.tensor(anchors, dtype=torch.float32).view(self.nl, -1, 2)
        self.register_buffer("anchors", pixels / strides.view(-1, 1, 1))
        self.grid = [torch.zeros(1)] * self.nl
        if release == "v6.0":
            self.register_buffer("anchor_grid", pixels.view(self.nl, 1, -1, 1, 1, 2))
        else:
            self.anchor_grid = [torch.zeros(1)] * self.nl
        self.stride = strides

    def forward(self, maps):
        return [convolution(x) for convolution, x in zip(self.m, maps)]


def model_class(name):
    """Returns the class of whole networks under the name that a release gives it."""

    def forward(self, x):
        outputs = []
        for module in self.model:
            given = module.f if isinstance(module.f, list) else [module.f]
            inputs = [x if j == -1 else outputs[j] for j in given]
            x = module(inputs if isinstance(module.f, list) else inputs[0])
            outputs.append(x)
        return x

    return yolo(type(name, (nn.Module,), {"forward": forward}))


Model = model_class("Model")
DetectionModel = model_class("DetectionModel")


# SE layers as public forks write them: parameter names, biases and gates are theirs.


@common
class SE(nn.Module):
    def __init__(self, c1, c2, ratio=16):
        super().__init__()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.l1 = nn.Linear(c1, c1 // ratio, bias=False)
        self.relu = nn.ReLU(inplace=True)
        self.l2 = nn.Linear(c1 // ratio, c1, bias=False)
        self.sig = nn.Sigmoid()

    def forward(self, x):
        z = self.avgpool(x).flatten(1)
        return x * self.sig(self.l2(self.relu(self.l1(z))))[:, :, None, None]


@common
class SEBottleneck(nn.Module):
    def __init__(self, c1, c2, shortcut=True, e=0.5, ratio=16):
        super().__init__()
        hidden = int(c2 * e)
        self.cv1 = Conv(c1, hidden, 1, 1)
        self.cv2 = Conv(hidden, c2, 3, 1)
        self.add = shortcut and c1 == c2
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.l1 = nn.Linear(c1, c1 // ratio, bias=False)
        self.relu = nn.ReLU(inplace=True)
        self.l2 = nn.Linear(c1 // ratio, c1, bias=False)
        self.sig = nn.Sigmoid()

    def forward(self, x):
        u = self.cv2(self.cv1(x))
        s = self.sig(self.l2(self.relu(self.l1(self.avgpool(u).flatten(1)))))
        y = u * s[:, :, None, None]
        return x + y if self.add else y


@common
class C3SE(C3):
    def __init__(self, c1, c2, n=1, shortcut=True, ratio=16):
        super().__init__(c1, c2, n, shortcut)
        hidden = c2 // 2
        self.m = nn.Sequential(
            *(SEBottleneck(hidden, hidden, shortcut, e=1.0, ratio=ratio) for _ in range(n))
        )


@cache
def linear_se(name, container, pool="avg_pool", bias=False, gate=nn.Sigmoid, offset=0):
    """Returns a class whose excitation is a Sequential of linear layers."""

    def init(self, channel, reduction=16):
        nn.Module.__init__(self)
        layers = [
            nn.Linear(channel, channel // reduction, bias=bias),
            nn.ReLU(inplace=True),
            nn.Linear(channel // reduction, channel, bias=bias),
            gate(),
        ]
        if offset:
            layers = [nn.AdaptiveAvgPool2d(1), *layers]
        else:
            setattr(self, pool, nn.AdaptiveAvgPool2d(1))
        setattr(self, container, nn.Sequential(*layers))

    def forward(self, x):
        y = x.mean((2, 3))
        for layer in list(getattr(self, container))[offset:]:
            y = layer(y)
        return x * y[:, :, None, None]

    return common(type(name, (nn.Module,), {"__init__": init, "forward": forward}))


@cache
def conv_se(name, names, gate=torch.sigmoid, hidden=F.relu, modules=()):
    """Returns a class whose excitation are two 1×1 convolutions; its activations are called in forward."""

    def init(self, channel, reduction=4):
        nn.Module.__init__(self)
        inner = self
        if "." in names[0]:
            inner = nn.Sequential()
            self.add_module(names[0].split(".")[0], inner)
        one, two = (n.split(".")[-1] for n in names)
        inner.add_module(one, nn.Conv2d(channel, channel // reduction, 1))
        for key, made in modules[:1]:
            inner.add_module(key, made())
        inner.add_module(two, nn.Conv2d(channel // reduction, channel, 1))
        for key, made in modules[1:]:
            inner.add_module(key, made())

    def forward(self, x):
        inner = getattr(self, names[0].split(".")[0]) if "." in names[0] else self
        one, two = (getattr(inner, n.split(".")[-1]) for n in names)
        return x * gate(two(hidden(one(x.mean((2, 3), keepdim=True)))))

    return common(type(name, (nn.Module,), {"__init__": init, "forward": forward}))


@common
class EffectiveSELayer(nn.Module):
    def __init__(self, channels, act="hardsigmoid"):
        super().__init__()
        self.fc = nn.Conv2d(channels, channels, 1)

    def forward(self, x):
        return x * F.hardsigmoid(self.fc(x.mean((2, 3), keepdim=True)))


@common
class SqueezeExcitation(nn.Module):
    """As torchvision's."""

    def __init__(self, input_channels, squeeze_channels, activation=nn.ReLU, scale_activation=nn.Hardsigmoid):
        super().__init__()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc1 = nn.Conv2d(input_channels, squeeze_channels, 1)
        self.fc2 = nn.Conv2d(squeeze_channels, input_channels, 1)
        self.activation = activation()
        self.scale_activation = scale_activation()

    def forward(self, x):
        scale = self.activation(self.fc1(self.avgpool(x)))
        return x * self.scale_activation(self.fc2(scale))


def claim_names(network):
    """Makes the packages' names mean this network's classes: several forks use one name for different ones."""
    for module in network.modules():
        cls = type(module)
        if cls.__module__ in ("models.common", "models.yolo"):
            setattr(sys.modules[cls.__module__], cls.__name__, cls)


def assign(network, lines):
    """Gives modules the index and the sources that YOLOv5's parser writes onto them."""
    network.model = nn.Sequential(*(module for _, module in lines))
    for index, (source, module) in enumerate(lines):
        module.i, module.f = index, source
        module.type = f"{type(module).__module__}.{type(module).__name__}"
        module.np = sum(p.numel() for p in module.parameters())
    return network


def round_up(channels, divisor=8):
    """Returns the channels rounded up to a multiple of the divisor."""
    return math.ceil(channels / divisor) * divisor
