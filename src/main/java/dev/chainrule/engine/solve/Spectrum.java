package dev.chainrule.engine.solve;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.TwiceDifferentiable;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The largest eigenvalues of a Hessian and its least one, at a point: how sharply J curves. Gradient descent near a minimum is stable
 * below the rate 2 / lambda_max; a negative eigenvalue says that the point is no minimum.
 *
 * @param largest the largest, in falling order
 * @param least the least
 * @param products of the Hessian with a vector, each about two gradients
 * @param converged whether each error is within the tolerance
 */
public record Spectrum(List<Eigenvalue> largest, Eigenvalue least, int products, boolean converged) {

    /**
     * An eigenvalue.
     *
     * @param error bound on its distance from an eigenvalue of H, rounding aside; one that occurs several times may be listed once
     */
    public record Eigenvalue(double value, double error) {}

    /**
     * What to look for.
     *
     * @param count how many of the largest
     * @param most products at most; as many vectors of theta's length are kept in memory
     * @param tolerance error that is small enough, as a share of the eigenvalue of largest size
     * @param seed of the first direction
     */
    public record Search(int count, int most, double tolerance, long seed) {
        public Search {
            if (count < 1 || most < count || !(tolerance > 0)) {
                throw new IllegalArgumentException("need count >= 1, most >= count and tolerance > 0, got " + count
                        + ", " + most + " and " + tolerance);
            }
        }
    }

    /** Products between two looks at the errors. */
    private static final int STRIDE = 5;

    /** Bytes off the heap that {@link #of} takes beside the objective's own, for so many parameters. */
    public static long bytes(DataType type, long parameters, Search search) {
        return OffHeap.bytes(type, parameters * (1 + Math.min(search.most, parameters)));
    }

    /**
     * Looks for the ends of the spectrum at theta as it is. The same theta and seed give the same numbers.
     *
     * @throws ArithmeticException where a product is not finite
     */
    public static Spectrum of(TwiceDifferentiable j, Search search) {
        int n = Math.toIntExact(j.theta().length());
        int most = Math.min(search.most, n);
        try (Lanczos lanczos = new Lanczos(j, most, RandomStream.of(search.seed).split("lanczos"))) {
            while (true) {
                lanczos.step();
                int size = lanczos.size();
                boolean end = size == most;
                if (end || size > search.count && size % STRIDE == 0) {
                    Spectrum now = read(lanczos, search);
                    if (end || now.converged) {
                        return now;
                    }
                }
            }
        }
    }

    private static Spectrum read(Lanczos lanczos, Search search) {
        Eigenvalue[] all = lanczos.eigenvalues();
        List<Eigenvalue> largest = List.of(Arrays.copyOf(all, Math.min(search.count, all.length)));
        Eigenvalue least = all[all.length - 1];
        double size = Math.max(Math.abs(all[0].value), Math.abs(least.value));
        double allowed = search.tolerance * size;
        boolean good = least.error <= allowed && largest.stream().allMatch(e -> e.error <= allowed);
        return new Spectrum(largest, least, lanczos.size(), good);
    }
}
