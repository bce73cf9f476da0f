"""Measures a model: COCO's mAP on labelled photographs, and whether its SE layers live."""
import argparse
import json
import os

import torch

from insert_se import load_base
from measure import evaluate
from model_folder import load_model
from network import read_config
from photographs import list_photographs, split


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="../public/models/se-yolov5n", help="folder with config.yaml and parameters")
    parser.add_argument("--base", help="also measure this YOLOv5 checkpoint, without SE, on the same photographs")
    parser.add_argument("--images", help="folder of photographs")
    parser.add_argument("--labels", help="folder of YOLO labels, a .txt a photograph")
    parser.add_argument("--data", help="instead of --images: train.py's data folder, of which the held-out photographs are measured")
    parser.add_argument("--size", type=int, default=640)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--json", action="store_true")
    o = parser.parse_args()
    torch.set_num_threads(os.cpu_count())
    if not o.data and not (o.images and o.labels):
        parser.error("give --images and --labels, or --data")
    photographs = split(o.data)[1] if o.data else list_photographs(o.images, o.labels)
    networks = {"SE-YOLOv5": load_model(o.model)}
    if o.base:
        networks["base"] = load_base(read_config(f"{o.model}/config.yaml"), o.base)
    report = {"photographs": len(photographs), "size": o.size}
    for name, network in networks.items():
        precision, se = evaluate(network.to(o.device), photographs, o.size, o.device)
        report[name] = {"map": precision["map"], "map50": precision["map50"], "se": se}
    print(json.dumps(report, indent=1) if o.json else table(report, networks))


def table(report, networks):
    """Returns the report as text for a person."""
    lines = [f"{report['photographs']} photographs at {report['size']}", "", f"{'':12}{'mAP50-95':>10}{'mAP50':>10}"]
    lines += [f"{n:12}{report[n]['map']:10.4f}{report[n]['map50']:10.4f}" for n in networks]
    lines += ["", "SE layer   dead  mean s  lowest  highest  std over channels  std over photographs  channels that know a person"]
    for key, row in report["SE-YOLOv5"]["se"].items():
        lines.append(
            f"{key:8}{row['dead']:7.1%}{row['mean']:8.3f}{row['lowest']:8.3f}{row['highest']:9.3f}"
            f"{row['over_channels']:19.4f}{row['over_photographs']:22.4f}   {row.get('person', '-')} of {row['channels']}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
