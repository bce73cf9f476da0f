"""COCO's mean average precision by pycocotools' definition, for labels without crowds.

Greedy matching by confidence, IoU 0.50:0.05:0.95, precision made monotone and read at 101 recalls,
at most 100 detections of a class in a photograph, classes without objects left out.
"""
import numpy as np

from decode import iou_matrix

THRESHOLDS = np.linspace(0.5, 0.95, 10)
RECALLS = np.linspace(0, 1, 101)


def match(found, truth):
    """Returns [10, n]: is each detection, best first, right at each IoU? Boxes of one class and photograph."""
    right = np.zeros((len(THRESHOLDS), len(found)), bool)
    if len(found) == 0 or len(truth) == 0:
        return right
    overlaps = iou_matrix(found, truth)
    for t, threshold in enumerate(THRESHOLDS):
        free = np.ones(len(truth), bool)
        for d in range(len(found)):
            reachable = np.where(free, overlaps[d], -1)
            best = len(truth) - 1 - reachable[::-1].argmax()
            if reachable[best] >= min(threshold, 1 - 1e-10):
                right[t, d], free[best] = True, False
    return right


def interpolated(right, total):
    """Returns the 101-point average precision of detections sorted by confidence."""
    hits = np.cumsum(right)
    recall = hits / total
    precision = hits / np.arange(1, len(right) + 1)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    index = np.searchsorted(recall, RECALLS, side="left")
    return np.where(index < len(right), precision[np.minimum(index, len(right) - 1)], 0).mean() if len(right) else 0.0


def average_precision(detections, truths):
    """Returns {"map", "map50", "classes": {class: AP}}; both lists run over the photographs.

    detections: [n, 6] left, top, right, bottom, confidence, class. truths: [n, 5] the box, class.
    """
    classes = sorted({int(c) for truth in truths for c in truth[:, 4]})
    table = {}
    for kind in classes:
        right, scores, total = [], [], 0
        for found, truth in zip(detections, truths):
            mine = found[found[:, 5] == kind]
            mine = mine[np.argsort(-mine[:, 4], kind="stable")][:100]
            boxes = truth[truth[:, 4] == kind][:, :4]
            right.append(match(mine[:, :4], boxes))
            scores.append(mine[:, 4])
            total += len(boxes)
        order = np.argsort(-np.concatenate(scores), kind="stable")
        right = np.concatenate(right, axis=1)[:, order]
        table[kind] = np.array([interpolated(row, total) for row in right])
    matrix = np.array(list(table.values())).reshape(-1, len(THRESHOLDS))
    return {
        "map": float(matrix.mean()) if len(matrix) else 0.0,
        "map50": float(matrix[:, 0].mean()) if len(matrix) else 0.0,
        "classes": {kind: float(row.mean()) for kind, row in table.items()},
    }
