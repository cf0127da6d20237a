"""The peer stable-diffusion.cpp, by the times at which it ends its steps; it stops before the picture is decoded.

sdcpp_steps.py JSON   with model, clip_l, clip_g (SD3), vae, threads, side, steps, cfg, prompt
prints {"load": seconds, "steps": [seconds of each], "processors": [seconds of processors in each]}
"""

import json
import os
import sys
import time

from stable_diffusion_cpp import StableDiffusion

given = json.loads(sys.argv[1])
start = time.perf_counter()
engine = StableDiffusion(
    diffusion_model_path=given["model"],
    clip_l_path=given["clip_l"],
    clip_g_path=given.get("clip_g", ""),
    vae_path=given["vae"],
    n_threads=given["threads"],
    vae_decode_only=True,
    diffusion_flash_attn=True,
)
load = time.perf_counter() - start
times, used = [], []


def note(step, steps, seconds):
    times.append(time.perf_counter())
    used.append(time.process_time())
    if step == steps:
        print(json.dumps({"load": load, "steps": between(times), "processors": between(used)}), flush=True)
        os._exit(0)


def between(moments):
    return [after - before for before, after in zip(moments, moments[1:])]


engine.generate_image(
    prompt=given["prompt"],
    width=given["side"],
    height=given["side"],
    cfg_scale=given["cfg"],
    sample_steps=given["steps"],
    sample_method="euler",
    progress_callback=note,
)
