#!/usr/bin/env python3
"""Writes nist.json: linear least-squares sets of the NIST Statistical Reference Datasets (public domain), each with

  rows, y     the numbers as float64, powers of x made by repeated multiplication: what the test hands to the engine
  certified   NIST's certified values for the decimal data
  exact       the minimum for exactly these float64 numbers, by rational arithmetic, rounded once

and checks that rational arithmetic on the decimal data gives NIST's certified weights. Needs only Python 3.
"""
import json
import re
from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path

getcontext().prec = 60
HERE = Path(__file__).parent


def solve(rows, y):
    """Weights, residual sum of squares and diagonal of (A'A)^-1, exactly."""
    p = len(rows[0])
    system = [[sum(r[i] * r[j] for r in rows) for j in range(p)]
              + [sum(r[i] * t for r, t in zip(rows, y))]
              + [Fraction(int(i == j)) for j in range(p)] for i in range(p)]
    for i in range(p):
        pivot = next(k for k in range(i, p) if system[k][i] != 0)
        system[i], system[pivot] = system[pivot], system[i]
        system[i] = [v / system[i][i] for v in system[i]]
        for k in range(p):
            if k != i and system[k][i] != 0:
                factor = system[k][i]
                system[k] = [a - factor * b for a, b in zip(system[k], system[i])]
    weights = [row[p] for row in system]
    residual = sum((t - sum(a * w for a, w in zip(r, weights))) ** 2 for r, t in zip(rows, y))
    return weights, residual, [system[i][p + 1 + i] for i in range(p)]


def root(q):
    return float((Decimal(q.numerator) / Decimal(q.denominator)).sqrt())


def powers(x, degree):
    row = [x]
    while len(row) < degree:
        row.append(row[-1] * x)
    return row


def design(text, degree, number):
    """Rows without the intercept's 1, and targets, from NIST's lines 'y x1 x2 ...'."""
    lines = [[number(v) for v in line.split()] for line in text.strip().splitlines()]
    rows = [powers(line[1], degree) if degree else line[1:] for line in lines]
    return rows, [line[0] for line in lines]


def with_one(rows, intercept):
    return [[Fraction(v) for v in r] + ([Fraction(1)] if intercept else []) for r in rows]


def main():
    answer = {}
    for path in sorted(HERE.glob("*.txt")):
        head, text = path.read_text().split("Data:\n")
        degree = int(re.search(r"degree (\d+)", head).group(1))
        intercept = "intercept yes" in head
        certified = [float(v) for v in re.search(r"(?m)^weights (.*)", head).group(1).split()]
        errors = [float(v) for v in re.search(r"(?m)^errors (.*)", head).group(1).split()]
        rows, y = design(text, degree, Fraction)
        weights, _, _ = solve(with_one(rows, intercept), y)
        assert all(abs(float(w) - c) <= 5e-15 * abs(c) for w, c in zip(weights, certified)), path
        rows, y = design(text, degree, float)
        targets = [Fraction(t) for t in y]
        weights, residual, inverse = solve(with_one(rows, intercept), targets)
        spare = len(y) - len(weights)
        mean = sum(targets) / len(y) if intercept else 0
        answer[path.stem] = {
            "intercept": intercept, "rows": rows, "y": y,
            "certified": {"weights": certified, "standardErrors": errors,
                          "deviation": float(re.search(r"deviation (\S+)", head).group(1)),
                          "rSquared": float(re.search(r"rSquared (\S+)", head).group(1))},
            "exact": {"weights": [float(w) for w in weights],
                      "standardErrors": [root(residual * v / spare) for v in inverse],
                      "deviation": root(residual / spare),
                      "rSquared": float(1 - residual / sum((t - mean) ** 2 for t in targets))}}
    (HERE / "nist.json").write_text(json.dumps(answer, indent=0) + "\n")


main()
