package dev.chainrule.bench;

import com.sun.management.ThreadMXBean;
import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The three products of a dense layer, GFLOP/s by the thread's own processor time, the best of nine blocks, after {@code
 * -Dbench.warmup} seconds of all shapes, so that the compiler is through. With {@code -Dchainrule.kernels=scalar} all of them go to
 * OpenBLAS: two runs are the comparison.
 */
final class ProductBenchmark {

    private static final int BLOCKS = 9;
    private static final double FLOPS_OF_A_BLOCK = 4e8;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Units, examples, inputs. */
    private record Shape(int units, int batch, int inputs) {

        double flops() {
            return 2.0 * units * batch * inputs;
        }
    }

    private static final List<Shape> SHAPES = List.of(
            new Shape(16, 16, 4),
            new Shape(10, 32, 64),
            new Shape(64, 32, 64),
            new Shape(64, 64, 64),
            new Shape(128, 64, 784),
            new Shape(256, 128, 512),
            new Shape(512, 128, 784),
            new Shape(1024, 128, 1024),
            new Shape(1024, 1024, 1024));

    private ProductBenchmark() {}

    public static void main(String[] arguments) {
        double warmup = Double.parseDouble(System.getProperty("bench.warmup", "3"));
        for (long started = System.nanoTime(); System.nanoTime() - started < warmup * 1e9; ) {
            SHAPES.forEach(shape -> measure(shape, 1, FLOPS_OF_A_BLOCK / 20));
        }
        System.out.println("| units, batch, inputs | a = W x | grad W = g x' | W' g |");
        System.out.println("|---|---|---|---|");
        SHAPES.forEach(shape -> System.out.println(measure(shape, BLOCKS, FLOPS_OF_A_BLOCK)));
    }

    private static INDArray random(int rows, int columns) {
        INDArray a = OffHeap.matrix(DataType.FLOAT, rows, columns);
        OffHeap.fromDoubles(
                a, new SplittableRandom(1).doubles((long) rows * columns, -1, 1).toArray());
        return a;
    }

    private static String measure(Shape shape, int blocks, double flops) {
        INDArray w = random(shape.units, shape.inputs);
        INDArray x = random(shape.inputs, shape.batch);
        INDArray a = random(shape.units, shape.batch);
        INDArray g = random(shape.units, shape.batch);
        INDArray dw = random(shape.units, shape.inputs);
        INDArray inner = random(shape.inputs, shape.batch);
        return String.format(
                Locale.ROOT,
                "| %d, %d, %d | %.0f | %.0f | %.0f |",
                shape.units,
                shape.batch,
                shape.inputs,
                rate(shape, blocks, flops, () -> InPlace.matmul(a, w, x)),
                rate(shape, blocks, flops, () -> InPlace.matmulTransposeRight(dw, g, x)),
                rate(shape, blocks, flops, () -> InPlace.matmulTransposeLeft(inner, w, g)));
    }

    private static double rate(Shape shape, int blocks, double flops, Runnable product) {
        int repeats = (int) Math.clamp(flops / shape.flops(), 2, 100_000);
        double best = 0;
        for (int block = 0; block < blocks; block++) {
            long started = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < repeats; i++) {
                product.run();
            }
            long nanos = THREADS.getCurrentThreadCpuTime() - started;
            best = Math.max(best, shape.flops() * repeats / nanos);
        }
        return best;
    }
}
