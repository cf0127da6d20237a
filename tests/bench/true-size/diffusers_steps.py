"""The peer diffusers on the same file of weights.

diffusers_steps.py JSON   with model (.safetensors), type (bfloat16, float32), threads, inputs {name: [file, shape]}, steps, out
prints {"load": seconds, "steps": [seconds of each], "processors": [seconds of processors in each], "products": billions of
operations a second of matrix products}
The last velocity goes to `out` as float32.
"""

import json
import os
import sys
import tempfile
import time

import numpy
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



def read(name):
    file, shape = given["inputs"][name]
    return torch.from_numpy(numpy.fromfile(file, dtype=numpy.float32)).reshape(shape).to(dtype)


inputs = dict(
    hidden_states=read("latent"),
    encoder_hidden_states=read("text"),
    pooled_projections=read("pooled"),
    timestep=torch.full((2,), 900.0),
    return_dict=False,
)
steps, processors = [], []
for _ in range(given["steps"]):
    before, used = time.perf_counter(), time.process_time()
    (velocity,) = transformer(**inputs)
    steps.append(time.perf_counter() - before)
    processors.append(time.process_time() - used)
velocity.float().numpy().tofile(given["out"])

rows, into, out = 2048, 1536, 6144
x, weight = torch.randn(rows, into, dtype=dtype), torch.randn(out, into, dtype=dtype)
best = float("inf")
for _ in range(12):
    before = time.perf_counter()
    torch.nn.functional.linear(x, weight)
    best = min(best, time.perf_counter() - before)
products = 2 * rows * into * out / best / 1e9
print(json.dumps({"load": load, "steps": steps, "processors": processors, "products": products}))
