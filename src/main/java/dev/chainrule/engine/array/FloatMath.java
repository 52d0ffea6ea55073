package dev.chainrule.engine.array;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Functions of each float lane, by polynomials whose coefficients come from {@code polynomials.py} beside the tests. They are made of
 * IEEE operations only, so interpreter and compiled code give the same bits ({@code lanewise(EXP)} does not). Within 3 units in the
 * last place of StrictMath on all numbers, zeros, denormals and infinities included; NaN in, NaN out.
 *
 * <p>Keep each short: past some fifty vector operations in one loop C2 stops inlining (NodeCountInliningCutoff), and a vector passed to
 * a real call is an object.
 */
final class FloatMath {

    /** 1.5 times 2 to the bits of the mantissa: adding it rounds to an integer, which then stands in the lowest bits. */
    private static final float ROUND = 0x1.8p23f;

    private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
    private static final int MANTISSA_BITS = Float.PRECISION - 1;
    private static final int MANTISSA = (1 << MANTISSA_BITS) - 1;
    private static final int BIAS = Float.MAX_EXPONENT;

    private static final float LOG2_E = 1.4426950f;
    private static final float LN2 = 0.6931471824645996f;
    private static final float LN2_REST = -1.9046542121259336e-9f;

    /** e^x is 0 from here down, and infinite from {@link #HIGHEST} up. */
    private static final float LOWEST = -104f;

    private static final float HIGHEST = 88.8f;

    /** e^x - 1 is -1 from here down. */
    private static final float NEARLY_MINUS_ONE = -20f;

    /** tanh x is 1 from here up. */
    private static final float NEARLY_ONE = 10f;

    /** e^x - 1 is x below. */
    private static final float TINY = 0x1p-24f;

    private static final int ONE_BITS = Float.floatToRawIntBits(1);
    private static final int SQRT_HALF_BITS = Float.floatToRawIntBits(0.70710677f);

    private FloatMath() {}

    /** e^x = 2^k e^r with x = k log 2 + r. */
    static FloatVector exp(FloatVector x) {
        FloatVector clamped = x.min(HIGHEST).max(LOWEST);
        FloatVector shifted = clamped.fma(LOG2_E, ROUND);
        FloatVector y = smallExpm1(remainder(clamped, shifted.sub(ROUND))).add(1);
        IntVector k = shifted.reinterpretAsInts().sub(ROUND_BITS);
        // 2^k in two factors: one alone overflows at the top, and cannot be a denormal at the bottom.
        IntVector half = k.lanewise(VectorOperators.ASHR, 1);
        return y.mul(powerOfTwo(half)).mul(powerOfTwo(k.sub(half)));
    }

    /** e^x - 1. */
    static FloatVector expm1(FloatVector x) {
        FloatVector clamped = x.min(HIGHEST).max(NEARLY_MINUS_ONE);
        FloatVector shifted = clamped.fma(LOG2_E, ROUND);
        FloatVector y = smallExpm1(remainder(clamped, shifted.sub(ROUND)));
        // 2 (2^(k-1) (e^r - 1) + 2^(k-1) - 1/2): the scaling is exact, and nothing overflows before the end.
        FloatVector scale = powerOfTwo(shifted.reinterpretAsInts().sub(ROUND_BITS + 1));
        FloatVector half = y.fma(scale, scale.sub(0.5f));
        return half.add(half).blend(x, x.abs().lt(TINY));
    }

    /** x - k log 2, |.| at most log(2) / 2 where k is the nearest integer to x / log 2. */
    private static FloatVector remainder(FloatVector x, FloatVector k) {
        return k.fma(k.broadcast(-LN2_REST), k.fma(k.broadcast(-LN2), x));
    }

    /** e^r - 1 = r + r^2 q(r) for |r| <= log(2) / 2. */
    private static FloatVector smallExpm1(FloatVector r) {
        FloatVector q = r.fma(0.001392617611993558f, 0.008363173074513711f)
                .fma(r, r.broadcast(0.041666554662050534f))
                .fma(r, r.broadcast(0.1666657702559799f))
                .fma(r, r.broadcast(0.5f));
        return r.mul(r).fma(q, r);
    }

    /** 2^k for a normal exponent k, by writing the exponent's bits. */
    private static FloatVector powerOfTwo(IntVector k) {
        return k.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats();
    }

    /** tanh x = t / (t + 2) with t = e^2|x| - 1, and the sign of x. */
    static FloatVector tanh(FloatVector x) {
        FloatVector t = expm1(x.abs().min(NEARLY_ONE).mul(2));
        IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
        return t.div(t.add(2)).reinterpretAsInts().or(sign).reinterpretAsFloats();
    }

    /** 1 / (1 + e^-x), from e^-|x| so that nothing overflows. */
    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        FloatVector one = e.broadcast(1);
        return one.blend(e, x.lt(0)).div(e.add(1));
    }

    /** log(1 + e^x) = max(x, 0) + log(1 + e) with e = e^-|x| in [0, 1], log(1 + e) = 2 atanh s with s = e / (2 + e). */
    static FloatVector softplus(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        FloatVector s = e.div(e.add(2));
        FloatVector z = s.mul(s);
        FloatVector p = z.fma(0.2685149802283715f, 0.2823661980531048f)
                .fma(z, z.broadcast(0.40007560644911205f))
                .fma(z, z.broadcast(0.6666664033669923f));
        return x.max(0).add(s.mul(z).fma(p, s.add(s)));
    }

    /** log x = k log 2 + log m with x = 2^k m, sqrt(1/2) <= m < sqrt 2; log m from s = (m - 1) / (m + 1) (as in fdlibm). */
    static FloatVector log(FloatVector x) {
        VectorMask<Float> denormal = x.lt(Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(0x1p24f), denormal).reinterpretAsInts().add(ONE_BITS - SQRT_HALF_BITS);
        IntVector exponent = bits.lanewise(VectorOperators.ASHR, MANTISSA_BITS);
        FloatVector k = exponent.add(ROUND_BITS - BIAS).reinterpretAsFloats().sub(ROUND);
        FloatVector f =
                bits.and(MANTISSA).add(SQRT_HALF_BITS).reinterpretAsFloats().sub(1);
        FloatVector y = logOfScaled(f, k.blend(k.sub(24), denormal));
        return y.blend(Float.NEGATIVE_INFINITY, x.eq(0))
                .blend(Float.NaN, x.lt(0))
                .blend(x, x.lt(Float.POSITIVE_INFINITY).not());
    }

    /** k log 2 + log(1 + f). */
    private static FloatVector logOfScaled(FloatVector f, FloatVector k) {
        FloatVector s = f.div(f.add(2));
        FloatVector z = s.mul(s);
        FloatVector p = z.fma(0.2957994939197279f, 0.3998878056602198f).fma(z, z.broadcast(0.6666668503957586f));
        FloatVector square = f.mul(f).mul(0.5f);
        FloatVector rest = k.fma(k.broadcast(LN2_REST), s.mul(z.fma(p, square)));
        return k.fma(k.broadcast(LN2), f.sub(square.sub(rest)));
    }

    /** log(1 + x): what 1 + x rounds off is given back as c / (1 + x). */
    static FloatVector log1p(FloatVector x) {
        FloatVector u = x.add(1);
        FloatVector c = x.sub(u.sub(1));
        VectorMask<Float> inside = u.lt(Float.POSITIVE_INFINITY).and(u.eq(0).not());
        return log(u).add(c.div(u), inside);
    }
}
