"""Writes stored/: small files of GGUF blocks and of bitsandbytes' 4-bit codes, each with what its makers read from it; and a
small FLUX.1 in GGUF, NF4 and scaled fp8, each with the velocity that diffusers computes from the numbers it stands for.

    python tests/goldens/make_stored.py

Needs numpy, torch, safetensors, gguf, bitsandbytes (on the CPU) and what make_goldens.py needs. GGUF blocks are random bytes with finite scales: every
sequence of bytes is a block.
"""
from pathlib import Path

import bitsandbytes.functional as bnb
import numpy as np
import torch
from diffusers import FluxPipeline, FluxTransformer2DModel
from bitsandbytes.backends.default.ops import _dequantize_4bit_compute
from gguf import GGMLQuantizationType as Type, GGUFWriter, quants
from safetensors.torch import save_file

from make_goldens import bfl_to_diffusers, flux_to_bfl

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
    rows, scales, _ = bnb.int8_vectorwise_quant(torch.randn(24, 40).half())
    stored |= {"int8.weight": rows, "int8.SCB": scales, "int8.weight_format": torch.tensor(0, dtype=torch.uint8)}
    expected["int8"] = bnb.int8_vectorwise_dequant(rows, scales)
    stored["plain.weight"] = torch.ones(2, 2)
    save_file(stored, OUT / "codes.safetensors")
    save_file(expected, OUT / "codes.expected.safetensors")


CONFIG = {
    "patch_size": 1, "in_channels": 16, "num_layers": 1, "num_single_layers": 1, "attention_head_dim": 32, "num_attention_heads": 2,
    "joint_attention_dim": 64, "pooled_projection_dim": 32, "guidance_embeds": False, "axes_dims_rope": [8, 12, 12],
}
HEIGHT, WIDTH, TOKENS = 8, 10, 6
BLOCK_TYPES = [Type.Q8_0, Type.Q4_0, Type.Q5_1, Type.BF16, Type.Q4_1, Type.Q5_0]


def is_quantised(name, weight):
    return name.endswith(".weight") and weight.ndim == 2 and weight.shape[1] % 64 == 0


def in_gguf(weights):
    writer = GGUFWriter(OUT / "flux_blocks.gguf", "flux")
    read = {}
    for i, (name, weight) in enumerate(weights.items()):
        kind = BLOCK_TYPES[i % len(BLOCK_TYPES)] if is_quantised(name, weight) else Type.F32
        data = quants.quantize(weight.numpy(), kind)
        writer.add_tensor(name, data, raw_dtype=kind)
        read[name] = torch.from_numpy(quants.dequantize(data, kind).astype(np.float32)).reshape(weight.shape)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return read


def in_nf4(weights):
    stored, read = {}, {}
    for name, weight in weights.items():
        if not is_quantised(name, weight):
            stored[name] = read[name] = weight.contiguous()
            continue
        packed, state = bnb.quantize_4bit(weight, blocksize=64, compress_statistics=True, quant_type="nf4")
        stored[name] = packed
        stored |= {f"{name}.{key}": value for key, value in state.as_dict(packed=True).items()}
        read[name] = dequantised(packed, state)
    save_file(stored, OUT / "flux_nf4.safetensors")
    return read


def in_scaled_fp8(weights):
    prefix = "model.diffusion_model."
    stored, read = {f"{prefix}scaled_fp8": torch.zeros(2, dtype=torch.float8_e4m3fn)}, {}
    for name, weight in weights.items():
        if not is_quantised(name, weight):
            stored[prefix + name] = weight.to(torch.bfloat16).contiguous()
            read[name] = stored[prefix + name].float()
            continue
        scale = weight.abs().max() / 448
        stored[prefix + name] = (weight / scale).to(torch.float8_e4m3fn)
        stored[prefix + name.replace(".weight", ".scale_weight")] = scale.reshape(1)
        read[name] = stored[prefix + name].float() * scale
    save_file(stored, OUT / "flux_scaled.safetensors")
    return read


def transformers():
    torch.manual_seed(5)
    model = FluxTransformer2DModel(**CONFIG).eval()
    for parameter in model.parameters():
        parameter.data = torch.randn_like(parameter) * (0.1 if parameter.ndim == 2 else 0.3)
    latent = torch.randn(1, 4, HEIGHT, WIDTH)
    inputs = {"latent": latent, "text": torch.randn(1, TOKENS, 64), "pooled": torch.randn(1, 32), "timestep": torch.tensor([0.7])}

    def velocity(weights):
        model.load_state_dict(weights)
        with torch.no_grad():
            packed = model(
                hidden_states=FluxPipeline._pack_latents(latent, 1, 4, HEIGHT, WIDTH), encoder_hidden_states=inputs["text"],
                pooled_projections=inputs["pooled"], timestep=inputs["timestep"], txt_ids=torch.zeros(TOKENS, 3),
                img_ids=FluxPipeline._prepare_latent_image_ids(1, HEIGHT // 2, WIDTH // 2, "cpu", torch.float32),
            ).sample
        return packed.reshape(1, HEIGHT // 2, WIDTH // 2, 4, 2, 2).permute(0, 3, 1, 4, 2, 5).reshape(latent.shape)

    plain = {name: weight.clone() for name, weight in model.state_dict().items()}
    original = flux_to_bfl(plain)
    outputs = {
        "plain": velocity(plain),
        "flux_blocks.gguf": velocity(bfl_to_diffusers(in_gguf(original))),
        "flux_nf4.safetensors": velocity(in_nf4(plain)),
        "flux_scaled.safetensors": velocity(bfl_to_diffusers(in_scaled_fp8(original))),
    }
    for name, value in outputs.items():
        print(name, "differs from fp32 by", float((value - outputs["plain"]).norm() / outputs["plain"].norm()))
    save_file({**inputs, **{name: value.contiguous() for name, value in outputs.items()}}, OUT / "flux_velocity.safetensors")


OUT.mkdir(exist_ok=True)
blocks()
codes()
transformers()
