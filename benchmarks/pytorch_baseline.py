"""The benchmark's models in PyTorch for Python, for comparison: float32, one thread.

    python3 benchmarks/pytorch_baseline.py [CASE ...]

With cases, each is timed five times and the medians are printed, as one line of JSON a case. Without, every line of
standard input names a case, which is timed once and answered with a line of JSON, so that two programs can take turns;
its first time also builds and warms it. Written for PyTorch 1.13 or newer (Debian: python3-torch and
libopenblas0-pthread).
"""

import json
import math
import statistics
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


class Rotary:
    """Rotary position embedding (Su et al. 2021) on the two halves of each head."""

    def __init__(self, head_dim, positions, theta=10_000.0):
        frequencies = theta ** (-torch.arange(0, head_dim, 2).float() / head_dim)
        angles = torch.outer(torch.arange(positions).float(), frequencies)
        angles = torch.cat([angles, angles], -1)
        self.cos, self.sin = angles.cos(), angles.sin()

    def __call__(self, x, past):
        """x (B, heads, T, K), whose first token stands at position `past`."""
        cos, sin = self.cos[past : past + x.shape[2]], self.sin[past : past + x.shape[2]]
        a, b = x.chunk(2, -1)
        return x * cos + torch.cat([-b, a], -1) * sin


