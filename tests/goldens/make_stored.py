"""Writes stored/: small files of GGUF blocks and of bitsandbytes' 4-bit codes, each with what its makers read from it.

    python tests/goldens/make_stored.py

Needs numpy, torch, safetensors, gguf and bitsandbytes (on the CPU). GGUF blocks are random bytes with finite scales: every
sequence of bytes is a block.
"""
from pathlib import Path

import bitsandbytes.functional as bnb
import numpy as np
import torch
from bitsandbytes.backends.default.ops import _dequantize_4bit_compute
from gguf import GGMLQuantizationType as Type, GGUFWriter, quants
from safetensors.torch import save_file

OUT = Path(__file__).parent / "stored"
ROWS, COLUMNS = 3, 512
# Where the float16 scales of a block lie.
SCALES = {
    "Q4_0": [0], "Q4_1": [0, 2], "Q5_0": [0], "Q5_1": [0, 2], "Q8_0": [0], "Q2_K": [80, 82], "Q3_K": [108],
    "Q4_K": [0, 2], "Q5_K": [0, 2], "Q6_K": [208], "IQ4_NL": [0], "IQ4_XS": [0],
}


def blocks():
    random = np.random.default_rng(5)
    writer = GGUFWriter(OUT / "blocks.gguf", "flux")
    writer.add_array("some.words", ["one", "two"])
    expected = {}
    for name, scales in SCALES.items():
        kind = Type[name]
        elements, size = quants.GGML_QUANT_SIZES[kind]
        count = ROWS * COLUMNS // elements
        data = random.integers(0, 256, (count, size), dtype=np.uint8)
        for at in scales:
            data[:, at:at + 2] = random.normal(0, 0.05, (count, 1)).astype(np.float16).view(np.uint8)
        data = data.reshape(ROWS, -1)
        writer.add_tensor(name, data, raw_dtype=kind)
        expected[name] = torch.from_numpy(quants.dequantize(data, kind).astype(np.float32))
    plain = random.normal(size=(ROWS, 40)).astype(np.float32)
    half = quants.quantize(plain, Type.BF16)
    writer.add_tensor("F32", plain)
    writer.add_tensor("F16", plain.astype(np.float16))
    writer.add_tensor("BF16", half, raw_dtype=Type.BF16)
    expected["F32"] = torch.from_numpy(plain)
    expected["F16"] = torch.from_numpy(plain.astype(np.float16).astype(np.float32))
    expected["BF16"] = torch.from_numpy(quants.dequantize(half, Type.BF16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    save_file(expected, OUT / "blocks.safetensors")


def dequantised(packed, state):
    """bitsandbytes' generic path: its CPU kernel (0.50) takes every row for whole blocks, which these are not."""
    absmax = state.absmax
    if state.nested:
        absmax = bnb.dequantize_blockwise(absmax, state.state2) + state.offset
    return _dequantize_4bit_compute(packed.reshape(-1), absmax, state.code, state.blocksize, state.shape, state.dtype)


def codes():
    torch.manual_seed(5)
    stored, expected = {}, {}
    for kind in ["nf4", "fp4"]:
        for nested in [False, True]:
            name = f"{kind}{'.nested' if nested else ''}"
            weight = torch.randn(176, 96) * torch.rand(176, 1)
            packed, state = bnb.quantize_4bit(weight, blocksize=64, compress_statistics=nested, quant_type=kind)
            stored[f"{name}.weight"] = packed
            for key, value in state.as_dict(packed=True).items():
                stored[f"{name}.weight.{key}"] = value
            expected[name] = dequantised(packed, state)
    stored["plain.weight"] = torch.ones(2, 2)
    save_file(stored, OUT / "codes.safetensors")
    save_file(expected, OUT / "codes.expected.safetensors")


OUT.mkdir(exist_ok=True)
blocks()
codes()
