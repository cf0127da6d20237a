"""Writes bundled/text.safetensors and text.json: what diffusers' StableDiffusion3Pipeline makes of prompts with the bundled model.

    python tests/goldens/make_text_reference.py [--model models/checkpoints/shapes] [--out tests/goldens/bundled]

Needs torch, diffusers, transformers and safetensors. float32 on one CPU thread; every run gives the same files.
"""

import argparse
import json
from pathlib import Path

import torch
from diffusers import StableDiffusion3Pipeline
from safetensors.torch import save_file

PROMPTS = [
    "a red circle above a blue square on a white background",
    "",
    "two GREEN triangles,  and a yellow star\nleft of a purple ring :(",
    "naïve 🐱 <|endoftext|> red",
    "a striped orange hexagon below a dotted cyan heart " * 6,
]
LENGTH = 24


def main():
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=root / "models/checkpoints/shapes")
    parser.add_argument("--out", type=Path, default=root / "tests/goldens/bundled")
    args = parser.parse_args()

    torch.set_num_threads(1)
    pipe = StableDiffusion3Pipeline.from_pretrained(args.model, torch_dtype=torch.float32, vae=None, transformer=None)
    tensors = {}
    for i, prompt in enumerate(PROMPTS):
        with torch.no_grad():
            embeds, _, pooled, _ = pipe.encode_prompt(
                prompt, None, None, do_classifier_free_guidance=False, max_sequence_length=LENGTH
            )
        tensors[f"{i}.embeds"] = embeds.contiguous()
        tensors[f"{i}.pooled"] = pooled.contiguous()
    save_file(tensors, args.out / "text.safetensors")
    (args.out / "text.json").write_text(json.dumps(PROMPTS, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
