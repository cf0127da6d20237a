"""Writes guided_sampling.safetensors: what the guidance nodes make of a few Euler steps with the tiny transformers.

    python tests/goldens/make_guided_sampling.py

Needs torch, diffusers and safetensors. Predictions are pictures: x - sigma * velocity. APG, SLG and TCFG are computed by
diffusers' guiders where these mix as ComfyUI does; CFG-Zero*, CFGNorm, RescaleCFG, Perp-Neg, the dual guider, EasyCache and LazyCache
are written here from the papers and from what ComfyUI does with them.
"""
from pathlib import Path

import torch
from diffusers import FluxTransformer2DModel, SD3Transformer2DModel
from diffusers.guiders.adaptive_projected_guidance import MomentumBuffer, normalized_guidance as projected
from diffusers.guiders.skip_layer_guidance import SkipLayerGuidance
from diffusers.guiders.tangential_classifier_free_guidance import normalized_guidance as tangential
from safetensors.torch import save_file

from make_guided_blocks import Attention, passing

HERE = Path(__file__).parent
TEXT, HEIGHT, WIDTH = 9, 10, 16
PROMPTS = ["positive", "negative", "third"]


class Network:
    """A tiny transformer; calls take one row a prompt, in the order of ComfyUI's batches turned round: positive first."""

    def __init__(self, name):
        self.flux = name.startswith("flux")
        cls = FluxTransformer2DModel if self.flux else SD3Transformer2DModel
        self.model = cls.from_pretrained(HERE / "data/models" / name / "transformer").eval()
        self.shift = 3.158192910012 if self.flux else 3.0
        config = self.model.config
        blocks = list(self.model.transformer_blocks) + (list(self.model.single_transformer_blocks) if self.flux else [])
        self.depth, self.joint = len(blocks), len(self.model.transformer_blocks)
        self.attention, self.skipping = [], [torch.tensor([False])] * self.depth
        for index, block in enumerate(blocks):
            processor = Attention(text_first=self.flux)
            block.attn.set_processor(processor)
            self.attention.append(processor)
            if getattr(block, "attn2", None) is not None:
                block.attn2.set_processor(Attention(text_first=False))
            passing(block, lambda index=index: self.skipping[index])
        torch.manual_seed(11)
        self.text = torch.randn(3, TEXT, config.joint_attention_dim)
        self.pooled = torch.randn(3, config.pooled_projection_dim)
        self.noise = torch.randn(1, 16, HEIGHT, WIDTH)

    def velocity(self, x, sigma, rows, skips=(), nag=None, gamma=None):
        """`rows` names prompts; `positive without` is the positive that skips `skips`, as does `negative without`."""
        prompts = [PROMPTS.index(row.split()[0]) for row in rows]
        without = torch.tensor([row.endswith("without") for row in rows])
        for index in range(self.depth):
            self.skipping[index] = without if index in skips else torch.zeros_like(without)
            self.attention[index].settings = nag if rows[:2] == ["positive", "negative"] else None
            self.attention[index].gammas = None if gamma is None else gamma[index].expand(len(rows), -1)
        latent = x.expand(len(rows), -1, -1, -1)
        text, pooled = self.text[prompts], self.pooled[prompts]
        time = torch.full((len(rows),), sigma if self.flux else 1000 * sigma)
        if not self.flux:
            out = self.model(hidden_states=latent, encoder_hidden_states=text, pooled_projections=pooled, timestep=time).sample
            return dict(zip(rows, out.split(1)))
        r, c = HEIGHT // 2, WIDTH // 2
        tokens = latent.reshape(-1, 16, r, 2, c, 2).permute(0, 2, 4, 1, 3, 5).reshape(-1, r * c, 64)
        ids = torch.zeros(r, c, 3)
        ids[..., 1], ids[..., 2] = torch.arange(r)[:, None], torch.arange(c)[None]
        v = self.model(hidden_states=tokens, encoder_hidden_states=text, pooled_projections=pooled, timestep=time, img_ids=ids.reshape(-1, 3),
                       txt_ids=torch.zeros(TEXT, 3), guidance=torch.full((len(rows),), 3.5)).sample
        return dict(zip(rows, v.reshape(-1, r, c, 16, 2, 2).permute(0, 3, 1, 4, 2, 5).reshape(-1, 16, HEIGHT, WIDTH).split(1)))

    def sigma_at(self, share):
        t = 1 - share
        return self.shift * t / (1 + (self.shift - 1) * t)


