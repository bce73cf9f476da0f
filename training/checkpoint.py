"""Reads the tensors of a YOLOv5 checkpoint without the classes that wrote it.

A .pt file is a zip of a pickle and raw storages. Every class that the pickle names and that is not
here becomes an inert record, so nothing of the file's own code is needed or run.
"""
import pickle
import zipfile
from collections import OrderedDict

import torch

DTYPES = {
    "HalfStorage": torch.float16,
    "FloatStorage": torch.float32,
    "DoubleStorage": torch.float64,
    "LongStorage": torch.int64,
    "IntStorage": torch.int32,
    "ByteStorage": torch.uint8,
    "BoolStorage": torch.bool,
}


class Record:
    """Stands for an object of a class that is not here; keeps what the pickle said of it."""

    def __init__(self, *args, **kwargs):
        pass

    def __setstate__(self, state):
        if isinstance(state, dict):
            self.__dict__.update(state)


def rebuild_tensor(storage, offset, size, stride, *_):
    return torch.as_strided(storage, size, stride, offset).clone()


def rebuild_parameter(data, *_):
    return data


KNOWN = {
    ("collections", "OrderedDict"): OrderedDict,
    ("torch._utils", "_rebuild_tensor_v2"): rebuild_tensor,
    ("torch._utils", "_rebuild_parameter"): rebuild_parameter,
    ("torch", "Size"): tuple,
}


class Reader(pickle.Unpickler):
    def __init__(self, file, archive, root):
        super().__init__(file)
        self.archive, self.root = archive, root

    def find_class(self, module, name):
        if module == "torch" and name in DTYPES:
            return DTYPES[name]
        return KNOWN.get((module, name)) or type(name, (Record,), {})

    def persistent_load(self, pid):
        _, dtype, key, _, _ = pid
        data = self.archive.read(f"{self.root}/data/{key}")
        return torch.frombuffer(bytearray(data), dtype=dtype)


def read_checkpoint(path):
    """Returns the checkpoint's model as {parameter name: float32 tensor}, batch norm's statistics included."""
    with zipfile.ZipFile(path) as archive:
        pickled = next(n for n in archive.namelist() if n.endswith("/data.pkl"))
        with archive.open(pickled) as file:
            checkpoint = Reader(file, archive, pickled.split("/")[0]).load()
    model = checkpoint.get("ema") or checkpoint["model"]
    return dict(tensors_of(model, ""))


def tensors_of(module, prefix):
    """Yields (name, tensor) of a recorded torch module and all its children."""
    for table in ("_parameters", "_buffers"):
        for name, tensor in (getattr(module, table, None) or {}).items():
            if torch.is_tensor(tensor):
                yield prefix + name, tensor.float() if tensor.is_floating_point() else tensor
    for name, child in (getattr(module, "_modules", None) or {}).items():
        yield from tensors_of(child, f"{prefix}{name}.")
