"""Writes PyTorch's numbers for the TypeScript network's tests to test/numbers, one folder a case."""
import argparse
import json
import os
from pathlib import Path

import numpy as np
import torch

import safetensors_file
from decode import detect
from edits import SIZES, costs, edited, edits_for
from measure import in_photograph
from model_folder import load_model, save_parameters
from network import Network, read_config
from photographs import letterbox, read_pixels

# case, photograph, height, width; the cases of the bundled model
TRAINED = [
    ("trained-320", "wall.jpg", 320, 320),
    ("trained-640", "wall.jpg", 640, 640),
    ("trained-320x416", "motorcycle.jpg", 320, 416),
]
SAMPLES = 2048
# Of these channels the maps before and after recalibration are written whole.
PICKED = [0, 3, 5]

BACKBONE_SE = """\
# SE in the backbone, after two C3 and before SPPF, and none at the heads: random parameters, for tests.
nc: 4
depth_multiple: 0.33
width_multiple: 0.125
anchors:
  - [10,13, 16,30, 33,23]
  - [30,61, 62,45, 59,119]
  - [116,90, 156,198, 373,326]
backbone:
  [[-1, 1, Conv, [64, 6, 2, 2]],  # 0-P1/2
   [-1, 1, Conv, [128, 3, 2]],
   [-1, 3, C3, [128]],
   [-1, 1, Conv, [256, 3, 2]],    # 3-P3/8
   [-1, 6, C3, [256]],
   [-1, 1, SEAttention, [256, 4]],
   [-1, 1, Conv, [512, 3, 2]],    # 6-P4/16
   [-1, 9, C3, [512]],
   [-1, 1, Conv, [1024, 3, 2]],   # 8-P5/32
   [-1, 3, C3, [1024]],
   [-1, 1, SEAttention, [1024]],
   [-1, 1, SPPF, [1024, 5]],      # 11
  ]
head:
  [[-1, 1, Conv, [512, 1, 1]],
   [-1, 1, nn.Upsample, [None, 2, 'nearest']],
   [[-1, 7], 1, Concat, [1]],
   [-1, 3, C3, [512, False]],
   [-1, 1, Conv, [256, 1, 1]],
   [-1, 1, nn.Upsample, [None, 2, 'nearest']],
   [[-1, 5], 1, Concat, [1]],
   [-1, 3, C3, [256, False]],     # 19
   [-1, 1, Conv, [256, 3, 2]],
   [[-1, 16], 1, Concat, [1]],
   [-1, 3, C3, [512, False]],     # 22
   [-1, 1, Conv, [512, 3, 2]],
   [[-1, 12], 1, Concat, [1]],
   [-1, 3, C3, [1024, False]],    # 25
   [[19, 22, 25], 1, Detect, [nc, anchors]],
  ]
"""


