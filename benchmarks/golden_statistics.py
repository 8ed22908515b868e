#!/usr/bin/env python3
"""Makes the golden values that results-service's StatisticsGoldenTest reads: 100 random cases by NumPy and SciPy.

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


def interpolation(random):
    x = numpy.sort(random.random(int(random.integers(2, 20))))
    y = random.random(len(x))
    at = random.uniform(x[0], x[-1])
    return {"x": x.tolist(), "y": y.tolist(), "at": at, "value": float(numpy.interp(at, x, y))}


def case(number_of_case):
    random = numpy.random.default_rng([20_241, number_of_case])
    makers = (clusters, coin, table, holm, wilson, percentile, detectable, interpolation)
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
