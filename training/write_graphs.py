"""Writes a small TensorFlow.js graph model with two SE blocks, with PyTorch's own numbers.

    python3 write_graphs.py

The graph is written node by node, as tensorflowjs_converter writes MobileNetV3 (first block: mean, 1×1 layers,
hard sigmoid; second: average pooling, dense layers, sigmoid), to test/files/graphs/mobile; numbers.json has z, h
and s of both blocks and the classes' probabilities, as trained and with channel weights of the first block
changed. Parameters are random and kept in half precision; `pattern` is the photograph.
"""
import base64
import json
from pathlib import Path

import numpy
import torch
from torch.nn import functional as F

FOLDER = Path(__file__).parent.parent / "test" / "files" / "graphs" / "mobile"
SIZE = 32
CHANNELS = 16
HIDDEN = 4
CLASSES = 5


def pattern():
    """Returns the photograph [1, 3, 32, 32] in 0..1 that the test makes too: bytes (7919 · k) mod 256."""
    k = torch.arange(SIZE * SIZE * 3, dtype=torch.int64)
    return ((k * 7919) % 256).view(SIZE, SIZE, 3).permute(2, 0, 1)[None].float() / 255


def parameters():
    """Returns random arrays by name, each number one of half precision."""
    torch.manual_seed(7)
    shapes = {
        "stem": (CHANNELS, 3, 3, 3),
        "first/a": (HIDDEN, CHANNELS, 1, 1),
        "first/b": (CHANNELS, HIDDEN, 1, 1),
        "middle": (CHANNELS, CHANNELS, 3, 3),
        "second/a": (HIDDEN, CHANNELS),
        "second/b": (CHANNELS, HIDDEN),
        "head": (CLASSES, CHANNELS),
    }
    arrays = {}
    for name, shape in shapes.items():
        fan = numpy.prod(shape[1:])
        arrays[name] = (torch.randn(shape) * (2 / fan) ** 0.5).half().float()
        arrays[f"{name}/bias"] = (torch.randn(shape[0]) * 0.3).half().float()
    return arrays


def run(p, x, first_weights=None):
    """Returns what the network computes, by name; `first_weights` stand in for s of the first block."""
    out = {}
    # TensorFlow pads an even map on the right and below only.
    u = F.hardswish(F.conv2d(F.pad(x, (0, 1, 0, 1)), p["stem"], p["stem/bias"], stride=2))
    z = u.mean((2, 3), keepdim=True)
    h = F.relu(F.conv2d(z, p["first/a"], p["first/a/bias"]))
    s = F.hardsigmoid(F.conv2d(h, p["first/b"], p["first/b/bias"]))
    if first_weights is not None:
        s = first_weights.view(1, -1, 1, 1)
    out["first"] = [z, h, s]
    v = F.relu(F.conv2d(u * s, p["middle"], p["middle/bias"], padding=1)) + u
    z = v.mean((2, 3))
    h = F.relu(F.linear(z, p["second/a"], p["second/a/bias"]))
    s = torch.sigmoid(F.linear(h, p["second/b"], p["second/b/bias"]))
    out["second"] = [z, h, s]
    y = (v * s[..., None, None]).mean((2, 3))
    out["probabilities"] = [F.linear(y, p["head"], p["head/bias"]).softmax(1)]
    return {name: [values(t) for t in tensors] for name, tensors in out.items()}


def values(tensor):
    return [round(float(x), 7) for x in tensor.flatten()]


