"""Batches of augmented photographs, made on the device that trains: mosaic, scale, flip, HSV.

All photographs lie in one uint8 tensor, so that a batch is four calls of grid_sample and the
graphics card never waits for the processor.
"""
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F

from photographs import read_pixels

GREY = 114 / 255


@dataclass
class Store:
    """Photographs in memory: pixels [n, 3, side, side] uint8 (top left), sizes [n, 2] as (height, width)."""

    pixels: torch.Tensor
    sizes: torch.Tensor
    labels: list


def load(photographs, device, side=640):
    """Returns the Store of a list of photographs, those larger than `side` made to fit."""
    pixels = torch.zeros((len(photographs), 3, side, side), dtype=torch.uint8)
    sizes = torch.zeros((len(photographs), 2))
    for i, photograph in enumerate(photographs):
        rgb = read_pixels(photograph.path)
        longest = max(rgb.shape[1:])
        if longest > side:
            small = F.interpolate(rgb[None].float(), scale_factor=side / longest, mode="area")[0]
            rgb = small.round().to(torch.uint8)[:, :side, :side]
        pixels[i, :, : rgb.shape[1], : rgb.shape[2]] = rgb
        sizes[i] = torch.tensor(rgb.shape[1:])
    return Store(pixels.to(device), sizes, [p.labels for p in photographs])


def place(rng, size, mosaic, sizes):
    """Returns where up to four photographs lie in a square: [(scale, left, top, flip, region)].

    region is (x0, y0, x1, y1), the part of the square that the photograph may cover.
    """
    heights_widths = np.asarray(sizes)
    if not mosaic:
        h, w = heights_widths[0]
        fit = size / max(h, w)
        scale = fit if rng.random() < 0.5 else fit * rng.uniform(0.6, 1.3)
        left, top = (size - w * scale) / 2, (size - h * scale) / 2
        if scale != fit:
            left, top = left + rng.uniform(-0.2, 0.2) * size, top + rng.uniform(-0.2, 0.2) * size
        return [(scale, left, top, rng.random() < 0.5, (0, 0, size, size))]
    cx, cy = (rng.uniform(0.3, 0.7, 2) * size).round()
    regions = [(0, 0, cx, cy), (cx, 0, size, cy), (0, cy, cx, size), (cx, cy, size, size)]
    tiles = []
    for k, ((h, w), region) in enumerate(zip(heights_widths, regions)):
        # Enlarged photographs are soft: little of that, or the network would learn from blur alone.
        scale = min(size / max(h, w) * rng.uniform(0.4, 1.1), 1.25)
        left = cx - w * scale if k in (0, 2) else cx
        top = cy - h * scale if k in (0, 1) else cy
        tiles.append((scale, left, top, rng.random() < 0.5, region))
    return tiles


def moved_labels(labels, size, tile, height, width):
    """Returns the boxes of one placed photograph, [n, 5] class and corners in pixels, the hidden ones dropped."""
    scale, left, top, flip, (x0, y0, x1, y1) = tile
    kind, x, y, w, h = labels.T
    x = 1 - x if flip else x
    box = np.stack(((x - w / 2) * width, (y - h / 2) * height, (x + w / 2) * width, (y + h / 2) * height), 1)
    box = box * scale + (left, top, left, top)
    full = np.prod(box[:, 2:] - box[:, :2], axis=1)
    box = np.stack((box[:, 0].clip(x0, x1), box[:, 1].clip(y0, y1), box[:, 2].clip(x0, x1), box[:, 3].clip(y0, y1)), 1)
    sides = box[:, 2:] - box[:, :2]
    seen = (sides.min(1) > 2) & (np.prod(sides, axis=1) > 0.25 * full)
    return np.concatenate((kind[seen, None], box[seen]), axis=1).astype(np.float32)


def batch(store, chosen, size, rng, mosaic_share):
    """Returns (pixels [b, 3, size, size] in 0..1, boxes): boxes is [n, 6], photograph, class, corners.

    `chosen` holds the indices of four photographs a sample, [b, 4]; without mosaic the first is used alone.
    """
    device, count = store.pixels.device, len(chosen)
    placed = [place(rng, size, rng.random() < mosaic_share, store.sizes[row]) for row in chosen]
    canvas = torch.full((count, 3, size, size), GREY, device=device)
    axis = torch.arange(size, device=device, dtype=torch.float32)
    boxes = []
    for k in range(max(map(len, placed))):
        rows = [i for i in range(count) if k < len(placed[i])]
        tiles = [placed[i][k] for i in rows]
        source = chosen[rows, k]
        height, width = store.sizes[source].T.to(device)
        numbers = torch.tensor([(s, l, t, f, *r) for s, l, t, f, r in tiles], dtype=torch.float32, device=device)
        scale, left, top, flip, x0, y0, x1, y1 = numbers.T[:, :, None]
        x = (axis + 0.5 - left) / scale
        x = torch.where(flip > 0, width[:, None] - x, x)
        y = (axis + 0.5 - top) / scale
        side = store.pixels.shape[-1]
        grid = torch.stack(torch.broadcast_tensors((x * 2 / side - 1)[:, None, :], (y * 2 / side - 1)[:, :, None]), 3)
        pixels = store.pixels[torch.as_tensor(source, device=device)].float() / 255
        sampled = F.grid_sample(pixels, grid, mode="bilinear", padding_mode="border", align_corners=False)
        inside_x = (x > 0) & (x < width[:, None]) & (axis >= x0) & (axis < x1)
        inside_y = (y > 0) & (y < height[:, None]) & (axis >= y0) & (axis < y1)
        inside = (inside_y[:, :, None] & inside_x[:, None, :])[:, None]
        canvas[rows] = torch.where(inside, sampled, canvas[rows])
        for i, tile, photograph in zip(rows, tiles, source):
            labels = store.labels[photograph]
            if labels is not None and len(labels):
                moved = moved_labels(labels, size, tile, *store.sizes[photograph].tolist())
                boxes.append(np.concatenate((np.full((len(moved), 1), i, np.float32), moved), 1))
    joined = np.concatenate(boxes) if boxes else np.zeros((0, 6), np.float32)
    return shift_hsv(canvas, rng), torch.from_numpy(joined).to(device)


def shift_hsv(rgb, rng, gains=(0.015, 0.7, 0.4)):
    """Returns the pixels with hue, saturation and value scaled at random for each photograph."""
    count = len(rgb)
    factors = 1 + rng.uniform(-1, 1, (count, 3)) * np.asarray(gains)
    hue_f, sat_f, val_f = torch.tensor(factors, dtype=rgb.dtype, device=rgb.device).T[:, :, None, None]
    value, low = rgb.amax(1), rgb.amin(1)
    spread = value - low
    r, g, b = rgb.unbind(1)
    safe = spread.clamp(min=1e-6)
    hue = torch.where(value == r, (g - b) / safe % 6, torch.where(value == g, (b - r) / safe + 2, (r - g) / safe + 4))
    saturation = (spread / value.clamp(min=1e-6) * sat_f).clamp(0, 1)
    value = (value * val_f).clamp(0, 1)
    hue = hue * hue_f % 6
    channel = lambda n: value - value * saturation * torch.minimum((n + hue) % 6, 4 - (n + hue) % 6).clamp(0, 1)
    return torch.stack((channel(5), channel(3), channel(1)), 1)
