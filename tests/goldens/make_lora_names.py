"""What diffusers makes of the LoRA keys of other trainers, for nodes/lora/lora-formats.test.ts.

Every file is put through diffusers' own converter with factors of rank 1 whose `up` holds its row's number, so that the
result tells which rows of which key become which layer. FLUX.1's true widths and depth (the converters know no others), of which
block 1 of each kind is kept.

    python make_lora_names.py > lora_names.json
"""

import json
import re
import sys

import torch
from diffusers.loaders import lora_conversion_utils as convert

D, MLP = 3072, 12288

DOUBLE = {
    "img_attn.qkv": (3 * D, D),
    "img_attn.proj": (D, D),
    "img_mlp.0": (MLP, D),
    "img_mlp.2": (D, MLP),
    "img_mod.lin": (6 * D, D),
    "txt_attn.qkv": (3 * D, D),
    "txt_attn.proj": (D, D),
    "txt_mlp.0": (MLP, D),
    "txt_mlp.2": (D, MLP),
    "txt_mod.lin": (6 * D, D),
}
SINGLE = {
    "linear1": (3 * D + MLP, D),
    "linear2": (D, D + MLP),
    "modulation.lin": (3 * D, D),
}
BLOCKS = {
    **{f"double_blocks.{i}.{layer}": size for i in range(19) for layer, size in DOUBLE.items()},
    **{f"single_blocks.{i}.{layer}": size for i in range(38) for layer, size in SINGLE.items()},
}
OUTER = {
    "img_in": (D, 64),
    "txt_in": (D, 4096),
    "time_in.in_layer": (D, 256),
    "time_in.out_layer": (D, D),
    "vector_in.in_layer": (D, 768),
    "vector_in.out_layer": (D, D),
    "guidance_in.in_layer": (D, 256),
    "guidance_in.out_layer": (D, D),
    "final_layer.linear": (64, D),
    "final_layer.adaLN_modulation.1": (2 * D, D),
}
XLABS = {
    "double_blocks.1.processor.qkv_lora1": (3 * D, D),
    "double_blocks.1.processor.qkv_lora2": (3 * D, D),
    "double_blocks.1.processor.proj_lora1": (D, D),
    "double_blocks.1.processor.proj_lora2": (D, D),
    "single_blocks.1.processor.qkv_lora": (3 * D, D),
    "single_blocks.1.processor.proj_lora": (D, D + MLP),
}


def factors(out, into):
    return torch.ones(1, into), torch.arange(out, dtype=torch.float32)[:, None]


def file(layers, down, up, name=lambda layer: layer):
    state = {}
    for layer, size in layers.items():
        state[name(layer) + down], state[name(layer) + up] = factors(*size)
    return state


FILES = {
    "kohya": (
        file({**BLOCKS, **OUTER}, ".lora_down.weight", ".lora_up.weight", lambda x: "lora_unet_" + x.replace(".", "_")),
        convert._convert_kohya_flux_lora_to_diffusers,
    ),
    "fal": (
        file(
            {**BLOCKS, "final_layer.linear": OUTER["final_layer.linear"]},
            ".lora_A.weight",
            ".lora_B.weight",
            lambda layer: "base_model.model." + layer,
        ),
        convert._convert_fal_kontext_lora_to_diffusers,
    ),
    "xlabs": (file(XLABS, ".down.weight", ".up.weight"), convert._convert_xlabs_flux_lora_to_diffusers),
}


def rows(up):
    """Runs of rows: [first, count]."""
    numbers = up[:, 0].long().tolist()
    runs = []
    for number in numbers:
        if runs and number == sum(runs[-1]):
            runs[-1][1] += 1
        else:
            runs.append([number, 1])
    return runs


def is_kept(key):
    return re.search(r"blocks[._]([02-9]|\d\d)[._]", key) is None


def mapping(state, converter):
    sizes = {key: list(value.shape) for key, value in state.items() if is_kept(key)}
    made = converter(dict(state))
    layers = {
        key.removeprefix("transformer.").removesuffix(".lora_B.weight"): rows(value)
        for key, value in made.items()
        if key.endswith(".lora_B.weight") and is_kept(key)
    }
    return {"file": sizes, "layers": dict(sorted(layers.items()))}


made = {name: mapping(*pair) for name, pair in FILES.items()}
model = {layer: size for layer, size in {**BLOCKS, **OUTER}.items() if is_kept(layer)}
json.dump({"model": model, "files": made}, sys.stdout, separators=(",", ":"))
