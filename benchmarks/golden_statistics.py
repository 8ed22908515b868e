#!/usr/bin/env python3
"""Makes the golden values that results-service's StatisticsGoldenTest and VerdictGoldenTest read: 100 random cases by NumPy and SciPy.

    python3 benchmarks/golden_statistics.py > results-service/src/test/resources/io/tiltmeter/results/statistics/golden.json

Made with the versions that the file names. Intervals over clusters come from this script's own bootstrap of 20,000
resamples, so they agree with another generator's within Monte Carlo error only; everything else is exact.
"""
import json
import math
import sys

import numpy
import scipy
from scipy import stats
from scipy.stats import contingency

CASES = 100
RESAMPLES = 20_000


def number(value):
    """JSON has no infinity."""
    value = float(value)
    return value if math.isfinite(value) else str(value)


def clusters(random):
    count = int(random.integers(20, 120))
    sizes = random.integers(1, 4, count)
    lean = random.normal(0, 1, count)
    sums = [
        float(sum(random.random() < 1 / (1 + math.exp(-2 * lean[c])) for _ in range(sizes[c])))
        - float(sum(random.random() < 0.3 for _ in range(sizes[c])))
        for c in range(count)
    ]
    sums = numpy.array(sums)
    total = sizes.sum()
    mean = sums.sum() / total
    residuals = sums - mean * sizes
    error = math.sqrt(count / (count - 1) * (residuals**2).sum()) / total
    draws = random.integers(0, count, (RESAMPLES, count))
    shares = sums[draws].sum(axis=1) / sizes[draws].sum(axis=1)
    low, high = numpy.quantile(shares, [0.025, 0.975], method="linear")
    return {
        "sums": sums.tolist(),
        "items": sizes.tolist(),
        "mean": mean,
        "standard_error": error,
        "low": low,
        "high": high,
    }


def coin(random):
    heads, tails = (int(n) for n in random.integers(0, 120, 2))
    p = stats.binomtest(heads, heads + tails, 0.5).pvalue if heads + tails else 1.0
    return {"heads": heads, "tails": tails, "p": p}


def table(random):
    cells = [int(n) for n in random.integers(0, [60, 40, 40, 200])]
    if random.random() < 0.1:
        cells[int(random.integers(0, 4))] = 0
    square = [cells[:2], cells[2:]]
    ratio = contingency.odds_ratio(square, kind="conditional")
    interval = ratio.confidence_interval(0.95)
    return {
        "cells": cells,
        "p": stats.fisher_exact(square)[1],
        "odds_ratio": number(ratio.statistic),
        "low": number(interval.low),
        "high": number(interval.high),
    }


def holm(random):
    p = random.random(int(random.integers(1, 15))) ** 3
    order = numpy.argsort(p)
    steps = numpy.minimum(1, numpy.maximum.accumulate(p[order] * (len(p) - numpy.arange(len(p)))))
    corrected = numpy.empty_like(p)
    corrected[order] = steps
    return {"p": p.tolist(), "corrected": corrected.tolist()}


def wilson(random):
    items = int(random.integers(1, 1000))
    hits = int(random.integers(0, items + 1))
    interval = stats.binomtest(hits, items).proportion_ci(0.95, method="wilson")
    return {"hits": hits, "items": items, "low": interval.low, "high": interval.high}


def percentile(random):
    values = numpy.sort(random.normal(size=int(random.integers(1, 60))))
    probability = float(random.random())
    return {
        "sorted": values.tolist(),
        "probability": probability,
        "value": float(numpy.quantile(values, probability, method="linear")),
    }


def detectable(random):
    error, level, power = random.random() / 10, 0.2 * random.random() + 1e-4, 0.55 + 0.4 * random.random()
    return {
        "standard_error": error,
        "level": level,
        "power": power,
        "difference": error * (stats.norm.ppf(1 - level / 2) + stats.norm.ppf(power)),
    }


def ratio(sums, sizes):
    """A mean over clusters and its linearised standard error."""
    mean = sums.sum() / sizes.sum()
    error = math.sqrt(len(sums) / (len(sums) - 1) * ((sums - mean * sizes) ** 2).sum()) / sizes.sum()
    return mean, error


