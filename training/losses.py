"""What training asks of the student: the base's dense head outputs, the labels, living SE layers.

Every divergence is between Bernoulli distributions and is zero exactly where student and teacher agree.
"""
import torch
import torch.nn.functional as F

BALANCE = (4.0, 1.0, 0.4)


def divergence(student, teacher):
    """Returns KL(teacher || student) of two tensors of logits, element by element."""
    p = torch.sigmoid(teacher)
    return F.binary_cross_entropy_with_logits(student, p, reduction="none") - F.binary_cross_entropy_with_logits(
        teacher, p, reduction="none"
    )


def grids(logits, anchors):
    """Returns (t [b, anchors, ny, nx, 5 + nc], boxes [.., 4] as centre, w, h in cells)."""
    b, _, ny, nx = logits.shape
    t = logits.view(b, len(anchors), -1, ny, nx).permute(0, 1, 3, 4, 2)
    return t, boxes_of(t[..., :4], anchors, ny, nx)


def boxes_of(t, anchors, ny, nx):
    y, x = torch.meshgrid(torch.arange(ny, device=t.device), torch.arange(nx, device=t.device), indexing="ij")
    p = torch.sigmoid(t)
    centre = p[..., :2] * 2 - 0.5 + torch.stack((x, y), 2)
    return torch.cat((centre, (p[..., 2:] * 2) ** 2 * anchors[:, None, None, :]), -1)


def complete_iou(a, b):
    """Returns the complete IoU (Zheng et al., arXiv 1911.08287) of boxes given as centre, w, h."""
    a1, a2, b1, b2 = a[..., :2] - a[..., 2:] / 2, a[..., :2] + a[..., 2:] / 2, b[..., :2] - b[..., 2:] / 2, b[..., :2] + b[..., 2:] / 2
    shared = (torch.minimum(a2, b2) - torch.maximum(a1, b1)).clamp(0).prod(-1)
    iou = shared / (a[..., 2:].prod(-1) + b[..., 2:].prod(-1) - shared + 1e-7)
    diagonal = (torch.maximum(a2, b2) - torch.minimum(a1, b1)).pow(2).sum(-1) + 1e-7
    distance = (a[..., :2] - b[..., :2]).pow(2).sum(-1) / diagonal
    angle = torch.atan(a[..., 2] / (a[..., 3] + 1e-7)) - torch.atan(b[..., 2] / (b[..., 3] + 1e-7))
    v = (2 / torch.pi * angle) ** 2
    with torch.no_grad():
        alpha = v / (1 - iou + v + 1e-7)
    return iou - distance - alpha * v


def distillation(student, teacher, anchors):
    """Returns {"objectness", "class", "box"}: each a mean over objects as the teacher sees them.

    A cell counts by the teacher's objectness, so the sums run over everything that it finds, faint
    things too, and the objectness itself over every cell.
    """
    total = {"objectness": 0.0, "class": 0.0, "box": 0.0}
    for s, t, a, balance in zip(student, teacher, anchors, BALANCE):
        (s, box_s), (t, box_t) = grids(s, a), grids(t, a)
        weight = torch.sigmoid(t[..., 4])
        count = weight.sum() + 1
        total["objectness"] += balance * divergence(s[..., 4], t[..., 4]).sum() / count
        # Cells of next to no weight are left out for speed: nine in ten are empty.
        seen = weight > 0.003
        weight = weight[seen]
        total["class"] += (weight * divergence(s[seen][:, 5:], t[seen][:, 5:]).sum(-1)).sum() / count
        total["box"] += (weight * (1 - complete_iou(box_s[seen], box_t[seen]))).sum() / count
    return total


