"""Measures what channel weights usually are: their mean and deviation over many photographs.

The page compares a photograph's channel weights with these: whatever is the same for all photographs has gone
into the parameters behind an SE layer, so only the difference tells what was raised for this one.
"""
import argparse
import json
import os
from pathlib import Path

import numpy as np
import torch

from measure import run
from model_folder import load_model
from photographs import list_photographs, split


def reference(network, photographs, size=640, device="cpu"):
    """Returns {"photographs": n, "size": size, "layers": {key: {"mean": [C], "deviation": [C]}}}."""
    keys = network.se_keys()
    gathered = {key: [] for key in keys.values()}
    for _, _, _, _, se in run(network, photographs, size, device):
        for index, key in keys.items():
            gathered[key].append(se[index]["excitation"])
    rounded = lambda values: [round(float(v), 5) for v in values]
    layers = {}
    for key, rows in gathered.items():
        s = np.stack(rows)
        layers[key] = {"mean": rounded(s.mean(0)), "deviation": rounded(s.std(0))}
    return {"photographs": len(photographs), "size": size, "layers": layers}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="../public/models/se-yolov5n", help="folder with config.yaml and parameters")
    parser.add_argument("--data", help="train.py's data folder, of which the training photographs are measured")
    parser.add_argument("--images", help="instead of --data: any folder of photographs")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    o = parser.parse_args()
    torch.set_num_threads(os.cpu_count())
    if not (o.data or o.images):
        parser.error("give --data or --images")
    photographs = split(o.data)[0] if o.data else list_photographs(o.images)
    measured = reference(load_model(o.model).to(o.device), photographs, device=o.device)
    (Path(o.model) / "reference.json").write_text(json.dumps(measured) + "\n")
    print(f"reference.json: {len(photographs)} photographs, SE layers {', '.join(measured['layers'])}")


if __name__ == "__main__":
    main()
