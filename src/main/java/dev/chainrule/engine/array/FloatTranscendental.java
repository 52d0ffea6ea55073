package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Functions of each float lane, by polynomials whose coefficients come from {@code polynomials.py} beside the tests, made of IEEE operations
 * only: interpreter and compiled code give the same bits ({@code lanewise(EXP)} does not). Within 3 units in the last place of StrictMath;
 * under a mask throughout, so that an element's bits do not depend on its place.
 *
 * <p>Written out, without helper methods: a loop first met by a few numbers of this type among many of the other is compiled with the
 * helper as a call, and a vector passed to a real call is an object, for good (see {@link FloatArithmetic}). Keep each short: past some
 * fifty vector operations C2 stops inlining (NodeCountInliningCutoff).
 */
final class FloatTranscendental implements TranscendentalKernels {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** 1.5 times 2 to the bits of the mantissa: adding it rounds to an integer, which then stands in the lowest bits. */
    private static final float ROUND = 0x1.8p23f;

    private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
    private static final int MANTISSA_BITS = Float.PRECISION - 1;
    private static final int MANTISSA = (1 << MANTISSA_BITS) - 1;
    private static final int BIAS = Float.MAX_EXPONENT;

    private static final float LOG2_E = 1.4426950f;
    private static final float LN2 = 0.6931471824645996f;
    private static final float LN2_REST = -1.9046542121259336e-9f;

    private static final float LOWEST = -104f; // e^x is 0 from here down
    private static final float HIGHEST = 88.8f; // e^x is infinite from here up
    private static final float NEARLY_MINUS_ONE = -20f; // e^x - 1 is -1 from here down
    private static final float NEARLY_ONE = 10f; // tanh x is 1 from here up
    private static final float FAR = 15f; // e^(-x^2 / 2) is 0 from here up
    private static final float TINY = 0x1p-24f; // e^x - 1 is x below

    private static final int ONE_BITS = Float.floatToRawIntBits(1);
    private static final int SQRT_HALF_BITS = Float.floatToRawIntBits(0.70710677f);

