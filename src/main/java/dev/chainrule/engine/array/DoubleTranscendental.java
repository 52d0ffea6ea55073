package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of each double lane, by polynomials whose coefficients come from {@code polynomials.py} beside the tests, made of IEEE operations
 * only: interpreter and compiled code give the same bits ({@code lanewise(EXP)} does not). Within 3 units in the last place of StrictMath;
 * under a mask throughout, so that an element's bits do not depend on its place.
 *
 * <p>Written out, without helper methods: a loop first met by a few numbers of this type among many of the other is compiled with the
 * helper as a call, and a vector passed to a real call is an object, for good (see {@link DoubleArithmetic}). Keep each short: past some
 * fifty vector operations C2 stops inlining (NodeCountInliningCutoff).
 */
final class DoubleTranscendental implements TranscendentalKernels {

    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Double.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** 1.5 times 2 to the bits of the mantissa: adding it rounds to an integer, which then stands in the lowest bits. */
    private static final double ROUND = 0x1.8p52;

    private static final long ROUND_BITS = Double.doubleToRawLongBits(ROUND);
    private static final int MANTISSA_BITS = Double.PRECISION - 1;
    private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
    private static final long BIAS = Double.MAX_EXPONENT;

    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN2 = 0.6931471805599453;
    private static final double LN2_REST = 2.3190468138462996e-17;

    private static final double LOWEST = -746.0; // e^x is 0 from here down
    private static final double HIGHEST = 709.8; // e^x is infinite from here up
    private static final double NEARLY_MINUS_ONE = -40.0; // e^x - 1 is -1 from here down
    private static final double NEARLY_ONE = 20.0; // tanh x is 1 from here up
    private static final double FAR = 40.0; // e^(-x^2 / 2) is 0 from here up
    private static final double TINY = 0x1p-53; // e^x - 1 is x below

    private static final long ONE_BITS = Double.doubleToRawLongBits(1);
    private static final long SQRT_HALF_BITS = Double.doubleToRawLongBits(0.7071067811865476);