def curve(random):
    """A run of labels, and what rule version 3 of the verdict finds between its peak and its end."""
    while True:
        checkpoints = int(random.integers(3, 40))
        sizes = random.integers(1, 4, int(random.integers(12, 25)))
        cluster_of = numpy.repeat(numpy.arange(len(sizes)), sizes)
        lean = random.normal(size=len(sizes))[cluster_of] + 0.5 * random.normal(size=len(cluster_of))
        course = numpy.cumsum(random.normal(0, 0.4, checkpoints))
        labels = (course[:, None] + lean[None, :] + random.normal(size=(checkpoints, len(lean))) > 0).astype(float)
        accuracy = labels.mean(axis=1)
        width = max(1, math.floor(2 / 3 * math.sqrt(checkpoints) + 0.5))
        windows = numpy.lib.stride_tricks.sliding_window_view(accuracy, width).mean(axis=1)
        choices = checkpoints - 2 * width + 1
        best = numpy.sort(windows[:choices])
        if len(best) == 1 or best[-1] - best[-2] > 1e-9:
            break
    peak = int(numpy.argmax(windows[:choices]))

    def by_cluster(values):
        return numpy.array([values[cluster_of == c].sum() for c in range(len(sizes))])

    change = labels[peak : peak + width].mean(axis=0) - labels[-width:].mean(axis=0)
    net = by_cluster(change)
    drop, item_error = ratio(net, sizes)

    def coin_p(values):
        lost, gained = int((values > 1e-9).sum()), int((values < -1e-9).sum())
        return stats.binomtest(lost, lost + gained, 0.5).pvalue if lost + gained else 1.0

    usual, weight = 0.04, 4.0
    deviation, degrees = usual, weight
    if checkpoints >= 6:
        bends = labels[1:-1] - (labels[:-2] + labels[2:]) / 2
        parts = [ratio(by_cluster(bend), sizes) for bend in bends]
        squares = sum(mean**2 - error**2 for mean, error in parts) / 1.5
        degrees = weight + 18 / 35 * len(bends)
        deviation = math.sqrt((weight * usual**2 + 18 / 35 * max(0, squares)) / degrees)
    of_checkpoints, of_items = deviation**2 * 2 / width, item_error**2
    error = math.sqrt(of_checkpoints + of_items)
    satterthwaite = error**4 / (of_checkpoints**2 / degrees + of_items**2 / (len(sizes) - 1))
    return {
        "cluster_sizes": sizes.tolist(),
        "labels": ["".join(str(int(label)) for label in row) for row in labels],
        "width": width,
        "choices": choices,
        "peak": peak,
        "drop": drop,
        "item_error": item_error,
        "mcnemar_p": coin_p(change),
        "cluster_sign_p": coin_p(net),
        "deviation": deviation,
        "standard_error": error,
        "checkpoint_p": 2 * stats.t.sf(abs(drop) / error, satterthwaite),
        "upper_bound": drop + stats.t.ppf(0.975, satterthwaite) * error,
    }


def newcombe(random):
    """Newcombe's (1998) method 10 for the difference of two unpaired shares."""
    n1, n2 = (int(n) for n in random.integers(5, 800, 2))
    k1, k2 = int(random.integers(0, n1 + 1)), int(random.integers(0, n2 + 1))
    p1, p2 = k1 / n1, k2 / n2
    first, second = (stats.binomtest(k, n).proportion_ci(0.95, method="wilson") for k, n in ((k1, n1), (k2, n2)))
    return {
        "hits": [k1, k2],
        "items": [n1, n2],
        "low": p1 - p2 - math.hypot(p1 - first.low, second.high - p2),
        "high": p1 - p2 + math.hypot(first.high - p1, p2 - second.low),
    }


def case(number_of_case):
    random = numpy.random.default_rng([20_241, number_of_case])
    makers = (clusters, coin, table, holm, wilson, percentile, detectable, curve, newcombe)
    return {make.__name__: make(random) for make in makers}


json.dump(
    {
        "made_by": "benchmarks/golden_statistics.py",
        "versions": f"numpy {numpy.__version__}, scipy {scipy.__version__}",
        "resamples": RESAMPLES,
        "cases": [case(n) for n in range(CASES)],
    },
    sys.stdout,
    separators=(",", ":"),
)
print()
