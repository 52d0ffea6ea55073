package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over lanes: as many rows at a time as a vector holds, each adding up column after column in the number type, or along a column,
 * added up as {@link FloatSum} does. Written without helper methods in the loops: see {@link FloatArithmetic}.
 */
final class FloatNormalization implements NormalizationKernels {

    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Float.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final FloatSum along = new FloatSum();

    @Override
    public void rowMoments(long u, long t, long g, int rows, int columns) {
        long stride = BYTES * rows;
        for (int i = 0; i < rows; i += LANES) {
            VectorMask<Float> mask = S.indexInRange(i, rows);
            // From the first column on: a long sum of large numbers loses what is small of each.
            FloatVector first = FloatVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER, mask);
            FloatVector sum = FloatVector.zero(S);
            for (int j = 0; j < columns; j++) {
                sum = FloatVector.fromMemorySegment(S, ALL, g + stride * j + BYTES * i, ORDER, mask)
                        .sub(first)
                        .add(sum);
            }
            FloatVector about = sum.div(columns).add(first);
            FloatVector squares = FloatVector.zero(S);
            FloatVector off = FloatVector.zero(S); // what rounding has left
            for (int j = 0; j < columns; j++) {
                FloatVector s = FloatVector.fromMemorySegment(S, ALL, g + stride * j + BYTES * i, ORDER, mask);
                FloatVector d = s.sub(about);
                squares = d.fma(d, squares);
                off = d.add(off);
            }
            off = off.div(columns);
            about.add(off).intoMemorySegment(ALL, u + BYTES * i, ORDER, mask);
            squares.div(columns).sub(off.mul(off)).intoMemorySegment(ALL, t + BYTES * i, ORDER, mask);
        }
    }

    @Override
    public void centerRows(long y, long a, long u, long t, int rows, int columns) {
        long stride = BYTES * rows;
        for (int i = 0; i < rows; i += LANES) {
            VectorMask<Float> mask = S.indexInRange(i, rows);
            FloatVector mean = FloatVector.fromMemorySegment(S, ALL, u + BYTES * i, ORDER, mask);
            FloatVector factor = FloatVector.fromMemorySegment(S, ALL, t + BYTES * i, ORDER, mask);
            for (int j = 0; j < columns; j++) {
                FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + stride * j + BYTES * i, ORDER, mask);
                s.sub(mean).mul(factor).intoMemorySegment(ALL, y + stride * j + BYTES * i, ORDER, mask);
            }
        }
    }

    @Override
    public void projectRows(long y, long g, long h, long t, int rows, int columns) {
        long stride = BYTES * rows;
        for (int i = 0; i < rows; i += LANES) {
            VectorMask<Float> mask = S.indexInRange(i, rows);
            FloatVector sum = FloatVector.zero(S);
            FloatVector product = FloatVector.zero(S);
            for (int j = 0; j < columns; j++) {
                FloatVector p = FloatVector.fromMemorySegment(S, ALL, g + stride * j + BYTES * i, ORDER, mask);
                FloatVector q = FloatVector.fromMemorySegment(S, ALL, h + stride * j + BYTES * i, ORDER, mask);
                sum = p.add(sum);
                product = p.fma(q, product);
            }
            FloatVector mean = sum.div(columns);
            FloatVector share = product.div(columns);
            FloatVector factor = FloatVector.fromMemorySegment(S, ALL, t + BYTES * i, ORDER, mask);
            for (int j = 0; j < columns; j++) {
                FloatVector p = FloatVector.fromMemorySegment(S, ALL, g + stride * j + BYTES * i, ORDER, mask);
                FloatVector q = FloatVector.fromMemorySegment(S, ALL, h + stride * j + BYTES * i, ORDER, mask);
                FloatVector rest = p.sub(mean).sub(q.mul(share));
                rest.mul(factor).intoMemorySegment(ALL, y + stride * j + BYTES * i, ORDER, mask);
            }
        }
    }

    @Override
    public void multiplyRows(long y, long a, long b, int rows, int columns) {
        long stride = BYTES * rows;
        for (int i = 0; i < rows; i += LANES) {
            VectorMask<Float> mask = S.indexInRange(i, rows);
            FloatVector factor = FloatVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER, mask);
            for (int j = 0; j < columns; j++) {
                FloatVector s = FloatVector.fromMemorySegment(S, ALL, a + stride * j + BYTES * i, ORDER, mask);
                s.mul(factor).intoMemorySegment(ALL, y + stride * j + BYTES * i, ORDER, mask);
            }
        }
    }

    @Override
    public void addRowProducts(long y, long g, long h, int rows, int columns) {
        long stride = BYTES * rows;
        for (int i = 0; i < rows; i += LANES) {
            VectorMask<Float> mask = S.indexInRange(i, rows);
            FloatVector product = FloatVector.zero(S);
            for (int j = 0; j < columns; j++) {
                FloatVector p = FloatVector.fromMemorySegment(S, ALL, g + stride * j + BYTES * i, ORDER, mask);
                FloatVector q = FloatVector.fromMemorySegment(S, ALL, h + stride * j + BYTES * i, ORDER, mask);
                product = p.fma(q, product);
            }
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, y + BYTES * i, ORDER, mask);
            s.add(product).intoMemorySegment(ALL, y + BYTES * i, ORDER, mask);
        }
    }

    @Override
    public void standardizeColumns(long y, long t, long g, int rows, int columns, double c) {
        for (int j = 0; j < columns; j++) {
            long from = g + BYTES * rows * j;
            long to = y + BYTES * rows * j;
            float mean = (float) (along.sum(from, rows) / rows);
            for (int i = 0; i < rows; i += LANES) {
                VectorMask<Float> mask = S.indexInRange(i, rows);
                FloatVector s = FloatVector.fromMemorySegment(S, ALL, from + BYTES * i, ORDER, mask);
                s.sub(mean).intoMemorySegment(ALL, to + BYTES * i, ORDER, mask);
            }
            float factor = (float) (1 / Math.sqrt(along.sumOfSquares(to, rows) / rows + c));
            Numbers.FLOAT.set(t, j, factor);
            for (int i = 0; i < rows; i += LANES) {
                VectorMask<Float> mask = S.indexInRange(i, rows);
                FloatVector s = FloatVector.fromMemorySegment(S, ALL, to + BYTES * i, ORDER, mask);
                s.mul(factor).intoMemorySegment(ALL, to + BYTES * i, ORDER, mask);
            }
        }
    }

    @Override
    public void projectColumns(long y, long g, long h, long t, int rows, int columns) {
        for (int j = 0; j < columns; j++) {
            long from = BYTES * rows * j;
            float mean = (float) (along.sum(g + from, rows) / rows);
            float share = (float) (along.dot(g + from, h + from, rows) / rows);
            float factor = (float) Numbers.FLOAT.get(t, j);
            for (int i = 0; i < rows; i += LANES) {
                VectorMask<Float> mask = S.indexInRange(i, rows);
                FloatVector p = FloatVector.fromMemorySegment(S, ALL, g + from + BYTES * i, ORDER, mask);
                FloatVector q = FloatVector.fromMemorySegment(S, ALL, h + from + BYTES * i, ORDER, mask);
                FloatVector rest = p.sub(mean).sub(q.mul(share));
                rest.mul(factor).intoMemorySegment(ALL, y + from + BYTES * i, ORDER, mask);
            }
        }
    }
}
