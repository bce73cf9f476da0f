"""A model as the page reads it: a folder with config.yaml and parameters.safetensors (fp16)."""
from pathlib import Path

import numpy as np
import torch

import safetensors_file
from network import Network, read_config


def save_parameters(network, path, metadata=None):
    """Writes every parameter and running statistic in half precision, under PyTorch's names."""
    state = {k: v for k, v in network.state_dict().items() if not k.endswith("num_batches_tracked")}
    arrays = {name: value.cpu().numpy().astype(np.float16) for name, value in state.items()}
    for name, array in arrays.items():
        if not np.isfinite(array).all():
            raise ValueError(f"{name} does not fit half precision")
    safetensors_file.save(path, arrays, metadata)


def load_model(folder):
    """Returns the network of a model folder in evaluation mode, with the parameters that the page sees."""
    network = Network(read_config(Path(folder) / "config.yaml"))
    arrays = safetensors_file.load(Path(folder) / "parameters.safetensors")
    state = {name: torch.from_numpy(array).float() for name, array in arrays.items()}
    missing, unexpected = network.load_state_dict(state, strict=False)
    missing = [name for name in missing if not name.endswith("num_batches_tracked")]
    if missing or unexpected:
        raise ValueError(f"parameters don't fit the configuration: missing {missing}, unexpected {unexpected}")
    return network.eval()
