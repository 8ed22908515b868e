"""Writes harness.json: what lm-evaluation-harness makes of invented questions.

Run with lm_eval 0.4.13 and datasets 5.0.1 under Python 3.11. The harness's own task files, samplers, filters, metrics and
hashes run; its data sets and its model are replaced by made-up ones, since neither is at hand offline.
"""

import hashlib
import json
import sys
import types

import datasets

WORDS = "river stone mill hill sea boat lamp road tower field".split()
MMLU_SHOWN = ["abstract_algebra", "high_school_us_history", "philosophy"]


def number(text):
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def words(key, count):
    return [WORDS[number(f"{key}/{i}") % len(WORDS)] for i in range(count)]


def mmlu(subject, split, count):
    rows = []
    for i in range(count):
        key = f"{subject}/{split}/{i}"
        rows.append(
            {
                "question": f" Which {' '.join(words(key, 3))} is number {i} of {split}?\n",
                "subject": subject,
                "choices": [f"the {w} of {j}" for j, w in enumerate(words(key + "c", 4))],
                "answer": number(key + "a") % 4,
            }
        )
    return rows


def arc(split, count):
    rows = []
    for i in range(count):
        key = f"arc/{split}/{i}"
        size = 3 + i % 3
        labels = [str(j + 1) for j in range(size)] if i % 4 == 1 else list("ABCDE"[:size])
        rows.append(
            {
                "id": f"Made_{split}_{i}",
                "question": f"Where does the {' '.join(words(key, 2))} caf\u00e9 \u201c{i}\u201d stand?",
                "choices": {"text": [" ".join(words(f"{key}/{j}", j + 1)) for j in range(size)], "label": labels},
                "answerKey": labels[number(key) % size],
            }
        )
    return rows


def gsm8k(split, count):
    rows = []
    for i in range(count):
        a, b = 2 + i, number(f"{split}/{i}") % 900
        rows.append(
            {
                "question": f"{words(split + str(i), 1)[0].title()} {i} of {split} has {a} boats of {b} stones. How many?",
                "answer": f"There are {a} * {b} = <<{a}*{b}={a * b}>>{a * b} stones.\n#### {a * b:,}",
            }
        )
    return rows


def squad(split, count):
    rows = []
    for i in range(count):
        name = words(f"squad/{split}/{i}", 1)[0]
        answers = [] if i % 3 == 2 else [f"the {name}", name.title()]
        rows.append(
            {
                "id": f"{split}-{i}",
                "title": f"The_{name}",
                "context": f"In {split} the {name} number {i} is old.",
                "question": f"What is old in {split} {i}?",
                "answers": {"text": answers, "answer_start": [3] * len(answers)},
            }
        )
    return rows


def load_dataset(path, name=None, **_):
    rows = {
        "cais/mmlu": lambda: {"test": mmlu(name, "test", 2 + len(name) % 5), "dev": mmlu(name, "dev", 5)},
        "allenai/ai2_arc": lambda: {"train": arc("train", 30), "validation": arc("val", 2), "test": arc("test", 6)},
        "openai/gsm8k": lambda: {"train": gsm8k("train", 40), "test": gsm8k("test", 8)},
        "lighteval/squad_v2": lambda: {"train": squad("train", 12), "validation": squad("validation", 6)},
    }[path]()
    return datasets.DatasetDict({split: datasets.Dataset.from_list(docs) for split, docs in rows.items()})


datasets.load_dataset = load_dataset
sys.modules["evaluate"] = types.SimpleNamespace(
    load=lambda *_: types.SimpleNamespace(compute=lambda **__: {"exact": 0.0})
)

from lm_eval import simple_evaluate  # noqa: E402
from lm_eval.api.model import LM  # noqa: E402
from lm_eval.loggers.evaluation_tracker import sanitize_list  # noqa: E402
from lm_eval.utils import hash_string  # noqa: E402


class MadeUp(LM):
    """Answers by the hash of what it is asked."""

    def loglikelihood(self, requests):
        return [(-number(r.args[0] + "|" + r.args[1]) % 9973 / 1000 - 10, False) for r in requests]

    def loglikelihood_rolling(self, requests):
        raise NotImplementedError

    def generate_until(self, requests):
        said = [" They have 18.\n#### 18", " It is $1,234.50", "", " the river", " so 7, or 8.", " #### 0."]
        return [self.right(r) or said[number(r.args[0]) % len(said)] for r in requests]

    def right(self, request):
        answer = request.doc.get("answer")
        return f" {answer}" if isinstance(answer, str) and number(request.args[0]) % 3 == 0 else None


def shown(sample):
    args = sample["arguments"]
    return {
        "doc": sample["doc"],
        "doc_id": sample["doc_id"],
        "target": str(sample["target"]),
        "prompt": args[0][0],
        "arguments": [arg[1] for arg in args],
        "resps": sanitize_list(sample["resps"]),
        "filtered_resps": sanitize_list(sample["filtered_resps"]),
        "filter": sample["filter"],
        "metrics": {m: sample[m] for m in sample["metrics"] if not isinstance(sample[m], tuple)},
        "doc_hash": sample["doc_hash"],
        "prompt_hash": sample["prompt_hash"],
        "target_hash": sample["target_hash"],
    }


def run(tasks, shots=None):
    out = simple_evaluate(model=MadeUp(), tasks=tasks, num_fewshot=shots, bootstrap_iters=100000)
    kept = {}
    for task, samples in out["samples"].items():
        if not task.startswith("mmlu_") or task[5:] in MMLU_SHOWN:
            joined = "".join(s["doc_hash"] + s["prompt_hash"] + s["target_hash"] for s in samples)
            kept[task] = {"task_hash": hash_string(joined), "samples": [shown(s) for s in samples]}
    return {
        "results": out["results"],
        "groups": out.get("groups", {}),
        "versions": out["versions"],
        "n-shot": out["n-shot"],
        "n-samples": out["n-samples"],
        "higher_is_better": out["higher_is_better"],
        "tasks": kept,
    }


golden = {
    "made_by": "make_golden.py, lm_eval 0.4.13, datasets " + datasets.__version__ + ", Python 3.11",
    "pools": {
        **{f"mmlu_{s}": mmlu(s, "dev", 5) for s in MMLU_SHOWN},
        "arc_challenge": arc("train", 30),
        "gsm8k": gsm8k("train", 40),
        "squadv2": squad("train", 12),
    },
    "runs": {
        "mmlu_0_shot": run(["mmlu"]),
        "mmlu_5_shot": run(["mmlu"], 5),
        "arc_0_shot": run(["arc_challenge"]),
        "arc_4_shot": run(["arc_challenge"], 4),
        "gsm8k_default": run(["gsm8k"]),
        "squadv2_0_shot": run(["squadv2"]),
    },
}
with open("harness.json", "w", encoding="utf-8") as out:
    json.dump(golden, out, ensure_ascii=False, indent=1, default=float)
    out.write("\n")
