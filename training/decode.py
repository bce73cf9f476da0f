"""Raw logits to boxes, and non-maximum suppression, as YOLOv5 v6.0 does them; in NumPy."""
import numpy as np


def sigmoid(x):
    return 0.5 * (1 + np.tanh(x / 2))


def decode(logits, anchors, stride):
    """Returns the boxes of one head scale of one photograph, [cells, 5 + nc]: centre x, y, w, h in
    input pixels, objectness, class probabilities. `logits` is [anchors * (nc + 5), ny, nx]."""
    count = len(anchors)
    _, ny, nx = logits.shape
    p = sigmoid(logits.reshape(count, -1, ny, nx).transpose(0, 2, 3, 1))
    y, x = np.mgrid[:ny, :nx]
    p[..., 0] = (p[..., 0] * 2 - 0.5 + x) * stride
    p[..., 1] = (p[..., 1] * 2 - 0.5 + y) * stride
    p[..., 2:4] = (p[..., 2:4] * 2) ** 2 * np.asarray(anchors)[:, None, None, :]
    return p.reshape(count * ny * nx, -1)


def iou_matrix(a, b):
    """Returns the intersection over union of corner boxes, [len(a), len(b)]."""
    low = np.maximum(a[:, None, :2], b[None, :, :2])
    high = np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=2)
    area = lambda box: np.prod(box[:, 2:] - box[:, :2], axis=1)
    return shared / (area(a)[:, None] + area(b)[None] - shared + 1e-9)


def suppress(p, confidence=0.25, iou=0.45, limit=300, multi_label=False):
    """Returns [n, 6]: left, top, right, bottom, confidence, class; best first, NMS per class.

    `multi_label` keeps every class of a box above the threshold, as YOLOv5's validation does, not
    its best alone, as its detection does.
    """
    p = p[p[:, 4] > confidence]
    corners = np.concatenate((p[:, :2] - p[:, 2:4] / 2, p[:, :2] + p[:, 2:4] / 2), axis=1)
    scores = p[:, 4:5] * p[:, 5:]
    if multi_label:
        row, kind = np.nonzero(scores > confidence)
    else:
        row, kind = np.arange(len(p)), scores.argmax(1) if len(p) else np.zeros(0, int)
        good = scores[row, kind] > confidence
        row, kind = row[good], kind[good]
    order = np.argsort(-scores[row, kind], kind="stable")[:30000]
    row, kind = row[order], kind[order]
    boxes, score = corners[row], scores[row, kind]
    apart = boxes + kind[:, None] * 7680.0
    kept, left = [], np.arange(len(boxes))
    while len(left) and len(kept) < limit:
        kept.append(left[0])
        left = left[1:][iou_matrix(apart[left[:1]], apart[left[1:]])[0] <= iou]
    return np.concatenate((boxes[kept], score[kept, None], kind[kept, None]), axis=1).reshape(-1, 6)


def detect(logits, network, **thresholds):
    """Returns the detections of one photograph from its list of head logits, in input pixels."""
    anchors = network.model[-1].anchors.numpy()
    parts = [decode(t, a, s) for t, a, s in zip(logits, anchors, network.strides)]
    return suppress(np.concatenate(parts), **thresholds)
