#!/usr/bin/env python3
"""Times this library beside scikit-learn: one thread each, in turn, medians of five turns.

  dotnet build -c Release test/ActiveAnomaly.Benchmarks
  python3 docs/benchmarks/compare_sklearn.py test/ActiveAnomaly.Benchmarks/bin/Release/net10.0/ActiveAnomaly.Benchmarks

Isolation forest: 200 trees of 256 rows, training and scoring of 100,000 x 30. Neighbour distance: the 20 nearest of each of 10,000 x 30
among the others, by brute force. OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE are best left unset.
"""
import os
import statistics
import subprocess
import sys
import time

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy
import sklearn
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import NearestNeighbors

TURNS = 5


def rows(count, width):
    """x <- 48271 x mod (2^31 - 1), from x = 1 on, as the other program draws them."""
    values, state, modulus = numpy.empty(count * width, numpy.float32), 1, 2**31 - 1
    for i in range(len(values)):
        state = state * 48271 % modulus
        values[i] = state / modulus
    return values.reshape(count, width)


def forest(x):
    IsolationForest(n_estimators=200, max_samples=256, random_state=1).fit(x).score_samples(x)


def neighbors(x):
    NearestNeighbors(n_neighbors=21, algorithm="brute").fit(x).kneighbors(x)[0][:, 1:].mean(1)


def milliseconds(action, x):
    begin = time.perf_counter()
    action(x)
    return 1000 * (time.perf_counter() - begin)


def own(program, method):
    environment = dict(os.environ, DOTNET_PROCESSOR_COUNT="1")
    return float(subprocess.run([program, "unsupervised", method], env=environment, check=True, capture_output=True, text=True).stdout.split()[1])


def main():
    program = sys.argv[1]
    print(f"scikit-learn {sklearn.__version__}, NumPy {numpy.__version__}")
    for name, action, x in (("forest", forest, rows(100_000, 30)), ("neighbors", neighbors, rows(10_000, 30))):
        action(x[:1000])
        theirs, ours = [], []
        for _ in range(TURNS):
            theirs.append(milliseconds(action, x))
            ours.append(own(program, name))
        ratios = [a / b for a, b in zip(theirs, ours)]
        print(f"{name}: scikit-learn {statistics.median(theirs):.0f} ms, here {statistics.median(ours):.0f} ms, ratio {statistics.median(ratios):.1f} ({min(ratios):.1f} to {max(ratios):.1f})")


main()
