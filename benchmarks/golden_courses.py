"""Random curves with what rule version 4 of the verdict finds in them, by NumPy and SciPy: the file of CourseGoldenTest.

Nothing is shared with the Java code but the constants: fits come from scipy.optimize.isotonic_regression and a search over
all peaks and troughs, probabilities from the density of a multivariate normal whose level and change are integrated.

Run: python3 benchmarks/golden_courses.py > results-service/src/test/resources/io/tiltmeter/results/verdict/courses.json
(about two minutes; needs NumPy and SciPy 1.12 or newer)
"""

import json
import math
import sys

import numpy
import scipy
from scipy import optimize, stats

CURVES = 100
SIMULATED = {12, 20}
FLAT_CURVES = 2_000
CORRELATIONS = {0.0: 0.10, 0.2: 0.15, 0.4: 0.25, 0.6: 0.30, 0.8: 0.20}
DEVIATIONS = {0.0: 0.20, 0.01: 0.25, 0.02: 0.25, 0.03: 0.15, 0.045: 0.10, 0.065: 0.05}
PERSISTENCE = {0.0: 0.40, 0.3: 0.25, 0.5: 0.20, 0.7: 0.15}


def rising(values):
    return optimize.isotonic_regression(values).x if len(values) else numpy.empty(0)


def falling(values):
    return optimize.isotonic_regression(values, increasing=False).x if len(values) else numpy.empty(0)


def squares(values, fit):
    return float(((values - fit) ** 2).sum())


def statistic(curve, valley):
    """Gain over the mean squared residual, and the correlation of neighbouring residuals."""
    n = len(curve)
    places = range(n + 1) if not valley or n <= 24 else [math.floor(i * n / 24 + 0.5) for i in range(25)]
    best = None
    for peak in places:
        up = rising(curve[:peak])
        for trough in [to for to in places if to >= peak] if valley else [n]:
            fit = numpy.concatenate([up, falling(curve[peak:trough]), rising(curve[trough:])])
            error = squares(curve, fit)
            if best is None or error < best[0] - 1e-12:
                best = error, fit
    residuals = curve - best[1]
    gain = max(0.0, squares(curve, rising(curve)) - best[0])
    persistence = 0.0 if best[0] < 1e-12 * n else float((residuals[1:] * residuals[:-1]).sum() / best[0])
    return (0.0 if gain < 1e-12 else gain / (best[0] / n + 1e-9 * gain)), persistence


def flat_curves(n):
    """Statistics of flat curves with noise that correlates, by correlation."""
    random = numpy.random.default_rng(n)
    found = {}
    for correlation in CORRELATIONS:
        rows = []
        for _ in range(FLAT_CURVES):
            noise = random.normal(size=n)
            for place in range(1, n):
                noise[place] = correlation * noise[place - 1] + math.sqrt(1 - correlation**2) * noise[place]
            rows.append(statistic(noise, False))
        found[correlation] = numpy.array(rows)
    return found


def peak_p(gain, persistence, n, flat):
    total = weights = 0.0
    for correlation, beforehand in CORRELATIONS.items():
        gains, likes = flat[correlation].T
        weight = beforehand * (numpy.exp(-(((likes - persistence) / 0.08) ** 2) / 2).mean() + 1e-6)
        total += weight * ((gains >= gain).sum() + 1) / (FLAT_CURVES + 1)
        weights += weight
    return min(1.0, total / weights * n**0.66 / 10.8)


def up(past, start, end):
    return numpy.clip((past - start) / (end - start), 0, 1) if end > start else (past >= end).astype(float)


def approach(past, start, pace):
    rise = (1 - numpy.exp(-(past - start) / pace)) / (1 - math.exp(-(1 - start) / pace))
    return numpy.where(past <= start, 0, rise)


def courses(n):
    """(kind, prior, values, least, most, whether all sizes are as probable) of every course."""
    past = numpy.linspace(0, 1, n)
    third = 1 / 3
    tenths = [place / 10 for place in range(11)]
    rises = [up(past, a, b) for a in tenths for b in tenths if b > a]
    rises += [approach(past, 0, pace) for pace in (0.05, 0.1, 0.2, 0.4)]
    whole, part, valleys = [], [], []
    for peak in (0, 0.08, 0.16, 0.25, 0.35, 0.5, 0.65, 0.8):
        for rise in (0,) if peak == 0 else (0, 0.5, 2):
            before = rise * up(past, 0, peak)
            ends = (0.08, 0.16, 0.25, 0.35, 0.5, 0.65, 0.8, 1)
            whole += [before - up(past, peak, end) for end in ends if end > peak]
            whole += [before - approach(past, peak, pace) for pace in (0.1, 0.25)]
    for peak in (0, 0.1, 0.25, 0.4):
        for rise in (0,) if peak == 0 else (0, 0.7):
            for trough in (0.25, 0.4, 0.6):
                for back in (0.6, 0.8, 1):
                    if peak < trough < back:
                        fall = rise * up(past, 0, peak) - up(past, peak, trough)
                        part.append(fall + 0.4 * up(past, trough, back))
    for peak in (0, 0.1, 0.2, 0.35, 0.5, 0.65):
        for rise in (0,) if peak == 0 else (0, 1):
            for trough in (0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9):
                for back in (0.35, 0.5, 0.65, 0.8, 0.9, 1):
                    if peak < trough < back:
                        fall = rise * up(past, 0, peak) - up(past, peak, trough)
                        valleys.append(fall + up(past, trough, back))
    falls = len(whole) + len(part)
    yield 0, third * 0.41, None, 0, 0, False
    for values in rises:
        yield 0, third * 0.53 / len(rises), values, 0, 0.8, False
    for values in whole:
        yield 0, third * 0.06 / len(whole), values, 0, 0.05, True
        yield 1, third / falls, values, 0.05, 0.8, False
    for values in part:
        yield 1, third / falls, values, 0.05 / 0.6, 0.8, False
    for values in valleys:
        yield 2, third / len(valleys), values, 0.05, 0.8, False