    /** e^x = 2^k e^r with x = k log 2 + r; 2^k in two factors, for one alone overflows at the top, and cannot be a denormal at the bottom. */
    @Override
    public void exp(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector x = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            FloatVector clamped = x.min(HIGHEST).max(LOWEST);
            FloatVector shifted = clamped.fma(LOG2_E, ROUND);
            FloatVector k = shifted.sub(ROUND);
            FloatVector r = k.fma(k.broadcast(-LN2_REST), k.fma(k.broadcast(-LN2), clamped));
            FloatVector q = r.fma(0.001392617611993558f, 0.008363173074513711f)
                    .fma(r, r.broadcast(0.041666554662050534f))
                    .fma(r, r.broadcast(0.1666657702559799f))
                    .fma(r, r.broadcast(0.5f));
            IntVector whole = shifted.reinterpretAsInts().sub(ROUND_BITS);
            IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
            FloatVector power =
                    half.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats();
            FloatVector other = whole.sub(half)
                    .add(BIAS)
                    .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                    .reinterpretAsFloats();
            FloatVector e = r.mul(r).fma(q, r).add(1).mul(power).mul(other);
            e.intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    /** 2 (2^(k-1) (e^r - 1) + 2^(k-1) - 1/2): the scaling is exact, and nothing overflows before the end. */
    @Override
    public void expm1(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector x = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            FloatVector clamped = x.min(HIGHEST).max(NEARLY_MINUS_ONE);
            FloatVector shifted = clamped.fma(LOG2_E, ROUND);
            FloatVector k = shifted.sub(ROUND);
            FloatVector r = k.fma(k.broadcast(-LN2_REST), k.fma(k.broadcast(-LN2), clamped));
            FloatVector q = r.fma(0.001392617611993558f, 0.008363173074513711f)
                    .fma(r, r.broadcast(0.041666554662050534f))
                    .fma(r, r.broadcast(0.1666657702559799f))
                    .fma(r, r.broadcast(0.5f));
            FloatVector scale = shifted.reinterpretAsInts()
                    .sub(ROUND_BITS + 1)
                    .add(BIAS)
                    .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                    .reinterpretAsFloats();
            FloatVector half = r.mul(r).fma(q, r).fma(scale, scale.sub(0.5f));
            half.add(half).blend(x, x.abs().lt(TINY)).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    /** log x = k log 2 + log m with x = 2^k m, sqrt(1/2) <= m < sqrt 2; log m from s = (m - 1) / (m + 1) (as in fdlibm). */
    @Override
    public void log(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector x = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            VectorMask<Float> denormal = x.lt(Float.MIN_NORMAL);
            IntVector bits =
                    x.blend(x.mul(0x1p24f), denormal).reinterpretAsInts().add(ONE_BITS - SQRT_HALF_BITS);
            IntVector exponent = bits.lanewise(VectorOperators.ASHR, MANTISSA_BITS);
            FloatVector whole =
                    exponent.add(ROUND_BITS - BIAS).reinterpretAsFloats().sub(ROUND);
            FloatVector k = whole.blend(whole.sub(24), denormal);
            FloatVector f =
                    bits.and(MANTISSA).add(SQRT_HALF_BITS).reinterpretAsFloats().sub(1);
            FloatVector s = f.div(f.add(2));
            FloatVector z = s.mul(s);
            FloatVector p = z.fma(0.2957994939197279f, 0.3998878056602198f).fma(z, z.broadcast(0.6666668503957586f));
            FloatVector square = f.mul(f).mul(0.5f);
            FloatVector rest = k.fma(k.broadcast(LN2_REST), s.mul(z.fma(p, square)));
            FloatVector log = k.fma(k.broadcast(LN2), f.sub(square.sub(rest)))
                    .blend(Float.NEGATIVE_INFINITY, x.eq(0))
                    .blend(Float.NaN, x.lt(0))
                    .blend(x, x.lt(Float.POSITIVE_INFINITY).not());
            log.intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    /** log(1 + x): what u = 1 + x rounds off is given back as c / u. */
    @Override
    public void log1p(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector x = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            FloatVector u = x.add(1);
            FloatVector c = x.sub(u.sub(1));
            VectorMask<Float> inside = u.lt(Float.POSITIVE_INFINITY).and(u.eq(0).not());
            VectorMask<Float> denormal = u.lt(Float.MIN_NORMAL);
            IntVector bits =
                    u.blend(u.mul(0x1p24f), denormal).reinterpretAsInts().add(ONE_BITS - SQRT_HALF_BITS);
            IntVector exponent = bits.lanewise(VectorOperators.ASHR, MANTISSA_BITS);
            FloatVector whole =
                    exponent.add(ROUND_BITS - BIAS).reinterpretAsFloats().sub(ROUND);
            FloatVector k = whole.blend(whole.sub(24), denormal);
            FloatVector f =
                    bits.and(MANTISSA).add(SQRT_HALF_BITS).reinterpretAsFloats().sub(1);
            FloatVector s = f.div(f.add(2));
            FloatVector z = s.mul(s);
            FloatVector p = z.fma(0.2957994939197279f, 0.3998878056602198f).fma(z, z.broadcast(0.6666668503957586f));
            FloatVector square = f.mul(f).mul(0.5f);
            FloatVector rest = k.fma(k.broadcast(LN2_REST), s.mul(z.fma(p, square)));
            FloatVector log = k.fma(k.broadcast(LN2), f.sub(square.sub(rest)))
                    .blend(Float.NEGATIVE_INFINITY, u.eq(0))
                    .blend(Float.NaN, u.lt(0))
                    .blend(u, u.lt(Float.POSITIVE_INFINITY).not());
            log.add(c.div(u), inside).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    /** tanh x = t / (t + 2) with t = e^2|x| - 1, and the sign of x. */
    @Override
    public void tanh(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector x = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            FloatVector twice = x.abs().min(NEARLY_ONE).mul(2);
            FloatVector clamped = twice.min(HIGHEST).max(NEARLY_MINUS_ONE);
            FloatVector shifted = clamped.fma(LOG2_E, ROUND);
            FloatVector k = shifted.sub(ROUND);
            FloatVector r = k.fma(k.broadcast(-LN2_REST), k.fma(k.broadcast(-LN2), clamped));
            FloatVector q = r.fma(0.001392617611993558f, 0.008363173074513711f)
                    .fma(r, r.broadcast(0.041666554662050534f))
                    .fma(r, r.broadcast(0.1666657702559799f))
                    .fma(r, r.broadcast(0.5f));
            FloatVector scale = shifted.reinterpretAsInts()
                    .sub(ROUND_BITS + 1)
                    .add(BIAS)
                    .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                    .reinterpretAsFloats();
            FloatVector half = r.mul(r).fma(q, r).fma(scale, scale.sub(0.5f));
            FloatVector t = half.add(half).blend(twice, twice.lt(TINY));
            IntVector sign = x.reinterpretAsInts().and(Integer.MIN_VALUE);
            t.div(t.add(2))
                    .reinterpretAsInts()
                    .or(sign)
                    .reinterpretAsFloats()
                    .intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    /** 1 / (1 + e^-x), from e^-|x| so that nothing overflows. */
    @Override
    public void sigmoid(long y, long a, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector x = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            FloatVector below = x.abs().neg();
            FloatVector clamped = below.min(HIGHEST).max(LOWEST);
            FloatVector shifted = clamped.fma(LOG2_E, ROUND);
            FloatVector k = shifted.sub(ROUND);
            FloatVector r = k.fma(k.broadcast(-LN2_REST), k.fma(k.broadcast(-LN2), clamped));
            FloatVector q = r.fma(0.001392617611993558f, 0.008363173074513711f)
                    .fma(r, r.broadcast(0.041666554662050534f))
                    .fma(r, r.broadcast(0.1666657702559799f))
                    .fma(r, r.broadcast(0.5f));
            IntVector whole = shifted.reinterpretAsInts().sub(ROUND_BITS);
            IntVector half = whole.lanewise(VectorOperators.ASHR, 1);
            FloatVector power =
                    half.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats();
            FloatVector other = whole.sub(half)
                    .add(BIAS)
                    .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
                    .reinterpretAsFloats();
            FloatVector e = r.mul(r).fma(q, r).add(1).mul(power).mul(other);
            e.broadcast(1).blend(e, x.lt(0)).div(e.add(1)).intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }

    /** Phi(-t) = e R(t) for t >= 0, e = e^(-t^2 / 2): Mills' ratio by (1 + t) R(t), a polynomial in q = (t - 4) / (t + 4). */
    @Override
    public void normalCdf(long y, long a, long b, int n) {
        for (int i = 0; i < n; i += LANES) {
            VectorMask<Float> m = S.indexInRange(i, n);
            FloatVector x = FloatVector.fromMemorySegment(S, ALL, a + BYTES * i, ORDER, m);
            FloatVector e = FloatVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER, m);
            FloatVector t = x.abs().min(FAR);
            FloatVector q = t.sub(4).div(t.add(4));
            FloatVector p = q.fma(-7.437454769387841e-05f, -6.673718598904088e-05f)
                    .fma(q, q.broadcast(0.0006908448413014412f))
                    .fma(q, q.broadcast(-0.0002999187563546002f))
                    .fma(q, q.broadcast(-0.005002140998840332f))
                    .fma(q, q.broadcast(0.017939450219273567f))
                    .fma(q, q.broadcast(-0.03219781443476677f))
                    .fma(q, q.broadcast(0.02860003337264061f))
                    .fma(q, q.broadcast(0.013999636285007f))
                    .fma(q, q.broadcast(-0.09670346975326538f))
                    .fma(q, q.broadcast(0.472053200006485f));
            FloatVector tail = p.div(t.add(1)).mul(e);
            tail.blend(tail.neg().add(1), x.compare(VectorOperators.GT, 0))
                    .intoMemorySegment(ALL, y + BYTES * i, ORDER, m);
        }
    }
}