    /** e^x = 2^k e^r with x = k log 2 + r; 2^k in two factors, for one alone overflows at the top, and cannot be a denormal at the bottom. */
    @Override
    public void exp(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector x = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            DoubleVector clamped = x.min(HIGHEST).max(LOWEST);
            DoubleVector shifted = clamped.fma(LOG2_E, ROUND);
            DoubleVector k = shifted.sub(ROUND);
            DoubleVector r = k.fma(k.broadcast(-LN2_REST), k.fma(k.broadcast(-LN2), clamped));
            DoubleVector q = r.fma(2.0914679376583935e-09, 2.510520637395701e-08)
                    .fma(r, r.broadcast(2.7557273661348637e-07))
                    .fma(r, r.broadcast(2.7557255425746435e-06))
                    .fma(r, r.broadcast(2.4801587325533363e-05))
                    .fma(r, r.broadcast(0.00019841269874800493))
                    .fma(r, r.broadcast(0.0013888888888883752))
                    .fma(r, r.broadcast(0.008333333333326141))
                    .fma(r, r.broadcast(0.04166666666666667))
                    .fma(r, r.broadcast(0.1666666666666667))
                    .fma(r, r.broadcast(0.5));
            LongVector whole = shifted.reinterpretAsLongs().sub(ROUND_BITS);
            LongVector half = whole.lanewise(VectorOperators.ASHR, 1);
            DoubleVector power =
                    half.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsDoubles();
            DoubleVector other = whole.sub(half)
                    .add(BIAS)
                    .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                    .reinterpretAsDoubles();
            DoubleVector e = r.mul(r).fma(q, r).add(1).mul(power).mul(other);
            e.intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    /** 2 (2^(k-1) (e^r - 1) + 2^(k-1) - 1/2): the scaling is exact, and nothing overflows before the end. */
    @Override
    public void expm1(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector x = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            DoubleVector clamped = x.min(HIGHEST).max(NEARLY_MINUS_ONE);
            DoubleVector shifted = clamped.fma(LOG2_E, ROUND);
            DoubleVector k = shifted.sub(ROUND);
            DoubleVector r = k.fma(k.broadcast(-LN2_REST), k.fma(k.broadcast(-LN2), clamped));
            DoubleVector q = r.fma(2.0914679376583935e-09, 2.510520637395701e-08)
                    .fma(r, r.broadcast(2.7557273661348637e-07))
                    .fma(r, r.broadcast(2.7557255425746435e-06))
                    .fma(r, r.broadcast(2.4801587325533363e-05))
                    .fma(r, r.broadcast(0.00019841269874800493))
                    .fma(r, r.broadcast(0.0013888888888883752))
                    .fma(r, r.broadcast(0.008333333333326141))
                    .fma(r, r.broadcast(0.04166666666666667))
                    .fma(r, r.broadcast(0.1666666666666667))
                    .fma(r, r.broadcast(0.5));
            DoubleVector scale = shifted.reinterpretAsLongs()
                    .sub(ROUND_BITS + 1)
                    .add(BIAS)
                    .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                    .reinterpretAsDoubles();
            DoubleVector half = r.mul(r).fma(q, r).fma(scale, scale.sub(0.5));
            half.add(half).blend(x, x.abs().lt(TINY)).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    /** log x = k log 2 + log m with x = 2^k m, sqrt(1/2) <= m < sqrt 2; log m from s = (m - 1) / (m + 1) (as in fdlibm). */
    @Override
    public void log(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector x = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            VectorMask<Double> denormal = x.lt(Double.MIN_NORMAL);
            LongVector bits =
                    x.blend(x.mul(0x1p53), denormal).reinterpretAsLongs().add(ONE_BITS - SQRT_HALF_BITS);
            LongVector exponent = bits.lanewise(VectorOperators.ASHR, MANTISSA_BITS);
            DoubleVector whole =
                    exponent.add(ROUND_BITS - BIAS).reinterpretAsDoubles().sub(ROUND);
            DoubleVector k = whole.blend(whole.sub(53), denormal);
            DoubleVector f = bits.and(MANTISSA)
                    .add(SQRT_HALF_BITS)
                    .reinterpretAsDoubles()
                    .sub(1);
            DoubleVector s = f.div(f.add(2));
            DoubleVector z = s.mul(s);
            DoubleVector p = z.fma(0.14616449685043406, 0.15331721600556042)
                    .fma(z, z.broadcast(0.18182889125261723))
                    .fma(z, z.broadcast(0.2222221113479508))
                    .fma(z, z.broadcast(0.28571428625975487))
                    .fma(z, z.broadcast(0.39999999999899505))
                    .fma(z, z.broadcast(0.666666666666667));
            DoubleVector square = f.mul(f).mul(0.5);
            DoubleVector rest = k.fma(k.broadcast(LN2_REST), s.mul(z.fma(p, square)));
            DoubleVector log = k.fma(k.broadcast(LN2), f.sub(square.sub(rest)))
                    .blend(Double.NEGATIVE_INFINITY, x.eq(0))
                    .blend(Double.NaN, x.lt(0))
                    .blend(x, x.lt(Double.POSITIVE_INFINITY).not());
            log.intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    /** log(1 + x): what u = 1 + x rounds off is given back as c / u. */
    @Override
    public void log1p(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector x = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            DoubleVector u = x.add(1);
            DoubleVector c = x.sub(u.sub(1));
            VectorMask<Double> inside =
                    u.lt(Double.POSITIVE_INFINITY).and(u.eq(0).not());
            VectorMask<Double> denormal = u.lt(Double.MIN_NORMAL);
            LongVector bits =
                    u.blend(u.mul(0x1p53), denormal).reinterpretAsLongs().add(ONE_BITS - SQRT_HALF_BITS);
            LongVector exponent = bits.lanewise(VectorOperators.ASHR, MANTISSA_BITS);
            DoubleVector whole =
                    exponent.add(ROUND_BITS - BIAS).reinterpretAsDoubles().sub(ROUND);
            DoubleVector k = whole.blend(whole.sub(53), denormal);
            DoubleVector f = bits.and(MANTISSA)
                    .add(SQRT_HALF_BITS)
                    .reinterpretAsDoubles()
                    .sub(1);
            DoubleVector s = f.div(f.add(2));
            DoubleVector z = s.mul(s);
            DoubleVector p = z.fma(0.14616449685043406, 0.15331721600556042)
                    .fma(z, z.broadcast(0.18182889125261723))
                    .fma(z, z.broadcast(0.2222221113479508))
                    .fma(z, z.broadcast(0.28571428625975487))
                    .fma(z, z.broadcast(0.39999999999899505))
                    .fma(z, z.broadcast(0.666666666666667));
            DoubleVector square = f.mul(f).mul(0.5);
            DoubleVector rest = k.fma(k.broadcast(LN2_REST), s.mul(z.fma(p, square)));
            DoubleVector log = k.fma(k.broadcast(LN2), f.sub(square.sub(rest)))
                    .blend(Double.NEGATIVE_INFINITY, u.eq(0))
                    .blend(Double.NaN, u.lt(0))
                    .blend(u, u.lt(Double.POSITIVE_INFINITY).not());
            log.add(c.div(u), inside).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    /** tanh x = t / (t + 2) with t = e^2|x| - 1, and the sign of x. */
    @Override
    public void tanh(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector x = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            DoubleVector twice = x.abs().min(NEARLY_ONE).mul(2);
            DoubleVector clamped = twice.min(HIGHEST).max(NEARLY_MINUS_ONE);
            DoubleVector shifted = clamped.fma(LOG2_E, ROUND);
            DoubleVector k = shifted.sub(ROUND);
            DoubleVector r = k.fma(k.broadcast(-LN2_REST), k.fma(k.broadcast(-LN2), clamped));
            DoubleVector q = r.fma(2.0914679376583935e-09, 2.510520637395701e-08)
                    .fma(r, r.broadcast(2.7557273661348637e-07))
                    .fma(r, r.broadcast(2.7557255425746435e-06))
                    .fma(r, r.broadcast(2.4801587325533363e-05))
                    .fma(r, r.broadcast(0.00019841269874800493))
                    .fma(r, r.broadcast(0.0013888888888883752))
                    .fma(r, r.broadcast(0.008333333333326141))
                    .fma(r, r.broadcast(0.04166666666666667))
                    .fma(r, r.broadcast(0.1666666666666667))
                    .fma(r, r.broadcast(0.5));
            DoubleVector scale = shifted.reinterpretAsLongs()
                    .sub(ROUND_BITS + 1)
                    .add(BIAS)
                    .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                    .reinterpretAsDoubles();
            DoubleVector half = r.mul(r).fma(q, r).fma(scale, scale.sub(0.5));
            DoubleVector t = half.add(half).blend(twice, twice.lt(TINY));
            LongVector sign = x.reinterpretAsLongs().and(Long.MIN_VALUE);
            t.div(t.add(2))
                    .reinterpretAsLongs()
                    .or(sign)
                    .reinterpretAsDoubles()
                    .intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    /** 1 / (1 + e^-x), from e^-|x| so that nothing overflows. */
    @Override
    public void sigmoid(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector x = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            DoubleVector below = x.abs().neg();
            DoubleVector clamped = below.min(HIGHEST).max(LOWEST);
            DoubleVector shifted = clamped.fma(LOG2_E, ROUND);
            DoubleVector k = shifted.sub(ROUND);
            DoubleVector r = k.fma(k.broadcast(-LN2_REST), k.fma(k.broadcast(-LN2), clamped));
            DoubleVector q = r.fma(2.0914679376583935e-09, 2.510520637395701e-08)
                    .fma(r, r.broadcast(2.7557273661348637e-07))
                    .fma(r, r.broadcast(2.7557255425746435e-06))
                    .fma(r, r.broadcast(2.4801587325533363e-05))
                    .fma(r, r.broadcast(0.00019841269874800493))
                    .fma(r, r.broadcast(0.0013888888888883752))
                    .fma(r, r.broadcast(0.008333333333326141))
                    .fma(r, r.broadcast(0.04166666666666667))
                    .fma(r, r.broadcast(0.1666666666666667))
                    .fma(r, r.broadcast(0.5));
            LongVector whole = shifted.reinterpretAsLongs().sub(ROUND_BITS);
            LongVector half = whole.lanewise(VectorOperators.ASHR, 1);
            DoubleVector power =
                    half.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsDoubles();
            DoubleVector other = whole.sub(half)
                    .add(BIAS)
                    .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                    .reinterpretAsDoubles();
            DoubleVector e = r.mul(r).fma(q, r).add(1).mul(power).mul(other);
            e.broadcast(1).blend(e, x.lt(0)).div(e.add(1)).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    /** Phi(-t) = e R(t) for t >= 0, e = e^(-t^2 / 2): Mills' ratio by (1 + t) R(t), a polynomial in q = (t - 5) / (t + 5). */
    @Override
    public void normalCdf(long y, long a, long b, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Double> m = S.indexInRange(i, n);
            DoubleVector x = DoubleVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            DoubleVector e = DoubleVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER, m);
            DoubleVector t = x.abs().min(FAR);
            DoubleVector q = t.sub(5).div(t.add(5));
            DoubleVector p = q.fma(2.196032905924892e-09, 1.6129107766244392e-09)
                    .fma(q, q.broadcast(-2.6332491672878587e-08))
                    .fma(q, q.broadcast(-2.1567877175579913e-08))
                    .fma(q, q.broadcast(1.9124697360088803e-07))
                    .fma(q, q.broadcast(1.222807738066692e-07))
                    .fma(q, q.broadcast(-1.3041981291689899e-06))
                    .fma(q, q.broadcast(-6.645126985386993e-08))
                    .fma(q, q.broadcast(9.058505485209712e-06))
                    .fma(q, q.broadcast(-9.897782095693084e-06))
                    .fma(q, q.broadcast(-5.360723737658505e-05))
                    .fma(q, q.broadcast(0.00018233460332349368))
                    .fma(q, q.broadcast(7.791539896184297e-06))
                    .fma(q, q.broadcast(-0.0016760724212402098))
                    .fma(q, q.broadcast(0.0065220006738440734))
                    .fma(q, q.broadcast(-0.015170415395094575))
                    .fma(q, q.broadcast(0.024536963243297946))
                    .fma(q, q.broadcast(-0.026401042966674067))
                    .fma(q, q.broadcast(0.010002352385241659))
                    .fma(q, q.broadcast(0.0310303684259707))
                    .fma(q, q.broadcast(-0.09155228183400917))
                    .fma(q, q.broadcast(0.46151582985003775));
            DoubleVector tail = p.div(t.add(1)).mul(e);
            tail.blend(tail.neg().add(1), x.compare(VectorOperators.GT, 0))
                    .intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }
}
