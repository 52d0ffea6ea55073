"""Coefficients of FloatTranscendental and DoubleTranscendental: interpolation at Chebyshev nodes, in 60 digits (needs mpmath).

q(r) = (e^r - 1 - r) / r^2 on |r| <= log(2) / 2
p(z) = (log((1 + s) / (1 - s)) / s - 2) / z, z = s^2, on the s of 1/sqrt(2) <= m <= sqrt(2), s = (m - 1) / (m + 1)
R(t) (1 + t), R = (1 - Phi(t)) e^(t^2 / 2), as a polynomial in (t - k) / (t + k)

Prints the coefficients, lowest power first, and the largest error relative to e^r or log.
"""

from mpmath import mp, mpf, cos, erfc, exp, log, matrix, lu_solve, pi, polyval, sqrt

mp.dps = 60


def fit(f, low, high, degree):
    nodes = [(low + high) / 2 + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * degree + 2)) for i in range(degree + 1)]
    powers = matrix([[x**k for k in range(degree + 1)] for x in nodes])
    return list(lu_solve(powers, matrix([f(x) for x in nodes])))


def q(r):
    return sum(r**k / mp.factorial(k + 2) for k in range(40))


def p(z):
    return sum(2 * z**k / (2 * k + 3) for k in range(60))


def report(name, coefficients, error):
    print(name, "error", mp.nstr(error, 3))
    for c in coefficients:
        print("   ", repr(float(c)))


half = log(2) / 2
steps = [mpf(i) / 500 for i in range(-500, 501)]
for degree in (4, 10):
    c = fit(q, -half, half, degree)
    worst = max(abs((1 + r + r * r * polyval(c[::-1], r)) / exp(r) - 1) for r in (half * s for s in steps))
    report(f"q, degree {degree}", c, worst)

widest = (sqrt(mpf(2)) - 1) / (sqrt(mpf(2)) + 1)
for degree in (2, 6):
    c = fit(p, mpf(0), widest**2, degree)
    worst = max(
        abs((2 * s + s**3 * polyval(c[::-1], s * s)) / log((1 + s) / (1 - s)) - 1)
        for s in (widest * t for t in steps if t)
    )
    report(f"p, degree {degree}", c, worst)

# the tail of the normal distribution over its density, up to where the density is 0
for k, top, degree in ((4, 15, 10), (5, 40, 21)):
    last = mpf(top - k) / (top + k)

    def tail(q):
        t = k * (1 + q) / (1 - q)
        return (1 + t) * exp(t * t / 2) * erfc(t / sqrt(mpf(2))) / 2

    c = fit(tail, mpf(-1), last, degree)
    worst = max(abs(polyval(c[::-1], q) / tail(q) - 1) for q in (-1 + (last + 1) * (s + 1) / 2 for s in steps))
    report(f"R up to {top}, degree {degree}", c, worst)
