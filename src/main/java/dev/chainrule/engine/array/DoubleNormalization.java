package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Loops over lanes: as many rows at a time as a vector holds, each adding up column after column in the number type, or along a column,
 * added up as {@link DoubleSum} does. Written without helper methods in the loops: see {@link DoubleArithmetic}.
 */
final class DoubleNormalization implements NormalizationKernels {

    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final long BYTES = Double.BYTES;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private final DoubleSum along = new DoubleSum();

    @Override
    public void rowMoments(long u, long t, long g, int rows, int columns) {
        long stride = BYTES * rows;
        for (int i = 0; i < rows; i += LANES) {
            VectorMask<Double> mask = S.indexInRange(i, rows);
            // From the first column on: a long sum of large numbers loses what is small of each.
            DoubleVector first = DoubleVector.fromMemorySegment(S, ALL, g + BYTES * i, ORDER, mask);
            DoubleVector sum = DoubleVector.zero(S);
            for (int j = 0; j < columns; j++) {
                sum = DoubleVector.fromMemorySegment(S, ALL, g + stride * j + BYTES * i, ORDER, mask)
                        .sub(first)
                        .add(sum);
            }
            DoubleVector about = sum.div(columns).add(first);
            DoubleVector squares = DoubleVector.zero(S);
            DoubleVector off = DoubleVector.zero(S); // what rounding has left
            for (int j = 0; j < columns; j++) {
                DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, g + stride * j + BYTES * i, ORDER, mask);
                DoubleVector d = s.sub(about);
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
            VectorMask<Double> mask = S.indexInRange(i, rows);
            DoubleVector mean = DoubleVector.fromMemorySegment(S, ALL, u + BYTES * i, ORDER, mask);
            DoubleVector factor = DoubleVector.fromMemorySegment(S, ALL, t + BYTES * i, ORDER, mask);
            for (int j = 0; j < columns; j++) {
                DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + stride * j + BYTES * i, ORDER, mask);
                s.sub(mean).mul(factor).intoMemorySegment(ALL, y + stride * j + BYTES * i, ORDER, mask);
            }
        }
    }

    @Override
    public void projectRows(long y, long g, long h, long t, int rows, int columns) {
        long stride = BYTES * rows;
        for (int i = 0; i < rows; i += LANES) {
            VectorMask<Double> mask = S.indexInRange(i, rows);
            DoubleVector sum = DoubleVector.zero(S);
            DoubleVector product = DoubleVector.zero(S);
            for (int j = 0; j < columns; j++) {
                DoubleVector p = DoubleVector.fromMemorySegment(S, ALL, g + stride * j + BYTES * i, ORDER, mask);
                DoubleVector q = DoubleVector.fromMemorySegment(S, ALL, h + stride * j + BYTES * i, ORDER, mask);
                sum = p.add(sum);
                product = p.fma(q, product);
            }
            DoubleVector mean = sum.div(columns);
            DoubleVector share = product.div(columns);
            DoubleVector factor = DoubleVector.fromMemorySegment(S, ALL, t + BYTES * i, ORDER, mask);
            for (int j = 0; j < columns; j++) {
                DoubleVector p = DoubleVector.fromMemorySegment(S, ALL, g + stride * j + BYTES * i, ORDER, mask);
                DoubleVector q = DoubleVector.fromMemorySegment(S, ALL, h + stride * j + BYTES * i, ORDER, mask);
                DoubleVector rest = p.sub(mean).sub(q.mul(share));
                rest.mul(factor).intoMemorySegment(ALL, y + stride * j + BYTES * i, ORDER, mask);
            }
        }
    }

    @Override
    public void multiplyRows(long y, long a, long b, int rows, int columns) {
        long stride = BYTES * rows;
        for (int i = 0; i < rows; i += LANES) {
            VectorMask<Double> mask = S.indexInRange(i, rows);
            DoubleVector factor = DoubleVector.fromMemorySegment(S, ALL, b + BYTES * i, ORDER, mask);
            for (int j = 0; j < columns; j++) {
                DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, a + stride * j + BYTES * i, ORDER, mask);
                s.mul(factor).intoMemorySegment(ALL, y + stride * j + BYTES * i, ORDER, mask);
            }
        }
    }

    @Override
    public void addRowProducts(long y, long g, long h, int rows, int columns) {
        long stride = BYTES * rows;
        for (int i = 0; i < rows; i += LANES) {
            VectorMask<Double> mask = S.indexInRange(i, rows);
            DoubleVector product = DoubleVector.zero(S);
            for (int j = 0; j < columns; j++) {
                DoubleVector p = DoubleVector.fromMemorySegment(S, ALL, g + stride * j + BYTES * i, ORDER, mask);
                DoubleVector q = DoubleVector.fromMemorySegment(S, ALL, h + stride * j + BYTES * i, ORDER, mask);
                product = p.fma(q, product);
            }
            DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, y + BYTES * i, ORDER, mask);
            s.add(product).intoMemorySegment(ALL, y + BYTES * i, ORDER, mask);
        }
    }

    @Override
    public void standardizeColumns(long y, long t, long g, int rows, int columns, double c) {
        for (int j = 0; j < columns; j++) {
            long from = g + BYTES * rows * j;
            long to = y + BYTES * rows * j;
            double mean = (along.sum(from, rows) / rows);
            for (int i = 0; i < rows; i += LANES) {
                VectorMask<Double> mask = S.indexInRange(i, rows);
                DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, from + BYTES * i, ORDER, mask);
                s.sub(mean).intoMemorySegment(ALL, to + BYTES * i, ORDER, mask);
            }
            double factor = (1 / Math.sqrt(along.sumOfSquares(to, rows) / rows + c));
            Numbers.DOUBLE.set(t, j, factor);
            for (int i = 0; i < rows; i += LANES) {
                VectorMask<Double> mask = S.indexInRange(i, rows);
                DoubleVector s = DoubleVector.fromMemorySegment(S, ALL, to + BYTES * i, ORDER, mask);
                s.mul(factor).intoMemorySegment(ALL, to + BYTES * i, ORDER, mask);
            }
        }
    }

    @Override
    public void projectColumns(long y, long g, long h, long t, int rows, int columns) {
        for (int j = 0; j < columns; j++) {
            long from = BYTES * rows * j;
            double mean = (along.sum(g + from, rows) / rows);
            double share = (along.dot(g + from, h + from, rows) / rows);
            double factor = Numbers.DOUBLE.get(t, j);
            for (int i = 0; i < rows; i += LANES) {
                VectorMask<Double> mask = S.indexInRange(i, rows);
                DoubleVector p = DoubleVector.fromMemorySegment(S, ALL, g + from + BYTES * i, ORDER, mask);
                DoubleVector q = DoubleVector.fromMemorySegment(S, ALL, h + from + BYTES * i, ORDER, mask);
                DoubleVector rest = p.sub(mean).sub(q.mul(share));
                rest.mul(factor).intoMemorySegment(ALL, y + from + BYTES * i, ORDER, mask);
            }
        }
    }
}
