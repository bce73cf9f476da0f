"""Scales how much channel weights differ between photographs, with the function kept at each channel's mean."""
import argparse

import torch

from insert_se import readers
from network import Network, read_config


@torch.no_grad()
def temper(network, squeezes, factor):
    """Scales every second FC by the factor, in place, and folds the change of each channel's mean over the
    squeezes ({layer index: [n, C]}) into the convolutions that read the SE layer."""
    for index, se in network.se_layers().items():
        before = se.fc(squeezes[index]).mean(0)
        se.fc[2].weight.mul_(factor)
        change = before / se.fc(squeezes[index]).mean(0)
        for convolution in readers(network, index):
            convolution.weight.mul_(change[None, :, None, None])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--config", default="../public/models/se-yolov5n/config.yaml")
    parser.add_argument("--parameters", required=True, help="parameters.pt as train.py wrote it; written anew to --out")
    parser.add_argument("--squeezes", required=True, help="train.py's file of squeezes")
    parser.add_argument("--factor", type=float, default=0.87)
    parser.add_argument("--out", required=True)
    o = parser.parse_args()
    network = Network(read_config(o.config))
    network.load_state_dict(torch.load(o.parameters, map_location="cpu"))
    temper(network, torch.load(o.squeezes, map_location="cpu")[0], o.factor)
    torch.save(network.state_dict(), o.out)


if __name__ == "__main__":
    main()
