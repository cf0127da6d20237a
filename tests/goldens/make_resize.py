"""Writes resize.safetensors: what torch and Pillow make of small random tensors at other sizes.

    python tests/goldens/make_resize.py

Needs torch, numpy, Pillow and safetensors. `bislerp` is torch's bilinear positions with spherical interpolation of the channel
vectors, width first; parallel vectors (cosine within 1e-5 of 1) are kept, opposite ones mixed linearly.
"""
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from safetensors.torch import save_file

SIZES = [((6, 9), (13, 7)), ((8, 8), (12, 12)), ((33, 17), (16, 11)), ((1, 3), (4, 5)), ((10, 10), (3, 10))]
METHODS = ["nearest-exact", "bilinear", "area", "bicubic"]


def slerp(a, b, share):
    norm_a, norm_b = a.norm(dim=1, keepdim=True), b.norm(dim=1, keepdim=True)
    cosine = (a / norm_a * (b / norm_b)).sum(1, keepdim=True)
    angle = torch.acos(cosine)
    turned = (torch.sin((1 - share) * angle) * a / norm_a + torch.sin(share * angle) * b / norm_b) / torch.sin(angle)
    turned = turned * (norm_a * (1 - share) + norm_b * share)
    turned = torch.where(cosine > 1 - 1e-5, a, turned)
    return torch.where(cosine < 1e-5 - 1, a * (1 - share) + b * share, turned)


def positions(old, new):
    at = F.interpolate(torch.arange(old, dtype=torch.float32).reshape(1, 1, 1, -1), size=(1, new), mode="bilinear").flatten()
    first = at.floor().long()
    return first, (first + 1).clamp(max=old - 1), at - first


def bislerp(x, height, width):
    first, second, share = positions(x.shape[3], width)
    x = slerp(x[..., first], x[..., second], share.reshape(1, 1, 1, -1))
    first, second, share = positions(x.shape[2], height)
    return slerp(x[:, :, first], x[:, :, second], share.reshape(1, 1, -1, 1))


def lanczos(image, height, width):
    as_bytes = np.clip(255.0 * image.numpy(), 0, 255).astype(np.uint8)
    resized = [np.array(Image.fromarray(one).resize((width, height), Image.LANCZOS)) for one in as_bytes]
    return torch.from_numpy(np.stack(resized).astype(np.float32) / 255)


torch.manual_seed(0)
tensors = {}
for index, ((height, width), target) in enumerate(SIZES):
    latent, image = torch.randn(2, 4, height, width), torch.rand(2, height, width, 3)
    tensors[f"{index}.latent"], tensors[f"{index}.image"] = latent, image
    for method in METHODS:
        tensors[f"{index}.{method}"] = F.interpolate(latent, size=target, mode=method)
    tensors[f"{index}.bislerp"] = bislerp(latent, *target)
    tensors[f"{index}.lanczos"] = lanczos(image, *target)
save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, Path(__file__).parent / "resize.safetensors")
