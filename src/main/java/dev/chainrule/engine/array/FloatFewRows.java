package dev.chainrule.engine.array;

import static dev.chainrule.engine.array.Numbers.ALL;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * What is asked of each column of a matrix with few rows (the classes of a classifier), {@link #COLUMNS} columns at once: a block of
 * them is turned, so that a lane holds a column, and turned back. For vectors as long as {@link FloatProduct} wants them.
 */
final class FloatFewRows implements ColumnKernels {

    private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final VectorShuffle<Float> UPPER = VectorShuffle.iota(S, WIDE.length(), 1, true);

    /** Columns of a block, and the most rows one may have. */
    private static final int COLUMNS = S.length();

    private static final long BYTES = Float.BYTES;
    private static final long ROW = COLUMNS * BYTES;
    private static final ValueLayout.OfFloat NUMBER = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** A turned block, or one that is about to be turned and is read to the end of its last vector. */
    private static final long BLOCK = (COLUMNS + 1) * ROW;

    private static final FloatTranscendental TRANSCENDENTAL = new FloatTranscendental();
    private static final ThreadLocal<double[]> SUMS = ThreadLocal.withInitial(() -> new double[COLUMNS]);

    private final FloatColumn rest = new FloatColumn();

    /** How many of the columns are in whole blocks; none where they are long. */
    private static int whole(int rows, int columns) {
        return rows <= COLUMNS ? columns - columns % COLUMNS : 0;
    }

    @Override
    public double softmaxCrossEntropy(long y, long a, long t, int rows, int columns) {
        int whole = whole(rows, columns);
        double total = 0;
        for (int j = 0; j < whole; j += COLUMNS) {
            long at = BYTES * rows * j;
            total += softmaxOfBlock(y + at, a + at, t + at, rows);
        }
        long at = BYTES * rows * whole;
        return total + rest.softmaxCrossEntropy(y + at, a + at, t + at, rows, columns - whole);
    }

    @Override
    public int agreements(long a, long b, int rows, int columns) {
        int whole = whole(rows, columns);
        int count = 0;
        for (int j = 0; j < whole; j += COLUMNS) {
            count += agreementsOfBlock(a + BYTES * rows * j, b + BYTES * rows * j, rows);
        }
        return count + rest.agreements(a + BYTES * rows * whole, b + BYTES * rows * whole, rows, columns - whole);
    }

    /** Turns a block of columns, which is copied first: the last column's vector would end outside the matrix. */
    private static void load(long turned, long copy, long a, int rows) {
        MemorySegment.copy(ALL, a, ALL, copy, ROW * rows);
        FloatStrips.turnBlock(turned, ROW, copy, BYTES * rows);
    }

    /** Turns a block back; each column's vector overwrites what the one before wrote too far. */
    private static void store(long a, long packed, long copy, long turned, int rows) {
        FloatStrips.turnBlock(copy, ROW, turned, ROW);
        for (int j = 0; j < COLUMNS; j++) {
            FloatVector column = FloatVector.fromMemorySegment(S, ALL, copy + ROW * j, ORDER);
            column.intoMemorySegment(ALL, packed + BYTES * rows * j, ORDER);
        }
        MemorySegment.copy(ALL, packed, ALL, a, ROW * rows);
    }

    private static double softmaxOfBlock(long y, long a, long t, int rows) {
        long logits = FloatStrips.memory(4 * BLOCK);
        long targets = logits + BLOCK;
        long copy = targets + BLOCK;
        load(logits, copy, a, rows);
        load(targets, copy, t, rows);
        FloatVector most = FloatVector.fromMemorySegment(S, ALL, logits, ORDER);
        for (int i = 1; i < rows; i++) {
            most = FloatVector.fromMemorySegment(S, ALL, logits + ROW * i, ORDER)
                    .max(most);
        }
        FloatVector zero = FloatVector.zero(S);
        FloatVector picked = zero;
        FloatVector weight = zero;
        for (int i = 0; i < rows; i++) {
            FloatVector s = FloatVector.fromMemorySegment(S, ALL, logits + ROW * i, ORDER)
                    .sub(most);
            s.intoMemorySegment(ALL, logits + ROW * i, ORDER);
            FloatVector target = FloatVector.fromMemorySegment(S, ALL, targets + ROW * i, ORDER);
            FloatVector part = target.mul(s).blend(zero, target.compare(VectorOperators.EQ, zero));
            picked = part.add(picked);
            weight = target.add(weight);
        }
        TRANSCENDENTAL.exp(logits, logits, rows * COLUMNS);
        DoubleVector lower = DoubleVector.zero(WIDE);
        DoubleVector upper = DoubleVector.zero(WIDE);
        for (int i = 0; i < rows; i++) {
            FloatVector e = FloatVector.fromMemorySegment(S, ALL, logits + ROW * i, ORDER);
            lower = ((DoubleVector) e.convertShape(VectorOperators.F2D, WIDE, 0)).add(lower);
            upper = ((DoubleVector) e.rearrange(UPPER).convertShape(VectorOperators.F2D, WIDE, 0)).add(upper);
        }
        double[] sums = SUMS.get();
        lower.intoArray(sums, 0);
        upper.intoArray(sums, WIDE.length());
        picked.intoMemorySegment(ALL, targets, ORDER);
        weight.intoMemorySegment(ALL, targets + ROW, ORDER);
        double total = 0;
        double product = 1;
        for (int j = 0; j < COLUMNS; j++) {
            long at = targets + BYTES * j;
            total -= ALL.get(NUMBER, at);
            ALL.set(NUMBER, at, (float) (1 / sums[j]));
            float whole = ALL.get(NUMBER, at + ROW);
            if (whole == 1 && product < 1e200) {
                product *= sums[j]; // one logarithm for many columns
            } else {
                total += whole * StrictMath.log(sums[j]);
            }
        }
        total += StrictMath.log(product);
        FloatVector share = FloatVector.fromMemorySegment(S, ALL, targets, ORDER);
        for (int i = 0; i < rows; i++) {
            FloatVector e = FloatVector.fromMemorySegment(S, ALL, logits + ROW * i, ORDER);
            e.mul(share).intoMemorySegment(ALL, logits + ROW * i, ORDER);
        }
        store(y, copy + BLOCK, copy, logits, rows);
        return total;
    }

    /** A lane counts what speaks against its column. */
    private static int agreementsOfBlock(long a, long b, int rows) {
        long scores = FloatStrips.memory(4 * BLOCK);
        long targets = scores + BLOCK;
        long copy = targets + BLOCK;
        load(scores, copy, a, rows);
        load(targets, copy, b, rows);
        FloatVector high = FloatVector.fromMemorySegment(S, ALL, targets, ORDER);
        FloatVector best = FloatVector.fromMemorySegment(S, ALL, scores, ORDER);
        FloatVector meant = FloatVector.zero(S);
        for (int i = 1; i < rows; i++) {
            FloatVector target = FloatVector.fromMemorySegment(S, ALL, targets + ROW * i, ORDER);
            FloatVector score = FloatVector.fromMemorySegment(S, ALL, scores + ROW * i, ORDER);
            best = best.blend(score, high.compare(VectorOperators.LT, target));
            meant = meant.blend(FloatVector.broadcast(S, (float) i), high.compare(VectorOperators.LT, target));
            high = target.max(high);
        }
        FloatVector one = FloatVector.broadcast(S, 1f);
        FloatVector against = FloatVector.zero(S).blend(one, high.compare(VectorOperators.NE, high));
        for (int i = 0; i < rows; i++) {
            FloatVector score = FloatVector.fromMemorySegment(S, ALL, scores + ROW * i, ORDER);
            FloatVector later = FloatVector.broadcast(S, (float) i);
            FloatVector tie = one.blend(FloatVector.zero(S), meant.compare(VectorOperators.LE, later));
            FloatVector doubt = one.blend(tie, score.compare(VectorOperators.EQ, best));
            FloatVector wrong = doubt.blend(FloatVector.zero(S), score.compare(VectorOperators.LT, best));
            against = wrong.add(against);
        }
        against.intoMemorySegment(ALL, targets, ORDER);
        int count = 0;
        for (int j = 0; j < COLUMNS; j++) {
            count += ALL.get(NUMBER, targets + BYTES * j) == 0 ? 1 : 0;
        }
        return count;
    }

    @Override
    public void addColumn(long a, long b, int rows, int columns) {
        rest.addColumn(a, b, rows, columns);
    }

    @Override
    public void addRowSums(long y, long g, int rows, int columns) {
        rest.addRowSums(y, g, rows, columns);
    }

    @Override
    public void columnSums(long y, long a, int rows, int columns) {
        rest.columnSums(y, a, rows, columns);
    }

    @Override
    public void softmax(long y, long a, int rows, int columns) {
        rest.softmax(y, a, rows, columns);
    }

    @Override
    public void logSumExp(long y, long a, int rows, int columns) {
        rest.logSumExp(y, a, rows, columns);
    }

    @Override
    public void argmax(int[] best, long a, int rows, int columns) {
        rest.argmax(best, a, rows, columns);
    }

    @Override
    public void gather(long y, long a, int rows, int[] indices, int from, int columns) {
        rest.gather(y, a, rows, indices, from, columns);
    }
}