class Graph:
    """Collects nodes, and arrays in one shard."""

    def __init__(self):
        self.nodes, self.specs, self.shard = [], [], b""

    def node(self, name, op, inputs=(), **attributes):
        self.nodes.append({"name": name, "op": op, "input": list(inputs), "attr": {"T": {"type": "DT_FLOAT"}, **attributes}})
        return name

    def array(self, name, array, dtype="float32"):
        array = numpy.asarray(array)
        spec = {"name": name, "shape": list(array.shape), "dtype": dtype}
        # A sixth is none of half precision's numbers.
        is_half = dtype == "float32" and array.ndim > 0
        if is_half:
            spec["quantization"] = {"dtype": "float16", "original_dtype": "float32"}
        self.shard += array.astype("<f2" if is_half else "<f4" if dtype == "float32" else "<i4").tobytes()
        self.specs.append(spec)
        return self.node(name, "Const", dtype={"type": "DT_FLOAT" if dtype == "float32" else "DT_INT32"})

    def conv(self, name, x, p, key, stride=1, relu=False):
        kernel = self.array(f"{name}/kernel", p[key].permute(2, 3, 1, 0))
        bias = self.array(f"{name}/bias", p[f"{key}/bias"])
        fused = ["BiasAdd", "Relu"] if relu else ["BiasAdd"]
        return self.node(
            name,
            "_FusedConv2D",
            [x, kernel, bias],
            padding=text("SAME"),
            strides=numbers(1, stride, stride, 1),
            dilations=numbers(1, 1, 1, 1),
            data_format=text("NHWC"),
            fused_ops={"list": {"s": [text(op)["s"] for op in fused]}},
            num_args={"i": "1"},
            epsilon={"f": 0.0},
        )

    def dense(self, name, x, p, key):
        kernel = self.array(f"{name}/kernel", p[key].T)
        product = self.node(f"{name}/MatMul", "MatMul", [x, kernel], transpose_a={"b": False}, transpose_b={"b": False})
        return self.node(name, "BiasAdd", [product, self.array(f"{name}/bias", p[f"{key}/bias"])], data_format=text("NHWC"))

    def mean(self, name, x, keep):
        axes = self.array(f"{name}/axes", [1, 2], "int32")
        return self.node(name, "Mean", [x, axes], keep_dims={"b": keep}, Tidx={"type": "DT_INT32"})

    def hard_sigmoid(self, name, x):
        total = self.node(f"{name}/add", "AddV2", [x, self.array(f"{name}/three", 3.0)])
        return self.node(name, "Mul", [self.node(f"{name}/Relu6", "Relu6", [total]), self.array(f"{name}/sixth", 1 / 6)])

    def hard_swish(self, name, x):
        return self.node(name, "Mul", [x, self.hard_sigmoid(f"{name}/gate", x)])

    def reshape(self, name, x, shape):
        return self.node(name, "Reshape", [x, self.array(f"{name}/shape", shape, "int32")])


def text(value):
    return {"s": base64.b64encode(value.encode()).decode()}


def numbers(*values):
    return {"list": {"i": [str(value) for value in values]}}


def write(p):
    """Returns the graph with its output's name."""
    g = Graph()
    dims = [{"size": str(size)} for size in (-1, SIZE, SIZE, 3)]
    x = g.node("image", "Placeholder", dtype={"type": "DT_FLOAT"}, shape={"shape": {"dim": dims}})
    u = g.hard_swish("stem/swish", g.conv("stem", x, p, "stem", stride=2))
    z = g.mean("first/z", u, True)
    h = g.conv("first/h", z, p, "first/a", relu=True)
    s = g.hard_sigmoid("first/s", g.conv("first/t", h, p, "first/b"))
    middle = g.conv("middle", g.node("first/x", "Mul", [u, s]), p, "middle", relu=True)
    v = g.node("joined", "AddV2", [middle, u])
    whole = SIZE // 2
    pooled = g.node(
        "second/z",
        "AvgPool",
        [v],
        padding=text("VALID"),
        ksize=numbers(1, whole, whole, 1),
        strides=numbers(1, whole, whole, 1),
        data_format=text("NHWC"),
    )
    flat = g.reshape("second/flat", pooled, [-1, CHANNELS])
    h = g.node("second/h", "Relu", [g.dense("second/first", flat, p, "second/a")])
    s = g.node("second/s", "Sigmoid", [g.dense("second/t", h, p, "second/b")])
    wide = g.reshape("second/wide", s, [-1, 1, 1, CHANNELS])
    y = g.mean("pooled", g.node("second/x", "Mul", [wide, v]), False)
    return g, g.node("classes", "Softmax", [g.dense("head", y, p, "head")])


def changed():
    """Returns the channel weights that stand in for the first block's: (k mod 7) / 7."""
    return (torch.arange(CHANNELS) % 7).float() / 7


def main():
    p = parameters()
    graph, output = write(p)
    shape = {"dim": [{"size": "-1"}, {"size": str(CLASSES)}]}
    model = {
        "format": "graph-model",
        "generatedBy": "SE Lens, training/write_graphs.py",
        "signature": {"outputs": {output: {"name": f"{output}:0", "dtype": "DT_FLOAT", "tensorShape": shape}}},
        "modelTopology": {"node": graph.nodes, "versions": {"producer": 1087}},
        "weightsManifest": [{"paths": ["group1-shard1of1.bin"], "weights": graph.specs}],
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "model.json").write_text(json.dumps(model) + "\n")
    (FOLDER / "group1-shard1of1.bin").write_bytes(graph.shard)
    x = pattern()
    told = {"trained": run(p, x), "changed": run(p, x, changed())}
    (FOLDER / "numbers.json").write_text(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
