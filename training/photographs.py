"""Photographs and YOLO labels: reading, letterboxing, and the split into training and validation."""
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageOps

SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".bmp"}


@dataclass
class Photograph:
    """A file and its labels, rows of (class, x, y, w, h) with x, y the centre, all normalised; or None."""

    path: Path
    labels: np.ndarray | None = field(default=None)


def list_photographs(images, labels=None):
    """Returns the photographs of a folder by name. With `labels`, a missing label file means no objects."""
    files = sorted(p for p in Path(images).iterdir() if p.suffix.lower() in SUFFIXES)
    if not files:
        raise FileNotFoundError(f"no photographs in {images}")
    return [Photograph(p, read_labels(Path(labels) / f"{p.stem}.txt") if labels else None) for p in files]


def read_labels(path):
    """Returns the rows of a YOLO label file as [n, 5] float32; [0, 5] where the file does not exist."""
    rows = [line.split() for line in path.read_text().splitlines() if line.strip()] if path.exists() else []
    return np.array(rows, dtype=np.float32).reshape(-1, 5)


def read_pixels(path):
    """Returns an upright RGB photograph as a uint8 tensor [3, height, width]."""
    with Image.open(path) as image:
        rgb = ImageOps.exif_transpose(image).convert("RGB")
    return torch.from_numpy(np.array(rgb)).permute(2, 0, 1).contiguous()


@dataclass(frozen=True)
class Letterbox:
    """How a photograph lies inside the input: input = photograph * scale + (left, top)."""

    scale: float
    left: int
    top: int
    inner_width: int
    inner_height: int


def letterbox(pixels, height, width=None):
    """Returns (uint8 [3, height, width], Letterbox) as YOLOv5 v6.0 does it: bilinear, centred, grey 114."""
    width = width or height
    _, h, w = pixels.shape
    scale = min(height / h, width / w)
    inner_w, inner_h = round(w * scale), round(h * scale)
    resized = pixels
    if (inner_h, inner_w) != (h, w):
        resized = F.interpolate(pixels[None].float(), (inner_h, inner_w), mode="bilinear", align_corners=False)[0]
        resized = resized.round().clamp(0, 255).to(torch.uint8)
    left, top = round((width - inner_w) / 2 - 0.1), round((height - inner_h) / 2 - 0.1)
    canvas = torch.full((3, height, width), 114, dtype=torch.uint8)
    canvas[:, top : top + inner_h, left : left + inner_w] = resized
    return canvas, Letterbox(scale, left, top, inner_w, inner_h)


def split(data, held_out=64):
    """Returns (training, validation) of the data folder.

    Validation: every other labelled photograph, `held_out` of them; all the others are trained on.
    """
    data = Path(data)
    labelled = list_photographs(data / "coco128/images", data / "coco128/labels")
    unlabelled = list_photographs(data / "photos")
    validation = labelled[1::2][:held_out]
    kept = {p.path for p in validation}
    return [p for p in labelled if p.path not in kept] + unlabelled, validation
