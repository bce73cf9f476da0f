"""Puts SE layers into a trained YOLOv5 without changing what it computes.

With the second fully connected layer at zero every channel weight is sigmoid(0) = 0.5; doubling the
convolution that reads an SE layer's output undoes it exactly. Training starts from there.
"""
import torch

from checkpoint import read_checkpoint
from network import Conv, Detect, Network, SEAttention


def strip_se(config):
    """Returns the configuration without its SE layers, every index moved to fit: the base network."""
    old = config["backbone"] + config["head"]
    new_index, lines = {}, []
    for i, (source, number, kind, args) in enumerate(old):
        given = source if isinstance(source, list) else [source]
        absolute = [j + i if j < 0 else j for j in given]
        moved = [new_index[j] if j >= 0 else -1 for j in absolute]
        if kind == "SEAttention":
            new_index[i] = moved[0]
            continue
        new_index[i] = len(lines)
        lines.append([moved if isinstance(source, list) else moved[0], number, kind, args])
    lines[0][0] = -1
    return {**config, "backbone": lines[: len(config["backbone"])], "head": lines[len(config["backbone"]) :]}


def load_base(config, path):
    """Returns the base network in evaluation mode. Raises RuntimeError where names or shapes differ."""
    base = Network(strip_se(config))
    wanted = base.state_dict()
    given = {k: v for k, v in read_checkpoint(path).items() if "anchor" not in k}
    base.load_state_dict(given, strict=True)
    assert set(wanted) == set(given)
    return base.eval()


def insert_se(base, config, generator):
    """Returns SE-YOLOv5 that computes what the base does. The first FC is drawn at random, see wake()."""
    network = Network(config)
    old = iter(base.model)
    for module in network.model:
        if not isinstance(module, SEAttention):
            module.load_state_dict(next(old).state_dict())
    for index, se in network.se_layers().items():
        se.fc[0].weight.data.normal_(0, se.fc[0].in_features ** -0.5, generator=generator)
        torch.nn.init.zeros_(se.fc[2].weight)
        for convolution in readers(network, index):
            convolution.weight.data *= 2
    return network.eval()


def readers(network, index):
    """Returns every convolution that reads the output of one layer, and nothing else."""
    found = []
    for line, module in zip(network.lines, network.model):
        if index not in line.sources:
            continue
        if isinstance(module, Conv):
            found.append(module.conv)
        elif isinstance(module, Detect):
            found.append(module.m[line.sources.index(index)])
        else:
            raise ValueError(f"layer {index} is read by a {line.module}: its factor can't be undone there")
    return found


@torch.no_grad()
def check_same(base, network, pixels, tolerance=1e-3):
    """Returns the largest difference of the two networks' logits. Raises RuntimeError above the tolerance."""
    pairs = zip(base(pixels), network(pixels))
    difference = max((a - b).abs().max().item() for a, b in pairs)
    if not difference <= tolerance:
        raise RuntimeError(f"inserting SE changed the network: logits differ by {difference:.2e}")
    return difference


@torch.no_grad()
def wake(network, pixels, generator, batch=32):
    """Draws the first FC of every SE layer so that no hidden unit is dead on these photographs.

    Each hidden unit gets a random direction among the leading principal components of the squeeze,
    scaled to unit variance over the photographs, and is shifted along the mean squeeze until its mean
    is one standard deviation above zero: ReLU passes it for most photographs, and it varies. A unit
    drawn from a symmetric normal would be dead for every photograph half of the time, since z hardly
    changes its sign. The function is not changed: the second FC stays zero.
    """
    squeezes = {i: [] for i in network.se_layers()}
    for part in pixels.split(batch):
        network(part)
        for i, se in network.se_layers().items():
            squeezes[i].append(se.kept["squeeze"])
    for i, se in network.se_layers().items():
        z = torch.cat(squeezes[i]).double()
        mean = z.mean(0)
        hidden = se.fc[0].out_features
        _, spread, axes = torch.linalg.svd(z - mean, full_matrices=False)
        count = min(4 * hidden, len(spread))
        mix = torch.randn(hidden, count, generator=generator, dtype=torch.float64).to(z.device)
        rows = (mix / (spread[:count] / len(z) ** 0.5 + 1e-6)) @ axes[:count]
        rows /= ((z - mean) @ rows.T).std(0)[:, None]
        rows += (1 - rows @ mean)[:, None] * mean / mean.dot(mean)
        rows /= ((z - mean) @ rows.T).std(0)[:, None]
        se.fc[0].weight.copy_(rows.float())


@torch.no_grad()
def follow_means(network, momentum=0.05):
    """Moves every compensation towards 0.5 over the mean channel weight of the last forward pass.

    Learning moves the means of s; without this every layer that reads an SE output would have to follow.
    """
    for se in network.se_layers().values():
        mean = 0.5 / se.compensation
        mean.lerp_(se.kept["excitation"].mean(0), momentum)
        se.compensation.copy_(0.5 / mean)


@torch.no_grad()
def fold_compensation(network):
    """Moves every compensation into the convolutions that read the SE layer; the function stays the same."""
    for index, se in network.se_layers().items():
        for convolution in readers(network, index):
            convolution.weight.mul_(se.compensation[None, :, None, None])
        se.compensation = None
