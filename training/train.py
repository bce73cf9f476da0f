"""Trains SE-YOLOv5 from a YOLOv5 checkpoint: distillation, labels, and SE layers that stay alive."""
import argparse
import copy
import json
import math
import os
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from augment import batch as make_batch
from augment import load
from excite import collect, compensate, excite
from insert_se import check_same, fold_compensation, follow_means, insert_se, load_base, wake
from losses import alive, class_weights, distillation, presence, presence_loss, spread, steady, supervision
from measure import evaluate
from network import read_config
from normalisation import hold_still, measure_statistics
from photographs import letterbox, read_pixels, split


class Average:
    """An exponential moving average of parameters and running statistics."""

    def __init__(self, network, decay):
        self.network = copy.deepcopy(network).eval().requires_grad_(False)
        self.decay, self.steps = decay, 0

    @torch.no_grad()
    def update(self, network):
        self.steps += 1
        decay = self.decay * (1 - math.exp(-self.steps / 500))
        current = network.state_dict()
        for name, value in self.network.state_dict().items():
            if value.is_floating_point():
                value.lerp_(current[name], 1 - decay)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", default="../public/models/se-yolov5n/config.yaml")
    parser.add_argument("--base", required=True, help="YOLOv5n v6.0 checkpoint")
    parser.add_argument("--data", required=True, help="folder with coco128/ and photos/")
    parser.add_argument("--out", default="runs/se-yolov5n", help="where checkpoint and log go")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--passes", type=float, default=1, help="passes over the photographs an epoch")
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop early, the schedule fitted to it")
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--sizes", type=int, nargs="+", default=[512, 576, 640])
    parser.add_argument("--rate", type=float, default=1.5e-5)
    parser.add_argument("--se-rate", type=float, default=1e-5)
    parser.add_argument("--settle", type=float, default=0.65, help="share of the training after which SE stands almost still")
    parser.add_argument("--squeezes", help="file that keeps the collected squeezes, read where it exists")
    parser.add_argument("--presence", type=float, default=0.1)
    parser.add_argument("--spread", type=float, default=1.0)
    parser.add_argument("--supervision", type=float, default=0.005)
    parser.add_argument("--mosaic", type=float, default=0.6)
    parser.add_argument("--decay", type=float, default=0.998, help="of the moving average")
    parser.add_argument("--labelled", type=int, default=4, help="how much likelier a labelled photograph is drawn")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="on a processor")
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def main():
    o = arguments()
    out = Path(o.out)
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(o.seed)
    torch.set_num_threads(o.threads)
    torch.set_flush_denormal(True)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    rng, generator = np.random.default_rng(o.seed), torch.Generator().manual_seed(o.seed)

    config = read_config(o.config)
    training, validation = split(o.data)
    base = load_base(config, o.base)
    network = insert_se(base, config, generator)
    sample = rng.choice(len(training), min(256, len(training)), replace=False)
    fitted = torch.stack([letterbox(read_pixels(training[i].path), 640)[0] for i in sample]).float() / 255
    difference = check_same(base, network, fitted[:2])
    print(f"SE inserted: logits differ from the base's by {difference:.1e} before training", flush=True)
    base, network = base.to(o.device), network.to(o.device)
    wake(network, fitted.to(o.device), generator)
    check_same(base, network, fitted[:2].to(o.device), tolerance=2e-2 if o.device == "cuda" else 1e-3)
    store = load(training, o.device)
    pool = np.repeat(np.arange(len(training)), [1 if p.labels is None else o.labelled for p in training])
    print(f"{len(training)} photographs to train on, {len(validation)} held out, on {o.device}", flush=True)

    se = list(network.se_layers().values())
    heads = nn.ModuleList(nn.Linear(m.fc[0].in_features, config["nc"]) for m in se).to(o.device)
    anchors = [(a / s).to(o.device) for a, s in zip(network.model[-1].anchors, network.strides)]
    if o.squeezes and Path(o.squeezes).exists():
        squeezes, present = torch.load(o.squeezes, map_location=o.device)
    else:
        squeezes, present = collect(network, store, anchors, o.sizes, rng)
        if o.squeezes:
            torch.save((squeezes, present), o.squeezes)
    weights = class_weights(present)
    said = excite(network, heads, squeezes, present, generator)
    compensate(network, squeezes)
    precision, statistics = evaluate(network, validation, device=o.device)
    print(describe({"epoch": "start", "seconds": 0, "losses": said, "map": precision["map"], "map50": precision["map50"], "se": statistics}), flush=True)

    se_parameters = [p for m in se for p in m.parameters()]
    known = {id(p) for p in se_parameters}
    rest = [p for p in network.parameters() if id(p) not in known]
    groups = [
        {"params": [p for p in rest if p.ndim > 1], "lr": o.rate, "until": 1, "weight_decay": 5e-4},
        {"params": [p for p in rest if p.ndim <= 1], "lr": o.rate, "until": 1, "weight_decay": 0.0},
        # SE settles first, so that the rest can end on channel weights that no longer move.
        {"params": se_parameters, "lr": o.se_rate, "until": o.settle, "weight_decay": 0.0},
        {"params": list(heads.parameters()), "lr": 1e-3, "until": 1, "weight_decay": 0.0},
    ]
    optimiser = torch.optim.AdamW(groups)
    groups, rates = optimiser.param_groups, [g["lr"] for g in groups]
    average = Average(network, o.decay)
    steps = max(1, round(len(training) * o.passes / o.batch))
    log, began = [], time.time()

    for epoch in range(o.epochs):
        network.train()
        hold_still(network)
        sums, count = {}, 0
        for step in range(steps):
            share = max((epoch + step / steps) / o.epochs, (time.time() - began) / 60 / o.minutes)
            if share >= 1:
                break
            warm = min(1.0, (epoch * steps + step + 1) / 200)
            for group, rate in zip(groups, rates):
                done = min(1.0, share / group["until"])
                group["lr"] = rate * warm * (0.01 + 0.99 * (1 + math.cos(math.pi * done)) / 2)
            # The last part sees whole photographs, as the network will when it is used.
            mosaic = o.mosaic if share < 0.8 else 0.0
            size = int(rng.choice(o.sizes)) if share < 0.9 else max(o.sizes)
            pixels, boxes = make_batch(store, rng.choice(pool, (o.batch, 4)), size, rng, mosaic)
            with torch.no_grad():
                taught = base(pixels)
                target = presence(taught, anchors)
            learned = network(pixels)
            parts = distillation(learned, taught, anchors)
            parts["supervision"] = o.supervision * supervision(learned, boxes, anchors, size)
            # These teach SE alone, which sees its squeeze cut off from the layers before.
            s = [m.kept["excitation"] for m in se]
            parts["presence"] = o.presence * presence_loss(s, heads, target, weights)
            parts["alive"] = alive([m.kept["sum1"] for m in se])
            parts["spread"] = o.spread * spread(s)
            parts["steady"] = 0.1 * steady(s)
            loss = sum(parts.values())
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 10.0)
            optimiser.step()
            follow_means(network)
            average.update(network)
            for name, value in parts.items():
                sums[name] = sums.get(name, 0) + value.detach()
            count += 1
        if count == 0:
            break
        means = {name: float(v) / count for name, v in sums.items()}
        if not all(math.isfinite(v) for v in means.values()):
            raise RuntimeError(f"training diverged in epoch {epoch}: {means}")
        finished = copy.deepcopy(average.network)
        fold_compensation(finished)
        measure_statistics(finished, fitted[:128].to(o.device))
        precision, statistics = evaluate(finished, validation, device=o.device)
        row = {"epoch": epoch, "seconds": round(time.time() - began), "photographs": count * o.batch, "losses": means}
        row |= {"map": precision["map"], "map50": precision["map50"], "se": statistics}
        log.append(row)
        (out / "log.json").write_text(json.dumps(log, indent=1))
        torch.save({k: v.cpu() for k, v in finished.state_dict().items()}, out / "parameters.pt")
        print(describe(row), flush=True)


def describe(row):
    """Returns one line of the log for a person."""
    losses = " ".join(f"{k} {v:.4f}" for k, v in row["losses"].items())
    se = " | ".join(
        f"{k} dead {v['dead']:.0%} over channels {v['over_channels']:.3f} over photographs {v['over_photographs']:.4f}"
        f" person {v.get('person', '-')}"
        for k, v in row["se"].items()
    )
    return f"epoch {row['epoch']} {row['seconds']} s | {losses} | mAP {row['map']:.4f} mAP50 {row['map50']:.4f} | {se}"


if __name__ == "__main__":
    main()
