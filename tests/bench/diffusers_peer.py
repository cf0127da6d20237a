"""The peer that `npm run bench` measures beside us: diffusers on the same weights and threads.

diffusers_peer.py step MODEL THREADS ROUNDS   prints the milliseconds of each CFG pair through the transformer
diffusers_peer.py render MODEL THREADS OUT    a picture from process start to PNG: 20 steps, CFG 4, 128 x 128
"""

import sys
import time

import torch

mode, model, threads, last = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
torch.set_num_threads(threads)
torch.set_grad_enabled(False)

if mode == "step":
    from diffusers import SD3Transformer2DModel

    transformer = SD3Transformer2DModel.from_pretrained(model, subfolder="transformer", torch_dtype=torch.float32)
    config = transformer.config
    generator = torch.Generator().manual_seed(0)
    draw = lambda *shape: torch.randn(*shape, generator=generator)
    inputs = dict(
        hidden_states=draw(2, config.in_channels, 16, 16),
        encoder_hidden_states=draw(2, 48, config.joint_attention_dim),
        pooled_projections=draw(2, config.pooled_projection_dim),
        timestep=torch.tensor([900.0, 900.0]),
        return_dict=False,
    )
    for _ in range(5):
        transformer(**inputs)
    for _ in range(int(last)):
        start = time.perf_counter()
        transformer(**inputs)
        print((time.perf_counter() - start) * 1000)
else:
    from diffusers import StableDiffusion3Pipeline

    pipeline = StableDiffusion3Pipeline.from_pretrained(model, torch_dtype=torch.float32)
    pipeline.set_progress_bar_config(disable=True)
    picture = pipeline(
        "a red circle to the left of a blue square",
        negative_prompt="",
        num_inference_steps=20,
        guidance_scale=4.0,
        height=128,
        width=128,
        max_sequence_length=24,
        generator=torch.Generator().manual_seed(100),
    ).images[0]
    picture.save(last)