def probabilities(curve, item_variance):
    n = len(curve)
    variance = 1.15 ** math.floor(math.log(max(0.005**2, item_variance)) / math.log(1.15) + 0.5)
    ones, lags = numpy.ones(n), numpy.abs(numpy.subtract.outer(numpy.arange(n), numpy.arange(n)))
    all_courses = list(courses(n))
    logs = [[], [], []]
    for deviation, of_deviation in DEVIATIONS.items():
        for correlation, of_correlation in ({0.0: 1.0} if deviation == 0 else PERSISTENCE).items():
            covariance = deviation**2 * numpy.power(float(correlation), lags) + variance * numpy.eye(n)
            precision = numpy.linalg.inv(covariance)
            level = precision @ ones
            contrast = precision - numpy.outer(level, level) / level.sum()
            base = math.log(of_deviation * of_correlation) - numpy.linalg.slogdet(covariance)[1] / 2
            base += -math.log(level.sum()) / 2 - curve @ contrast @ curve / 2
            for kind, prior, values, least, most, is_even in all_courses:
                gain = 0.0
                if values is not None and (size := float(values @ contrast @ values)) > 0:
                    rate = 0 if is_even else 10
                    slope, width = float(values @ contrast @ curve) - rate, most - least
                    mean, error = slope / size, 1 / math.sqrt(size)
                    low, high = (least - mean) / error, (most - mean) / error
                    if low > 0:
                        low, high = -high, -low
                    below = stats.norm.logcdf([low, high])
                    inside = below[1] + math.log1p(-min(1 - 1e-15, math.exp(below[0] - below[1])))
                    density = -math.log(width)
                    if not is_even:
                        density = math.log(rate) + rate * least - math.log1p(-math.exp(-rate * width))
                    gain = density + slope * slope / (2 * size) + math.log(2 * math.pi) / 2 + math.log(error) + inside
                logs[kind].append(base + math.log(prior) + gain)
    highest = max(max(each) for each in logs)
    sums = [float(numpy.exp(numpy.array(each) - highest).sum()) for each in logs]
    return [each / sum(sums) for each in sums]


def case(number, flat):
    random = numpy.random.default_rng([2_026, number])
    n = int(random.choice([12, 20])) if number % 2 else int(random.integers(3, 40))
    past = numpy.linspace(0, 1, n)
    drop, peak = random.uniform(0, 0.3), random.uniform(0, 0.6)
    truth = 0.6 + 0.1 * up(past, 0, peak) - drop * up(past, peak, random.uniform(peak, 1))
    truth += random.integers(0, 2) * drop * up(past, 0.7, 1)
    noise = numpy.cumsum(random.normal(0, 0.01, n)) + random.normal(0, random.uniform(0.001, 0.05), n)
    curve = numpy.round(numpy.clip(truth + noise, 0, 1), 6)
    item_variance = round(random.uniform(1e-6, 2e-3), 9)
    gain, persistence = statistic(curve, False)
    valley_gain, valley_persistence = statistic(curve, True)
    found = {
        "curve": curve.tolist(),
        "item_variance": item_variance,
        "peak_gain": gain,
        "peak_persistence": persistence,
        "valley_gain": valley_gain,
        "valley_persistence": valley_persistence,
        "probabilities": probabilities(curve, item_variance),
    }
    if n in SIMULATED:
        found["peak_p"] = peak_p(gain, persistence, n, flat[n])
    return found


if __name__ == "__main__":
    null = {n: flat_curves(n) for n in SIMULATED}
    json.dump(
        {
            "made_by": "benchmarks/golden_courses.py",
            "versions": f"numpy {numpy.__version__}, scipy {scipy.__version__}",
            "cases": [case(number, null) for number in range(CURVES)],
        },
        sys.stdout,
        separators=(",", ":"),
    )
    print()
