package dev.chainrule.engine.array;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Functions of each double lane, by polynomials whose coefficients come from {@code polynomials.py} beside the tests. They are made of
 * IEEE operations only, so interpreter and compiled code give the same bits ({@code lanewise(EXP)} does not). Within 3 units in the
 * last place of StrictMath on all numbers, zeros, denormals and infinities included; NaN in, NaN out.
 *
 * <p>Keep each short: past some fifty vector operations in one loop C2 stops inlining (NodeCountInliningCutoff), and a vector passed to
 * a real call is an object.
 */
final class DoubleMath {

    /** 1.5 times 2 to the bits of the mantissa: adding it rounds to an integer, which then stands in the lowest bits. */
    private static final double ROUND = 0x1.8p52;

    private static final long ROUND_BITS = Double.doubleToRawLongBits(ROUND);
    private static final int MANTISSA_BITS = Double.PRECISION - 1;
    private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
    private static final long BIAS = Double.MAX_EXPONENT;

    private static final double LOG2_E = 1.4426950408889634;
    private static final double LN2 = 0.6931471805599453;
    private static final double LN2_REST = 2.3190468138462996e-17;

    /** e^x is 0 from here down, and infinite from {@link #HIGHEST} up. */
    private static final double LOWEST = -746.0;

    private static final double HIGHEST = 709.8;

    /** e^x - 1 is -1 from here down. */
    private static final double NEARLY_MINUS_ONE = -40.0;

    /** tanh x is 1 from here up. */
    private static final double NEARLY_ONE = 20.0;

    /** e^x - 1 is x below. */
    private static final double TINY = 0x1p-53;

    private static final long ONE_BITS = Double.doubleToRawLongBits(1);
    private static final long SQRT_HALF_BITS = Double.doubleToRawLongBits(0.7071067811865476);

    private DoubleMath() {}

    /** e^x = 2^k e^r with x = k log 2 + r. */
    static DoubleVector exp(DoubleVector x) {
        DoubleVector clamped = x.min(HIGHEST).max(LOWEST);
        DoubleVector shifted = clamped.fma(LOG2_E, ROUND);
        DoubleVector y = smallExpm1(remainder(clamped, shifted.sub(ROUND))).add(1);
        LongVector k = shifted.reinterpretAsLongs().sub(ROUND_BITS);
        // 2^k in two factors: one alone overflows at the top, and cannot be a denormal at the bottom.
        LongVector half = k.lanewise(VectorOperators.ASHR, 1);
        return y.mul(powerOfTwo(half)).mul(powerOfTwo(k.sub(half)));
    }

    /** e^x - 1. */
    static DoubleVector expm1(DoubleVector x) {
        DoubleVector clamped = x.min(HIGHEST).max(NEARLY_MINUS_ONE);
        DoubleVector shifted = clamped.fma(LOG2_E, ROUND);
        DoubleVector y = smallExpm1(remainder(clamped, shifted.sub(ROUND)));
        // 2 (2^(k-1) (e^r - 1) + 2^(k-1) - 1/2): the scaling is exact, and nothing overflows before the end.
        DoubleVector scale = powerOfTwo(shifted.reinterpretAsLongs().sub(ROUND_BITS + 1));
        DoubleVector half = y.fma(scale, scale.sub(0.5));
        return half.add(half).blend(x, x.abs().lt(TINY));
    }

    /** x - k log 2, |.| at most log(2) / 2 where k is the nearest integer to x / log 2. */
    private static DoubleVector remainder(DoubleVector x, DoubleVector k) {
        return k.fma(k.broadcast(-LN2_REST), k.fma(k.broadcast(-LN2), x));
    }

    /** e^r - 1 = r + r^2 q(r) for |r| <= log(2) / 2. */
    private static DoubleVector smallExpm1(DoubleVector r) {
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
        return r.mul(r).fma(q, r);
    }

    /** 2^k for a normal exponent k, by writing the exponent's bits. */
    private static DoubleVector powerOfTwo(LongVector k) {
        return k.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsDoubles();
    }

    /** tanh x = t / (t + 2) with t = e^2|x| - 1, and the sign of x. */
    static DoubleVector tanh(DoubleVector x) {
        DoubleVector t = expm1(x.abs().min(NEARLY_ONE).mul(2));
        LongVector sign = x.reinterpretAsLongs().and(Long.MIN_VALUE);
        return t.div(t.add(2)).reinterpretAsLongs().or(sign).reinterpretAsDoubles();
    }

    /** 1 / (1 + e^-x), from e^-|x| so that nothing overflows. */
    static DoubleVector sigmoid(DoubleVector x) {
        DoubleVector e = exp(x.abs().neg());
        DoubleVector one = e.broadcast(1);
        return one.blend(e, x.lt(0)).div(e.add(1));
    }

    /** log(1 + e^x) = max(x, 0) + log(1 + e) with e = e^-|x| in [0, 1], log(1 + e) = 2 atanh s with s = e / (2 + e). */
    static DoubleVector softplus(DoubleVector x) {
        DoubleVector e = exp(x.abs().neg());
        DoubleVector s = e.div(e.add(2));
        DoubleVector z = s.mul(s);
        DoubleVector p = z.fma(0.1616404561194353, 0.08800738486144674)
                .fma(z, z.broadcast(0.12001072809590713))
                .fma(z, z.broadcast(0.13314144209654935))
                .fma(z, z.broadcast(0.15385570064958623))
                .fma(z, z.broadcast(0.18181789436132859))
                .fma(z, z.broadcast(0.22222222717427864))
                .fma(z, z.broadcast(0.2857142856710876))
                .fma(z, z.broadcast(0.40000000000014585))
                .fma(z, z.broadcast(0.6666666666666666));
        return x.max(0).add(s.mul(z).fma(p, s.add(s)));
    }

    /** log x = k log 2 + log m with x = 2^k m, sqrt(1/2) <= m < sqrt 2; log m from s = (m - 1) / (m + 1) (as in fdlibm). */
    static DoubleVector log(DoubleVector x) {
        VectorMask<Double> denormal = x.lt(Double.MIN_NORMAL);
        LongVector bits = x.blend(x.mul(0x1p53), denormal).reinterpretAsLongs().add(ONE_BITS - SQRT_HALF_BITS);
        LongVector exponent = bits.lanewise(VectorOperators.ASHR, MANTISSA_BITS);
        DoubleVector k = exponent.add(ROUND_BITS - BIAS).reinterpretAsDoubles().sub(ROUND);
        DoubleVector f =
                bits.and(MANTISSA).add(SQRT_HALF_BITS).reinterpretAsDoubles().sub(1);
        DoubleVector y = logOfScaled(f, k.blend(k.sub(53), denormal));
        return y.blend(Double.NEGATIVE_INFINITY, x.eq(0))
                .blend(Double.NaN, x.lt(0))
                .blend(x, x.lt(Double.POSITIVE_INFINITY).not());
    }

    /** k log 2 + log(1 + f). */
    private static DoubleVector logOfScaled(DoubleVector f, DoubleVector k) {
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
        return k.fma(k.broadcast(LN2), f.sub(square.sub(rest)));
    }

    /** log(1 + x): what 1 + x rounds off is given back as c / (1 + x). */
    static DoubleVector log1p(DoubleVector x) {
        DoubleVector u = x.add(1);
        DoubleVector c = x.sub(u.sub(1));
        VectorMask<Double> inside = u.lt(Double.POSITIVE_INFINITY).and(u.eq(0).not());
        return log(u).add(c.div(u), inside);
    }
}