class Cache:
    """EasyCache's rule. The last row that skips no blocks counts; of a magnitude, all that skip none."""

    def __init__(self, threshold, start, end):
        self.threshold, self.start, self.end = threshold, start, end
        self.skipped, self.delta = [], {}
        self.k, self.error, self.last_x, self.last_y, self.size = None, 0.0, None, None, None

    def __call__(self, x, sigma, step, rows, compute, early):
        """`compute` gives an output for each of `rows`; `early`: changes are followed before the start, too."""
        if sigma <= self.end:
            return compute()
        inside = sigma <= self.start
        part = lambda t: t[..., ::8, ::8]
        dx = (part(x) - self.last_x).abs().mean() if inside and self.last_x is not None else None
        if dx is not None and self.k is not None:
            self.error += float(self.k * dx / self.size)
            if self.error < self.threshold and all(row in self.delta for row in rows):
                self.skipped.append(step)
                return {row: x + self.delta[row] for row in rows}
            self.error = 0.0
        out = compute()
        self.delta.update({row: y - x for row, y in out.items()})
        if inside or early:
            leading = [row for row in rows if not row.endswith("without")]
            y = part(out[leading[-1]])
            if dx is not None and self.last_y is not None:
                self.k = (y - self.last_y).abs().mean() / dx
            self.last_x, self.last_y, self.size = part(x), y, torch.cat([out[row] for row in leading]).abs().mean()
        return out


def std(t):
    return t.std(dim=(1, 2, 3), keepdim=True)


def sample(net, sigmas, cfg=4.0, rows=("positive", "negative"), mix=None, nag=None, skips=(), skip_share=None, cache=None, lazy=None, gamma=None, warm_steps=0):
    """`mix(x, sigma, p)` makes one picture of the pictures `p`; None is CFG."""
    x = net.noise * sigmas[0]
    for step, (sigma, following) in enumerate(zip(sigmas[:-1].tolist(), sigmas[1:].tolist())):
        warm = gamma if step < warm_steps else None
        now = list(rows)
        if skip_share and net.sigma_at(skip_share[1]) <= sigma <= net.sigma_at(skip_share[0]):
            if mix is simple:
                now[1] = "negative without"
            else:
                now.append("positive without")
        compute = lambda: net.velocity(x, sigma, now, skips, nag, warm)

        def guided():
            if cache and warm is None:
                v = cache(x, sigma, step, now, compute, early=False)
            else:
                v = compute()
            p = {row.replace("negative without", "negative"): x - sigma * one for row, one in v.items()}
            if mix is not None and mix is not simple:
                return mix(x, sigma, p)
            if "negative" not in p:
                return p["positive"]
            return p["negative"] + cfg * (p["positive"] - p["negative"])

        if lazy and warm is None:
            denoised = lazy(x, sigma, step, ["all"], lambda: {"all": guided()}, early=True)["all"]
        else:
            denoised = guided()
        x = x + (x - denoised) / sigma * (following - sigma)
    return x


def simple():
    """Marks skipping in the negative pass."""


def apg(cfg, eta, threshold, momentum):
    buffer = MomentumBuffer(momentum) if momentum > 0 else None
    return lambda x, sigma, p: projected(p["positive"], p["negative"], cfg, buffer, eta, threshold, use_original_formulation=True)


def zero_star(cfg):
    def mix(x, sigma, p):
        v, u = x - p["positive"], x - p["negative"]
        scale = (v * u).sum() / ((u * u).sum() + 1e-8)
        return scale * p["negative"] + cfg * (p["positive"] - scale * p["negative"])

    return mix


def channel_norm(cfg, strength):
    def mix(x, sigma, p):
        out = p["negative"] + cfg * (p["positive"] - p["negative"])
        ratio = p["positive"].norm(dim=1, keepdim=True) / (out.norm(dim=1, keepdim=True) + 1e-8)
        return out * ratio.clamp(0, 1) * strength

    return mix


def tcfg(cfg):
    return lambda x, sigma, p: x - tangential(x - p["positive"], x - p["negative"], cfg)


def rescaled(cfg, share):
    def mix(x, sigma, p):
        root = (sigma**2 + 1) ** 0.5
        to_v = lambda picture: (x / root**2 - picture) * root / sigma
        v, u = to_v(p["positive"]), to_v(p["negative"])
        out = u + cfg * (v - u)
        out = share * out * (std(v) / std(out)) + (1 - share) * out
        return x / root**2 - out * sigma / root

    return mix


