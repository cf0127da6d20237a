"""Writes guided_blocks.safetensors: velocities of the tiny transformers with what guidance does inside of them.

    python tests/goldens/make_guided_blocks.py

Needs torch, diffusers and safetensors. Attention is computed here by hand in every joint block, double and single: the logits
of image queries on text keys times a temperature of their own for each block, row and token; then normalized attention
guidance (arXiv 2505.21179, section 3.2) of the image's outputs, where as in ComfyUI positive and negative row both get the
result. Skipped blocks hand on what they get, for the rows that skip.
Rows: 0 positive, 1 negative, 2 positive again, which skips.
"""
from pathlib import Path

import torch
from diffusers import FluxTransformer2DModel, SD3Transformer2DModel
from diffusers.models.embeddings import apply_rotary_emb
from safetensors.torch import save_file

HERE = Path(__file__).parent
ROWS, TEXT, HEIGHT, WIDTH = 3, 9, 6, 8
SKIPPED = {"flux-dev": [1, 2], "sd35m": [0, 2]}
NAG = {"nag": (5.0, 0.5, 1.5), "nag_tight": (11.0, 1.0, 1.05)}


def guide(z, settings):
    scale, alpha, tau = settings
    positive, negative = z[0], z[1]
    extrapolated = positive + (scale - 1) * (positive - negative)
    ratio = extrapolated.abs().sum(-1, keepdim=True) / positive.abs().sum(-1, keepdim=True)
    normalized = torch.where(ratio > tau, extrapolated * tau / ratio, extrapolated)
    result = alpha * normalized + (1 - alpha) * positive
    return torch.cat([torch.stack([result, result]), z[2:]])


class Attention:
    """Of one block; `gammas` [rows, text tokens] or None."""

    def __init__(self, text_first):
        self.text_first, self.gammas, self.settings = text_first, None, None

    def __call__(self, attn, hidden_states, encoder_hidden_states=None, attention_mask=None, image_rotary_emb=None, **unused):
        heads = attn.heads
        split = lambda x, norm=None: norm(x.unflatten(-1, (heads, -1))) if norm is not None else x.unflatten(-1, (heads, -1))
        joint = encoder_hidden_states is not None
        q, k = split(attn.to_q(hidden_states), attn.norm_q), split(attn.to_k(hidden_states), attn.norm_k)
        v = split(attn.to_v(hidden_states))
        if joint:
            others = [
                split(attn.add_q_proj(encoder_hidden_states), attn.norm_added_q),
                split(attn.add_k_proj(encoder_hidden_states), attn.norm_added_k),
                split(attn.add_v_proj(encoder_hidden_states)),
            ]
            order = (lambda a, b: [b, a]) if self.text_first else (lambda a, b: [a, b])
            q, k, v = (torch.cat(order(a, b), dim=1) for a, b in zip((q, k, v), others))
        if image_rotary_emb is not None:
            q, k = (apply_rotary_emb(x, image_rotary_emb, sequence_dim=1) for x in (q, k))
        q, k, v = (x.transpose(1, 2) for x in (q, k, v))
        logits = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
        is_text = torch.arange(logits.shape[-1]) < TEXT if self.text_first else torch.arange(logits.shape[-1]) >= logits.shape[-1] - TEXT
        alone = not joint and not self.text_first
        if self.gammas is not None and not alone:
            image_rows = logits[:, :, ~is_text]
            image_rows[..., is_text] *= self.gammas[:, None, None, :]
            logits[:, :, ~is_text] = image_rows
        out = (logits.softmax(-1) @ v).transpose(1, 2).flatten(2)
        if self.settings is not None and not alone:
            out[:, ~is_text] = guide(out[:, ~is_text], self.settings)
        if not joint:
            return out if self.text_first else attn.to_out[0](out)
        image, text = out[:, ~is_text], out[:, is_text]
        return attn.to_out[0](image), text if getattr(attn, "context_pre_only", False) else attn.to_add_out(text)


def passing(block, skips):
    """Rows for which `skips()` is true keep what they had."""
    plain = block.forward

    def forward(hidden_states, encoder_hidden_states, *rest, **named):
        out = plain(hidden_states, encoder_hidden_states, *rest, **named)
        before = (encoder_hidden_states, hidden_states)
        keep = lambda a, b: b if b is None else torch.where(skips()[:, None, None], a, b)
        return tuple(keep(a, b) for a, b in zip(before, out))

    block.forward = forward


def compute(model_name):
    flux = model_name.startswith("flux")
    cls = FluxTransformer2DModel if flux else SD3Transformer2DModel
    torch.manual_seed(5)
    out = {}
    model = cls.from_pretrained(HERE / "data/models" / model_name / "transformer").eval()
    config = model.config
    latent = torch.randn(ROWS, 16, HEIGHT, WIDTH)
    text = torch.randn(ROWS, TEXT, config.joint_attention_dim)
    pooled = torch.randn(ROWS, config.pooled_projection_dim)
    blocks = list(model.transformer_blocks) + (list(model.single_transformer_blocks) if flux else [])
    gammas = 0.7 + torch.rand(len(blocks), ROWS, TEXT)
    out.update(latent=latent, text=text, pooled=pooled, gammas=gammas)
    rows, columns = HEIGHT // 2, WIDTH // 2

    def call(model):
        if not flux:
            return model(hidden_states=latent, encoder_hidden_states=text, pooled_projections=pooled, timestep=torch.full((ROWS,), 700.0)).sample
        tokens = latent.reshape(ROWS, 16, rows, 2, columns, 2).permute(0, 2, 4, 1, 3, 5).reshape(ROWS, rows * columns, 64)
        ids = torch.zeros(rows, columns, 3)
        ids[..., 1], ids[..., 2] = torch.arange(rows)[:, None], torch.arange(columns)[None]
        v = model(hidden_states=tokens, encoder_hidden_states=text, pooled_projections=pooled, timestep=torch.full((ROWS,), 0.7),
                  img_ids=ids.reshape(-1, 3), txt_ids=torch.zeros(TEXT, 3), guidance=torch.full((ROWS,), 3.5)).sample
        return v.reshape(ROWS, rows, columns, 16, 2, 2).permute(0, 3, 1, 4, 2, 5).reshape(latent.shape)

    plain = call(model)
    processors = []
    for block in blocks:
        processor = Attention(text_first=flux)
        block.attn.set_processor(processor)
        processors.append(processor)
        if getattr(block, "attn2", None) is not None:
            block.attn2.set_processor(Attention(text_first=False))
    assert (call(model) - plain).abs().max() < 2e-5, "attention by hand is that of diffusers"
    out["plain"] = plain

    def run(name, settings, warm):
        for processor, gamma in zip(processors, gammas):
            processor.settings, processor.gammas = settings, gamma if warm else None
        out[name] = call(model)
        assert (out[name] - plain).abs().max() > 1e-2, name

    run("nag", NAG["nag"], False)
    run("nag_tight", NAG["nag_tight"], False)
    run("taca", None, True)
    run("taca_nag", NAG["nag"], True)
    for index, block in enumerate(blocks):
        if index in SKIPPED[model_name]:
            passing(block, lambda: torch.tensor([False, False, True]))
    run("skip", None, False)
    run("taca_nag_skip", NAG["nag"], True)
    return {f"{model_name}.{key}": value.contiguous() for key, value in out.items()}


if __name__ == "__main__":
    with torch.no_grad():
        tensors = {name: tensor for model in SKIPPED for name, tensor in compute(model).items()}
    save_file(tensors, HERE / "guided_blocks.safetensors")