class RmsNorm(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


class Attention(nn.Module):
    def __init__(self, width, heads, key_value_heads, rotary):
        super().__init__()
        self.heads, self.key_value_heads, self.head_dim = heads, key_value_heads, width // heads
        self.rotary = rotary
        self.q = nn.Linear(width, width, bias=False)
        self.k = nn.Linear(width, key_value_heads * self.head_dim, bias=False)
        self.v = nn.Linear(width, key_value_heads * self.head_dim, bias=False)
        self.o = nn.Linear(width, width, bias=False)

    def forward(self, x, mask, cache, past):
        b, t, _ = x.shape
        q = self.rotary(self.q(x).view(b, t, self.heads, self.head_dim).transpose(1, 2), past)
        k = self.rotary(self.k(x).view(b, t, self.key_value_heads, self.head_dim).transpose(1, 2), past)
        v = self.v(x).view(b, t, self.key_value_heads, self.head_dim).transpose(1, 2)
        if cache is not None:
            cache[0][:, :, past : past + t] = k
            cache[1][:, :, past : past + t] = v
            k, v = cache[0][:, :, : past + t], cache[1][:, :, : past + t]
        k = k.repeat_interleave(self.heads // self.key_value_heads, 1)
        v = v.repeat_interleave(self.heads // self.key_value_heads, 1)
        scores = (q / math.sqrt(self.head_dim)) @ k.transpose(2, 3)
        if t > 1:
            scores = scores + mask[:t, :t]
        return self.o((scores.softmax(-1) @ v).transpose(1, 2).reshape(b, t, -1))


class Layer(nn.Module):
    def __init__(self, width, heads, key_value_heads, inner, rotary):
        super().__init__()
        self.attention_norm, self.feed_forward_norm = RmsNorm(width), RmsNorm(width)
        self.attention = Attention(width, heads, key_value_heads, rotary)
        self.gate = nn.Linear(width, inner, bias=False)
        self.up = nn.Linear(width, inner, bias=False)
        self.down = nn.Linear(inner, width, bias=False)

    def forward(self, x, mask, cache, past):
        x = x + self.attention(self.attention_norm(x), mask, cache, past)
        h = self.feed_forward_norm(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h))


class Llama(nn.Module):
    def __init__(self, width, layers, heads, key_value_heads, inner, vocabulary, positions=512):
        super().__init__()
        self.cache_shape = (key_value_heads, width // heads)
        rotary = Rotary(width // heads, positions)
        self.embedding = nn.Embedding(vocabulary, width)
        self.layers = nn.ModuleList(Layer(width, heads, key_value_heads, inner, rotary) for _ in range(layers))
        self.norm = RmsNorm(width)
        self.head = nn.Linear(width, vocabulary, bias=False)
        self.mask = torch.full((positions, positions), -math.inf).triu(1)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=0.02)

    def states(self, ids, caches=None, past=0):
        x = self.embedding(ids)
        for i, layer in enumerate(self.layers):
            x = layer(x, self.mask, caches[i] if caches else None, past)
        return self.norm(x)

    def new_caches(self, rows, longest):
        heads, head_dim = self.cache_shape
        return [tuple(torch.empty(rows, heads, longest, head_dim) for _ in range(2)) for _ in self.layers]


SMALL = dict(width=256, layers=4, heads=4, key_value_heads=2, inner=688, vocabulary=2048)
LARGE = dict(width=768, layers=6, heads=12, key_value_heads=4, inner=2048, vocabulary=4096)


class Training:
    """One step: forward, backward, clipping to norm 1, AdamW; the loss is taken on every token."""

    def __init__(self, shape, rows, tokens):
        self.model = Llama(**shape)
        decayed = [p for p in self.model.parameters() if p.dim() > 1]
        plain = [p for p in self.model.parameters() if p.dim() == 1]
        groups = [{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}]
        self.optimizer = torch.optim.AdamW(groups, lr=1e-4, betas=(0.9, 0.98), eps=1e-8, foreach=True)
        self.size = (rows, tokens + 1)
        self.vocabulary = shape["vocabulary"]

    def __call__(self):
        ids = torch.randint(self.vocabulary, self.size)
        logits = self.model.head(self.model.states(ids[:, :-1]))
        loss = F.cross_entropy(logits.flatten(0, 1), ids[:, 1:].flatten())
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        return loss.item()


class Decoding:
    """Greedy answers with a key/value cache."""

    def __init__(self, shape, rows, prompt, new):
        self.model, self.rows, self.prompt, self.new = Llama(**shape), rows, prompt, new
        self.vocabulary = shape["vocabulary"]

    @torch.inference_mode()
    def __call__(self):
        ids = torch.randint(self.vocabulary, (self.rows, self.prompt))
        caches = self.model.new_caches(self.rows, self.prompt + self.new)
        answers, past = [], 0
        for _ in range(self.new):
            state = self.model.states(ids, caches, past)[:, -1]
            past += ids.shape[1]
            ids = self.model.head(state).argmax(-1, keepdim=True)
            answers.append(ids)
        return torch.cat(answers, 1).tolist()


class Scoring:
    """Log-likelihoods of four choices an item, one item at a time."""

    def __init__(self, shape, items):
        self.model = Llama(**shape)
        self.items = [self.item(number, shape["vocabulary"]) for number in range(items)]

    @staticmethod
    def item(number, vocabulary):
        """Contexts of 20 to 147 tokens and choices of 1 to 12, the same in the program that this is compared with."""
        context = torch.randint(vocabulary, (20 + number * 37 % 128,))
        choices = [torch.randint(vocabulary, (1 + (number * 7 + choice * 5) % 12,)) for choice in range(4)]
        return context, choices

    @torch.inference_mode()
    def __call__(self):
        return [self.scores(context, choices) for context, choices in self.items]

    def scores(self, context, choices):
        ids = nn.utils.rnn.pad_sequence([torch.cat([context, choice]) for choice in choices], batch_first=True)
        states = self.model.states(ids[:, :-1])[:, len(context) - 1 :]
        log_probs = self.model.head(states).log_softmax(-1)
        picked = log_probs.gather(2, ids[:, len(context) :].unsqueeze(2)).squeeze(2)
        lengths = torch.tensor([len(choice) for choice in choices]).unsqueeze(1)
        return (picked * (torch.arange(picked.shape[1]) < lengths)).sum(1).tolist()


class Product:
    """A product of two square float32 matrices."""

    def __init__(self, size):
        self.left, self.right = torch.rand(size, size), torch.rand(size, size)

    def __call__(self):
        return self.left @ self.right


CASES = {
    "train-4m": lambda: Training(SMALL, rows=32, tokens=128),
    "train-44m": lambda: Training(LARGE, rows=8, tokens=256),
    "decode-4m": lambda: Decoding(SMALL, rows=32, prompt=64, new=64),
    "score-4m": lambda: Scoring(SMALL, items=200),
    "product": lambda: Product(1024),
}


def timed(work):
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return time.process_time() - cpu, time.perf_counter() - wall


def answer(case, cpu, wall):
    print(json.dumps({"case": case, "cpuSeconds": cpu, "wallSeconds": wall}), flush=True)


def main(cases):
    torch.set_num_threads(1)
    torch.manual_seed(1)
    for case in cases:
        work = CASES[case]()
        work()
        times = [timed(work) for _ in range(5)]
        answer(case, *(statistics.median(column) for column in zip(*times)))
    ready = {}
    for case in [] if cases else map(str.strip, sys.stdin):
        if case not in ready:
            ready = {case: CASES[case]()}
            ready[case]()
        answer(case, *timed(ready[case]))


if __name__ == "__main__":
    main(sys.argv[1:])