def randomise(network, seed):
    """Draws every parameter so that activations neither vanish nor explode and no statistic is trivial."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, value in network.state_dict().items():
            if not value.is_floating_point():
                continue
            if name.endswith("running_var") or name.endswith("bn.weight"):
                value.uniform_(0.7, 1.4, generator=generator)
            elif value.ndim == 1:
                value.normal_(0, 0.2, generator=generator)
            else:
                value.normal_(0, 1.3 / value[0].numel() ** 0.5, generator=generator)
    return network.eval()


def sampled(name, array, rng, count=SAMPLES):
    """Returns {name.index, name.value} of some entries of an array, all of them where there are few."""
    flat = np.ascontiguousarray(array).ravel()
    index = np.sort(rng.choice(flat.size, min(count, flat.size), replace=False)).astype(np.int32)
    return {f"{name}.index": index, f"{name}.value": flat[index].astype(np.float32)}


@torch.no_grad()
def numbers(network, photo, height, width):
    """Returns (arrays, detections): what the network gives for a photograph letterboxed to the size."""
    rng = np.random.default_rng(0)
    original = read_pixels(photo)
    pixels, box = letterbox(original, height, width)
    layers = range(len(network.lines) - 1)
    logits, kept = network(pixels[None].float() / 255, keep=set(layers))
    arrays = {"input": pixels.permute(1, 2, 0).contiguous().numpy()}
    for k, t in enumerate(logits):
        arrays |= sampled(f"logits.{k}", t[0].permute(1, 2, 0).numpy(), rng)
    for index, key in network.se_keys().items():
        module, u, x = network.model[index], kept[network.lines[index].sources[0]][0], kept[index][0]
        module.kept["sum2"] = module.fc[2](module.kept["hidden"])
        for name in ("squeeze", "sum1", "hidden", "sum2", "excitation"):
            arrays[f"se.{key}.{name}"] = module.kept[name][0].numpy()
        for name, maps in (("before", u), ("after", x)):
            arrays[f"se.{key}.{name}"] = maps[PICKED].numpy().copy()
            arrays[f"se.{key}.energy.{name}"] = (maps.double() ** 2).sum((1, 2)).float().numpy()
    for i in layers:
        arrays |= sampled(f"layer.{i}", kept[i][0].permute(1, 2, 0).numpy(), rng)
    found = detect([t[0].numpy() for t in logits], network)
    moved = in_photograph(found, box, *original.shape[1:])
    names = network.config.get("names") or [f"class {i}" for i in range(network.config["nc"])]
    keys = ("left", "top", "right", "bottom", "confidence")
    detections = [{**dict(zip(keys, map(float, row[:5]))), "class": names[int(row[5])]} for row in moved]
    return arrays, detections


@torch.no_grad()
def reruns(network, photo, height, width):
    """Returns (arrays, {name: edits}): logits, squeezes and channel weights with SE layers changed."""
    rng = np.random.default_rng(1)
    pixels, _ = letterbox(read_pixels(photo), height, width)
    x = pixels[None].float() / 255
    keys = network.se_keys()
    channels = {key: network.lines[index].channels for index, key in keys.items()}
    cases, arrays = edits_for(list(keys.values()), channels, rng), {}
    for name, edits in cases.items():
        with edited(network, edits):
            for k, t in enumerate(network(x)):
                arrays |= sampled(f"{name}.logits.{k}", t[0].permute(1, 2, 0).numpy(), rng, 512)
            for index, key in keys.items():
                for part in ("squeeze", "excitation"):
                    value = network.model[index].kept[part][0]
                    arrays[f"{name}.se.{key}.{part}"] = value.contiguous().numpy()
    return arrays, cases


def write(folder, network, photo, height, width):
    arrays, detections = numbers(network, photo, height, width)
    safetensors_file.save(folder / "expected.safetensors", arrays)
    changed, cases = reruns(network, photo, height, width)
    safetensors_file.save(folder / "reruns.safetensors", changed)
    (folder / "reruns.json").write_text(json.dumps(cases) + "\n")
    case = {"photo": photo.name, "height": height, "width": width, "detections": detections}
    (folder / "case.json").write_text(json.dumps(case, indent=1) + "\n")
    print(f"{folder.name}: {len(detections)} detections, {(folder / 'expected.safetensors').stat().st_size} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="../public/models/se-yolov5n")
    parser.add_argument("--photos", default="../public/photos")
    parser.add_argument("--out", default="../test/numbers")
    o = parser.parse_args()
    torch.set_num_threads(os.cpu_count())
    photos, out = Path(o.photos), Path(o.out)
    folder = out / "backbone-se-320"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.yaml").write_text(BACKBONE_SE)
    # Written first and read back, so that both sides see the same half-precision numbers.
    save_parameters(randomise(Network(read_config(folder / "config.yaml")), 7), folder / "parameters.safetensors")
    write(folder, load_model(folder), photos / "wall.jpg", 320, 320)
    config = read_config(Path(o.model) / "config.yaml")
    wanted = [(size, 16) for size in SIZES] + [(size, r) for size in "nx" for r in (2, 4, 8, 32, 64)]
    counted = [costs(config, size, r, 64) for size, r in wanted]
    (out / "costs.json").write_text(json.dumps(counted, indent=1) + "\n")
    if (Path(o.model) / "parameters.safetensors").exists():
        network = load_model(o.model)
        for case, photo, height, width in TRAINED:
            write(out / case, network, photos / photo, height, width)
        everything = {}
        for photo in sorted(photos.glob("*.jpg")):
            everything[photo.name] = numbers(network, photo, 640, 640)[1]
        (out / "detections-640.json").write_text(json.dumps(everything, indent=1) + "\n")


if __name__ == "__main__":
    main()
