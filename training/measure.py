"""What is measured of a network: mAP, and whether its SE layers live."""
import numpy as np
import torch

from average_precision import average_precision
from decode import detect
from photographs import letterbox, read_pixels

PERSON = 0


@torch.no_grad()
def run(network, photographs, size, device="cpu", batch=16):
    """Yields (photograph, Letterbox, [height, width], head logits, {index: SE numbers}) one by one, as NumPy."""
    network.eval()
    for start in range(0, len(photographs), batch):
        part = photographs[start : start + batch]
        pixels = [read_pixels(p.path) for p in part]
        fitted = [letterbox(p, size) for p in pixels]
        logits = network(torch.stack([f[0] for f in fitted]).to(device).float() / 255)
        logits = [t.float().cpu().numpy() for t in logits]
        se = {i: {k: v.float().cpu().numpy() for k, v in m.kept.items()} for i, m in network.se_layers().items()}
        for k, photograph in enumerate(part):
            numbers = {i: {name: v[k] for name, v in kept.items()} for i, kept in se.items()}
            yield photograph, fitted[k][1], tuple(pixels[k].shape[1:]), [t[k] for t in logits], numbers


def in_photograph(found, box, height, width):
    """Returns detections moved from input pixels to the photograph's, clipped to it."""
    moved = found.copy()
    moved[:, [0, 2]] = ((found[:, [0, 2]] - box.left) / box.scale).clip(0, width)
    moved[:, [1, 3]] = ((found[:, [1, 3]] - box.top) / box.scale).clip(0, height)
    return moved


def truth_of(labels, height, width):
    """Returns YOLO labels as [n, 5]: corners in pixels of the photograph, class."""
    kind, x, y, w, h = labels.T
    corners = np.stack(((x - w / 2) * width, (y - h / 2) * height, (x + w / 2) * width, (y + h / 2) * height), 1)
    return np.concatenate((corners, kind[:, None]), axis=1)


def evaluate(network, photographs, size=640, device="cpu", confidence=0.001, iou=0.6):
    """Returns (average precision, SE statistics) over labelled photographs.

    Thresholds as in YOLOv5 v6.0's validation: confidence 0.001, IoU 0.6, several classes a box, 300 boxes.
    """
    detections, truths, numbers, persons = [], [], [], []
    for photograph, box, (height, width), logits, se in run(network, photographs, size, device):
        found = detect(logits, network, confidence=confidence, iou=iou, multi_label=True)
        detections.append(in_photograph(found, box, height, width))
        truths.append(truth_of(photograph.labels, height, width))
        numbers.append(se)
        persons.append(bool((photograph.labels[:, 0] == PERSON).any()))
    return average_precision(detections, truths), se_statistics(network, numbers, np.array(persons))


def se_statistics(network, numbers, persons):
    """Returns {key: statistics} of every SE layer over photographs.

    dead: share of hidden units at zero for every photograph. mean: of s. over_channels: standard
    deviation of the mean s over channels. over_photographs: standard deviation of s over photographs,
    mean over channels. person: channels whose mean s with and without a person differ by more than
    half the channel's standard deviation over photographs.
    """
    table = {}
    for index, key in network.se_keys().items():
        s = np.stack([n[index]["excitation"] for n in numbers])
        hidden = np.stack([n[index]["hidden"] for n in numbers])
        spread = s.std(0)
        row = {
            "channels": s.shape[1],
            "dead": float((hidden <= 0).all(0).mean()),
            "mean": float(s.mean()),
            "lowest": float(s.min()),
            "highest": float(s.max()),
            "over_channels": float(s.mean(0).std()),
            "over_photographs": float(spread.mean()),
        }
        if persons.any() and not persons.all():
            apart = np.abs(s[persons].mean(0) - s[~persons].mean(0))
            row["person"] = int((apart > 0.5 * spread).sum())
        table[key] = row
    return table
