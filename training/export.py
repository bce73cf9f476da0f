"""Exports trained parameters to a model folder, and checks that no tensor is a copy of the base's."""
import argparse
from pathlib import Path

import torch

from checkpoint import read_checkpoint
from insert_se import insert_se, load_base
from model_folder import save_parameters
from network import Network, read_config


def copies(network, base, config):
    """Returns the names of the tensors that equal the base's, the factor that SE's insertion put in allowed for."""
    before = insert_se(base, config, torch.Generator().manual_seed(0)).state_dict()
    plain = {k: v for k, v in before.items() if ".fc." not in k and v.is_floating_point()}
    after = network.state_dict()
    return [name for name, old in plain.items() if torch.equal(after[name].half(), old.half())]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parameters", required=True, help="parameters.pt as train.py wrote it")
    parser.add_argument("--base", required=True, help="the checkpoint that training started from")
    parser.add_argument("--model", default="../public/models/se-yolov5n", help="folder with config.yaml")
    o = parser.parse_args()
    config = read_config(Path(o.model) / "config.yaml")
    network = Network(config)
    network.load_state_dict(torch.load(o.parameters, map_location="cpu"))
    copied = copies(network, load_base(config, o.base), config)
    if copied:
        raise SystemExit(f"{len(copied)} tensors are copies of the base's: {', '.join(copied[:5])}")
    path = Path(o.model) / "parameters.safetensors"
    save_parameters(network, path, {"format": "pt", "license": "GPL-3.0-or-later"})
    total = sum(p.numel() for p in network.parameters())
    print(f"{total} parameters, {path.stat().st_size} bytes; none of {len(read_checkpoint(o.base))} base tensors copied")


if __name__ == "__main__":
    main()
