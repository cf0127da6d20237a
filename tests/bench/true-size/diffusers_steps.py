"""The peer diffusers on the same file of weights.

diffusers_steps.py JSON   with model (.safetensors), type (bfloat16, float32), threads, side, text_tokens, steps
prints {"load": seconds, "steps": [seconds of each]}; a step is a pass with and one without the prompt, as one batch of 2
"""

import json
import os
import sys
import tempfile
import time

import torch
from diffusers import SD3Transformer2DModel

# stabilityai/stable-diffusion-3.5-medium, transformer/config.json
CONFIG = {
    "_class_name": "SD3Transformer2DModel",
    "attention_head_dim": 64,
    "caption_projection_dim": 1536,
    "dual_attention_layers": list(range(13)),
    "in_channels": 16,
    "joint_attention_dim": 4096,
    "num_attention_heads": 24,
    "num_layers": 24,
    "out_channels": 16,
    "patch_size": 2,
    "pooled_projection_dim": 2048,
    "pos_embed_max_size": 384,
    "qk_norm": "rms_norm",
    "sample_size": 128,
}

given = json.loads(sys.argv[1])
torch.set_num_threads(given["threads"])
torch.set_grad_enabled(False)
dtype = getattr(torch, given["type"])

start = time.perf_counter()
with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "config.json"), "w") as file:
        json.dump(CONFIG, file)
    transformer = SD3Transformer2DModel.from_single_file(given["model"], config=folder, torch_dtype=dtype)
load = time.perf_counter() - start

generator = torch.Generator().manual_seed(0)
side = given["side"] // 8


def draw(*shape):
    return torch.randn(*shape, generator=generator).to(dtype)


inputs = dict(
    hidden_states=draw(2, 16, side, side),
    encoder_hidden_states=draw(2, given["text_tokens"], 4096),
    pooled_projections=draw(2, 2048),
    timestep=torch.tensor([900.0, 900.0]),
    return_dict=False,
)
steps = []
for _ in range(given["steps"]):
    before = time.perf_counter()
    transformer(**inputs)
    steps.append(time.perf_counter() - before)
print(json.dumps({"load": load, "steps": steps}))
