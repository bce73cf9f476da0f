"""Writes and reads the safetensors format: 8 bytes of header length, a JSON header, raw arrays."""
import json
import struct
from pathlib import Path

import numpy as np

NAMES = {np.dtype("float16"): "F16", np.dtype("float32"): "F32", np.dtype("int32"): "I32", np.dtype("uint8"): "U8"}
DTYPES = {name: dtype for dtype, name in NAMES.items()}


def save(path, arrays, metadata=None):
    """Writes {name: NumPy array}; each keeps its dtype. `metadata` maps text to text."""
    header = {"__metadata__": metadata} if metadata else {}
    offset = 0
    for name, array in arrays.items():
        header[name] = {
            "dtype": NAMES[array.dtype],
            "shape": list(array.shape),
            "data_offsets": [offset, offset + array.nbytes],
        }
        offset += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    data = b"".join(np.ascontiguousarray(a).tobytes() for a in arrays.values())
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(struct.pack("<Q", len(text)) + text + data)


def load(path):
    """Returns {name: NumPy array} of a file that save() wrote."""
    data = Path(path).read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    body = data[8 + length :]
    return {
        name: np.frombuffer(body[slice(*row["data_offsets"])], DTYPES[row["dtype"]]).reshape(row["shape"]).copy()
        for name, row in header.items()
    }