def skip_layers(cfg, scale, rescaling=0.0):
    guider = SkipLayerGuidance(guidance_scale=cfg, skip_layer_guidance_scale=scale, skip_layer_guidance_layers=[0])
    plain = lambda p: p["negative"] + cfg * (p["positive"] - p["negative"])

    def mix(x, sigma, p):
        if "positive without" not in p:
            return plain(p)
        guider._is_cfg_enabled = guider._is_slg_enabled = lambda: True
        out = guider.forward(p["positive"], p["negative"], p["positive without"]).pred
        return out * (rescaling * p["positive"].std() / out.std() + 1 - rescaling)

    return mix


def dual(cfg, from_negative, nested):
    def mix(x, sigma, p):
        a, b, n = p["positive"], p["third"], p["negative"]
        if nested:
            return n + from_negative * (b + cfg * (a - b) - n)
        return n + from_negative * (b - n) + cfg * (a - b)

    return mix


def perpendicular(cfg, scale):
    def mix(x, sigma, p):
        a, n = p["positive"] - p["third"], p["negative"] - p["third"]
        return p["third"] + cfg * (a - scale * (n - (n * a).sum() / a.norm() ** 2 * a))

    return mix


def runs_of(net):
    two, three = ("positive", "negative"), ("positive", "negative", "third")
    single = [net.joint] if net.flux else []
    caches = {}
    warm = torch.full((net.depth, TEXT), 1.3)
    warm_words = torch.ones(net.depth, TEXT)
    warm_words[-1] = 1.2
    warm_words[-1, 2:5] = 1.6

    def cached(name, *values):
        caches[name] = Cache(values[0], net.sigma_at(values[1]), net.sigma_at(values[2]))
        return caches[name]

    runs = {
        "cfg": {},
        "apg": dict(mix=apg(4.0, 0.5, 5.0, 0.3)),
        "zero_star": dict(mix=zero_star(4.0)),
        "channel_norm": dict(mix=channel_norm(4.0, 1.1)),
        "tcfg": dict(mix=tcfg(4.0)),
        "rescaled": dict(mix=rescaled(4.0, 0.7)),
        "skip_layers": dict(mix=skip_layers(4.0, 3.0), skips=[1, *single], skip_share=(0.1, 0.6)),
        "skip_layers_rescaled": dict(mix=skip_layers(4.0, 3.0, 0.5), skips=[1], skip_share=(0.0, 1.0)),
        "skip_layers_simple": dict(mix=simple, skips=[1, *single], skip_share=(0.1, 0.6)),
        "nag": dict(cfg=1.0, nag=(5.0, 0.5, 1.5)),
        "dual": dict(rows=three, mix=dual(4.0, 2.5, False)),
        "dual_nested": dict(rows=three, mix=dual(4.0, 2.5, True)),
        "perpendicular": dict(rows=three, mix=perpendicular(4.0, 1.5)),
        "easy_cache": dict(cache=cached("easy_cache", 0.2, 0.15, 0.95)),
        "easy_cache_alone": dict(rows=two[:1], cache=cached("easy_cache_alone", 0.2, 0.15, 0.95)),
        "lazy_cache": dict(lazy=cached("lazy_cache", 0.2, 0.15, 0.95)),
        "easy_cache_warm": dict(cache=cached("easy_cache_warm", 0.2, 0.0, 0.95), gamma=warm, warm_steps=8),
        "taca_words": dict(rows=two[:1], gamma=warm_words, warm_steps=3),
        "all": dict(mix=skip_layers(4.0, 3.0), skips=[1, *single], skip_share=(0.1, 0.6), nag=(5.0, 0.5, 1.5),
                    cache=cached("all", 0.2, 0.15, 0.95), gamma=warm, warm_steps=8),
    }
    if net.flux:
        runs = {name: runs[name] for name in ["skip_layers", "nag", "easy_cache_alone", "taca_words", "all"]}
    return runs, caches


tensors = {}
with torch.no_grad():
    for name in ["sd35m", "flux-dev"]:
        net = Network(name)
        tensors.update({f"{name}.noise": net.noise, f"{name}.text": net.text, f"{name}.pooled": net.pooled})
        runs, caches = runs_of(net)
        for run, settings in runs.items():
            steps = 28 if run in caches else 8
            sigmas = torch.tensor([net.sigma_at(i / steps) for i in range(steps)] + [0.0])
            tensors[f"{name}.{run}"] = sample(net, sigmas, **settings).contiguous()
            if run in caches:
                skipped = caches[run].skipped
                print(name, run, "skipped", skipped)
                tensors[f"{name}.{run}.skipped"] = torch.tensor(skipped, dtype=torch.float32)
            assert run == "cfg" or name != "sd35m" or (tensors[f"{name}.{run}"] - tensors["sd35m.cfg"]).abs().max() > 1e-2, run
save_file(tensors, HERE / "guided_sampling.safetensors")