def supervision(student, boxes, anchors, size):
    """Returns the loss of the labelled boxes on the cells that YOLOv5 assigns them to.

    A box belongs to an anchor that differs by less than a factor of 4 in both sides, in its own cell
    and in the nearer neighbour cell on each axis. boxes: [n, 6], photograph, class, corners in pixels.
    """
    if len(boxes) == 0:
        return student[0].new_zeros(())
    loss = student[0].new_zeros(())
    for s, a in zip(student, anchors):
        t, predicted = grids(s, a)
        ny, nx = t.shape[2:4]
        cell = size / nx
        centre, sides = (boxes[:, 2:4] + boxes[:, 4:6]) / 2 / cell, (boxes[:, 4:6] - boxes[:, 2:4]) / cell
        ratio = sides[:, None] / a[None]
        n, k = torch.nonzero(torch.maximum(ratio, 1 / ratio).amax(2) < 4, as_tuple=True)
        part = centre % 1
        nearer = torch.where(part < 0.5, -1, 1)
        zero = torch.zeros_like(nearer[:, 0])
        steps = torch.stack((torch.stack((zero, zero), 1), torch.stack((nearer[:, 0], zero), 1), torch.stack((zero, nearer[:, 1]), 1)), 1)
        places = centre.floor().long()[:, None] + steps
        n, k, places = n.repeat_interleave(3), k.repeat_interleave(3), places[n].reshape(-1, 2)
        inside = (places >= 0).all(1) & (places[:, 0] < nx) & (places[:, 1] < ny)
        n, k, (x, y) = n[inside], k[inside], places[inside].T
        if len(n) == 0:
            continue
        photograph = boxes[n, 0].long()
        mine = t[photograph, k, y, x]
        iou = complete_iou(predicted[photograph, k, y, x], torch.cat((centre[n], sides[n]), 1))
        one_hot = F.one_hot(boxes[n, 1].long(), t.shape[-1] - 5).to(mine.dtype)
        loss = loss + (1 - iou).mean()
        loss = loss + F.binary_cross_entropy_with_logits(mine[:, 5:], one_hot, reduction="none").sum(1).mean()
        loss = loss + F.binary_cross_entropy_with_logits(mine[:, 4], iou.detach().clamp(0).to(mine.dtype))
    return loss


def presence(teacher, anchors):
    """Returns [b, nc]: for every class the highest confidence that the teacher gives it in the photograph."""
    best = []
    for t, a in zip(teacher, anchors):
        b, _, ny, nx = t.shape
        p = torch.sigmoid(t.view(b, len(a), -1, ny, nx))
        best.append((p[:, :, 4:5] * p[:, :, 5:]).amax((1, 3, 4)))
    return torch.stack(best).amax(0)


def presence_loss(excitations, heads, target, weights):
    """Returns how badly the channel weights of each SE layer tell which classes are in the photograph.

    After the semantic encoding loss of Zhang et al. (Context Encoding for Semantic Segmentation, arXiv
    1803.08904): a linear head for training alone reads each layer's s and is thrown away afterwards.
    `weights` says how much each class counts.
    """
    return sum(
        (F.binary_cross_entropy_with_logits(head((s - 0.5) * 4), target, reduction="none") * weights).mean() * 8
        for s, head in zip(excitations, heads)
    )


def class_weights(target, most=20.0):
    """Returns how much each class counts in presence_loss: more, the more often it comes and goes in [n, nc]."""
    share = target.mean(0)
    return 1 + (most - 1) * 4 * share * (1 - share)


def alive(hidden_sums, margin=0.2):
    """Returns a hinge on hidden units that ReLU silences for the whole batch; zero while all live."""
    return sum(F.relu(margin - sums.amax(0)).sum() for sums in hidden_sums)


def spread(excitations, targets=(0.010, 0.0145, 0.029), furthest=1.5):
    """Returns how far each channel's spread over the photographs is from its target, either way, and a pull
    back for a channel whose mean logit lies beyond `furthest`, where the sigmoid is too flat to answer.

    The variance term of VICReg (Bardes et al., arXiv 2105.04906), on s, with a ceiling a fifth above the
    target: the network behind an SE layer must follow whatever s does. Targets are for strides 8, 16 and 32.
    """
    loss = 0.0
    for s, target in zip(excitations, targets):
        share = (s.var(0) + 1e-8).sqrt() / target
        logit = torch.logit(s.clamp(1e-4, 1 - 1e-4)).mean(0)
        loss = loss + (F.relu(1 - share) + F.relu(share - 1.2) + F.relu(logit.abs() - furthest)).mean()
    return loss


def steady(excitations):
    """Returns how much an SE layer turns all its channels up or down together, in percent, squared.

    Such a gain says nothing about channels, and it moves every logit that is read from them.
    """
    return sum((100 * ((s / s.mean(0).detach()).mean(1) - 1)).pow(2).mean() for s in excitations)


def variety(excitations):
    """Returns the mean squared correlation of two channels' weights over the photographs: VICReg's covariance term."""
    loss = 0.0
    for s in excitations:
        unit = (s - s.mean(0)) / (s.std(0) + 1e-4)
        loss = loss + (unit.T @ unit / len(s)).pow(2).mean()
    return loss
