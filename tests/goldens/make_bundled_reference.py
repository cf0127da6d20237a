"""Renders the bundled model with diffusers, for `npm run goldens -- --renders DIR` to compare ours with.

    python make_bundled_reference.py OUT "a red circle above a blue square" "three green stars"
    python make_bundled_reference.py OUT --seed 200 --steps 28 --size 96x160 --gamma 1.3 "a pink heart"

Needs torch, diffusers, transformers, peft and safetensors. Every prompt is rendered three times: plain, with TACA in the
first steps, and with TACA and its LoRA in the first steps. OUT gets cases.json, and for each render a PNG and a
.safetensors with `noise`, `latent` (final, in the transformer's scale) and `image` (0 to 1), all float32.
"""
import argparse
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from diffusers import StableDiffusion3Pipeline
from diffusers.utils import numpy_to_pil
from safetensors.torch import save_file

MODELS = Path(__file__).resolve().parents[2] / "models"
LORA = "shapes-taca-r16"
ARMS = ("plain", "taca", "taca_lora")


class TemperatureAttention:
    """SD3's joint attention with the logits of image queries on text keys multiplied by `gamma`."""

    gamma = 1.0

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, **unused):
        def project(x, layer, norm=None):
            y = layer(x).unflatten(-1, (attn.heads, -1)).transpose(1, 2)
            return norm(y) if norm is not None else y

        def join(x):
            return x.transpose(1, 2).flatten(2)

        image = [project(hidden_states, attn.to_q, attn.norm_q), project(hidden_states, attn.to_k, attn.norm_k), project(hidden_states, attn.to_v)]
        if encoder_hidden_states is None:
            return attn.to_out[0](join(F.scaled_dot_product_attention(*image)))
        text = [
            project(encoder_hidden_states, attn.add_q_proj, attn.norm_added_q),
            project(encoder_hidden_states, attn.add_k_proj, attn.norm_added_k),
            project(encoder_hidden_states, attn.add_v_proj),
        ]
        pixels = hidden_states.shape[1]
        query, key, value = (torch.cat(pair, dim=2) for pair in zip(image, text))
        logits = query @ key.transpose(-1, -2) / query.shape[-1] ** 0.5
        logits[:, :, :pixels, pixels:] *= self.gamma
        mixed = join(logits.softmax(-1) @ value)
        out = attn.to_out[0](mixed[:, :pixels])
        return out, mixed[:, pixels:] if attn.context_pre_only else attn.to_add_out(mixed[:, pixels:])


def install(transformer):
    """One processor for all joint attention; the image-only second attention of dual blocks stays as it is."""
    processor = TemperatureAttention()
    for block in transformer.transformer_blocks:
        block.attn.set_processor(processor)
    return processor


def render(pipe, attention, arm, prompt, negative, seed, width, height, options):
    if arm == "taca_lora":
        pipe.load_lora_weights(str(MODELS / "loras" / f"{LORA}.safetensors"))
    attention.gamma = 1.0 if arm == "plain" else options.gamma

    def after_step(pipeline, step, timestep, kwargs):
        if step + 1 == options.taca_steps:
            attention.gamma = 1.0
            if arm == "taca_lora":
                pipeline.unload_lora_weights()
        return kwargs

    noise = torch.randn(1, 16, height // 8, width // 8, generator=torch.Generator().manual_seed(seed))
    latent = pipe(
        prompt, negative_prompt=negative, latents=noise.clone(), width=width, height=height, num_inference_steps=options.steps,
        guidance_scale=options.cfg, max_sequence_length=pipe.tokenizer_3.model_max_length, output_type="latent", callback_on_step_end=after_step,
    ).images
    vae = pipe.vae.config
    image = pipe.vae.decode(latent / vae.scaling_factor + vae.shift_factor).sample / 2 + 0.5
    return noise, latent.contiguous(), image.clamp(0, 1).contiguous()


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("prompts", nargs="+")
    parser.add_argument("--negative", default="")
    parser.add_argument("--seed", type=int, default=100, help="of the first prompt; the next ones count up")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--cfg", type=float, default=4.0)
    parser.add_argument("--gamma", type=float, default=1.2)
    parser.add_argument("--taca-steps", type=int, default=2)
    parser.add_argument("--size", default="128x128", help="width x height")
    options = parser.parse_args()
    width, height = (int(side) for side in options.size.split("x"))

    options.out.mkdir(parents=True, exist_ok=True)
    pipe = StableDiffusion3Pipeline.from_pretrained(MODELS / "checkpoints" / "shapes", torch_dtype=torch.float32)
    pipe.set_progress_bar_config(disable=True)
    attention = install(pipe.transformer)
    cases = []
    for number, prompt in enumerate(options.prompts):
        for arm in ARMS:
            seed, name = options.seed + number, f"{number}_{arm}"
            noise, latent, image = render(pipe, attention, arm, prompt, options.negative, seed, width, height, options)
            save_file({"noise": noise, "latent": latent, "image": image}, options.out / f"{name}.safetensors")
            numpy_to_pil(image.permute(0, 2, 3, 1).numpy())[0].save(options.out / f"{name}.png")
            cases.append({
                "file": name, "prompt": prompt, "negative": options.negative, "seed": seed, "arm": arm, "steps": options.steps, "cfg": options.cfg,
                "shift": pipe.scheduler.config.shift, "size": [width, height], "gamma": 1.0 if arm == "plain" else options.gamma,
                "taca_steps": options.taca_steps, "lora": LORA if arm == "taca_lora" else None,
            })
            print(name, flush=True)
    (options.out / "cases.json").write_text(json.dumps(cases, indent=1) + "\n")


if __name__ == "__main__":
    main()
