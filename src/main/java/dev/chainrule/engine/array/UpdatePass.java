package dev.chainrule.engine.array;

import java.lang.ref.Reference;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * theta by its gradient: a chain of links makes the update u of the gradient g, each link from what the one before it made; then
 * {@link #run} takes u off theta.
 *
 * <pre>{@code
 * pass.decay(lambda);                           // u = g + lambda theta
 * pass.adam(rate, 0, beta1, beta2, epsilon);    // u = rate m / (sqrt(v) + epsilon)
 * pass.run();                                   // theta = theta - u
 * }</pre>
 *
 * <p>However long the chain, memory is passed over once: it runs on tiles that stay in the nearest cache, or, where it is one of the
 * commonest links alone, without storing u at all. The same pass takes, for each slot, the sums of
 * squares of theta after the update and of the update itself (in double). Those norms are then free.
 *
 * <p>Owns the moving averages its links keep, one vector of theta's layout each, handed out in the order of the chain: a chain of the
 * same links finds its averages again at the next step.
 */
public final class UpdatePass implements AutoCloseable {

    /** Parameters a chain runs on at a time: five vectors of floats fill little more than half of a nearest cache of 32 KB. */
    private static final int TILE = 1024;

    private static final int SUMS = 2;
    private static final int LINKS = 4;

    private final Parameters parameters;
    private final UpdateKernels kernels;
    private final FusedKernels fused;
    private final int bytes;
    private final List<INDArray> averages;
    private final INDArray tile;
    private final int[] starts;
    private final double[] sums;
    private final double[] part = new double[SUMS];
    private final Link[] chain = Stream.generate(Link::new).limit(LINKS).toArray(Link[]::new);
    private int links;
    private int handedOut;

    /**
     * A pass with an empty chain.
     *
     * @param averages moving averages its links will need: 1 for momentum, 2 for Adam
     * @param first what every element of them is at first
     */
    public UpdatePass(Parameters parameters, int averages, double first) {
        this.parameters = parameters;
        this.averages = Stream.generate(parameters::like).limit(averages).toList();
        kernels = Border.kernels(parameters.theta()).update();
        fused = Border.kernels(parameters.theta()).fused();
        bytes = Border.numbers(parameters.theta()).bytes();
        tile = OffHeap.vector(parameters.type(), TILE);
        int slots = parameters.slots().size();
        starts = new int[slots + 1];
        for (int k = 0; k < slots; k++) {
            starts[k] = Math.toIntExact(parameters.slots().get(k).offset());
        }
        starts[slots] = Math.toIntExact(parameters.length());
        sums = new double[SUMS * slots];
        this.averages.forEach(average -> InPlace.fill(average, first));
    }

    /** Bytes off the heap that a pass takes beside its averages. */
    public static long tileBytes(DataType type) {
        return OffHeap.bytes(type, TILE);
    }

    /** The moving averages, for checkpoints. */
    public List<INDArray> averages() {
        return averages;
    }

    /** u = rate g. */
    public void gradientDescent(double rate) {
        link(UpdateKernels::scale, 0).or(FusedKernels::takeScaled).coefficients(rate, 0, 0, 0, 0);
    }

    /** u = g + lambda theta: first in a chain, the gradient of lambda/2 norm(theta)^2; last, theta shrinks by itself. No link for 0. */
    public void decay(double lambda) {
        if (lambda != 0) {
            link(UpdateKernels::decay, 0).coefficients(lambda, 0, 0, 0, 0);
        }
    }

    /** v = keep v + add g; u = direct g + through v. Keeps v. */
    public void momentum(double keep, double add, double direct, double through) {
        link(UpdateKernels::momentum, 1).or(FusedKernels::takeMomentum).coefficients(keep, add, direct, through, 0);
    }

    /**
     * v = keep v + add g^2; u = rate g / (sqrt(v + inside) + outside). Keeps v.
     *
     * <p>A sum of squares with keep = add = 1, an average with keep = 1 - add.
     */
    public void normalize(double rate, double keep, double add, double inside, double outside) {
        link(UpdateKernels::normalize, 1).coefficients(rate, keep, add, inside, outside);
    }

    /**
     * v = keep (v + add (g - m)^2); m = m + add (g - m); u = rate g / (sqrt(v + inside) + outside). Keeps v and m.
     *
     * <p>With keep = 1 - add, v is the average of g^2 less the square of the average m of g: the variance, in the form that rounding
     * cannot make negative (West 1979).
     */
    public void normalizeCentered(double rate, double keep, double add, double inside, double outside) {
        link(UpdateKernels::normalizeCentered, 2).coefficients(rate, keep, add, inside, outside);
    }

    /**
     * v = rho v + (1 - rho) g^2; d = g sqrt((s + epsilon) / (v + epsilon)); s = rho s + (1 - rho) d^2; u = rate d. Keeps v and s.
     */
    public void adadelta(double rate, double rho, double epsilon) {
        link(UpdateKernels::adadelta, 2).coefficients(rate, rho, epsilon, 0, 0);
    }

    /**
     * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; u = (through m + direct g) / (sqrt(v) + epsilon). Keeps m and v.
     *
     * <p>The caller draws bias corrections into the factors: with c1 = 1 - beta1^t and c2 = 1 - beta2^t, Adam has through = alpha
     * sqrt(c2) / c1, direct = 0, epsilon sqrt(c2) (Kingma and Ba 2015, end of section 2).
     */
    public void adam(double through, double direct, double beta1, double beta2, double epsilon) {
        link(UpdateKernels::adam, 2).or(FusedKernels::takeAdam).coefficients(through, direct, beta1, beta2, epsilon);
    }

    /**
     * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; top = max(top, v); u = rate m / (sqrt(top) + epsilon). Keeps m, v
     * and top.
     */
    public void amsgrad(double rate, double beta1, double beta2, double epsilon) {
        link(UpdateKernels::amsgrad, 3).coefficients(rate, beta1, beta2, epsilon, 0);
    }

    /**
     * m = beta1 m + (1 - beta1) g; v = max(beta2 v, abs(g) + inside); u = rate m / (v + outside). Keeps m and v.
     */
    public void adamax(double rate, double beta1, double beta2, double inside, double outside) {
        link(UpdateKernels::adamax, 2).coefficients(rate, beta1, beta2, inside, outside);
    }

    /** theta = theta - u, u = g where the chain is empty; takes the norms; empties the chain. */
    public void run() {
        Arrays.fill(sums, 0);
        FusedLoop alone = links == 1 ? chain[0].alone : null;
        for (int slot = 0; slot + 1 < starts.length; slot++) {
            int end = starts[slot + 1];
            int step = alone == null ? TILE : end - starts[slot];
            for (int from = starts[slot]; from < end; from += step) {
                Arrays.fill(part, 0);
                if (alone == null) {
                    tile(from, Math.min(from + TILE, end));
                } else {
                    alone.run(fused, Border.at(parameters.gradient()), chain[0].at, from, end, chain[0].c, part);
                }
                add(slot);
            }
        }
        links = 0;
        handedOut = 0;
        Reference.reachabilityFence(this); // and with it every array whose address a link holds
    }

    private void add(int slot) {
        for (int i = 0; i < SUMS; i++) {
            sums[SUMS * slot + i] += part[i];
        }
    }

    private void tile(int from, int to) {
        long theta = Border.at(parameters.theta());
        long u = Border.at(tile) - (long) from * bytes; // so that one index serves all vectors
        long g = Border.at(parameters.gradient());
        for (int i = 0; i < links; i++) {
            Link link = chain[i];
            link.loop.run(kernels, u, g, link.at, from, to, link.c);
            g = u;
        }
        kernels.take(theta, g, from, to, part);
    }

    /** Sum of squares of theta in a slot, after the last run. */
    public double thetaSquares(int slot) {
        return sums[SUMS * slot];
    }

    /** Sum of squares of what the last run took off theta in a slot. */
    public double updateSquares(int slot) {
        return sums[SUMS * slot + 1];
    }

    /** Frees what it owns. */
    @Override
    public void close() {
        averages.forEach(INDArray::close);
        tile.close();
    }

    private Link link(Loop loop, int needed) {
        if (handedOut + needed > averages.size()) {
            throw new IllegalStateException(
                    "needs " + (handedOut + needed) + " moving averages, has " + averages.size());
        }
        Link link = chain[links++];
        link.loop = loop;
        link.alone = null;
        link.at[0] = Border.at(parameters.theta());
        for (int k = 0; k < needed; k++) {
            link.at[k + 1] = Border.at(averages.get(handedOut++));
        }
        return link;
    }

    /** One of {@link UpdateKernels}. */
    @FunctionalInterface
    private interface Loop {
        void run(UpdateKernels kernels, long u, long g, long[] at, int from, int to, double[] c);
    }

    /** One of {@link FusedKernels}. */
    @FunctionalInterface
    private interface FusedLoop {
        void run(FusedKernels kernels, long g, long[] at, int from, int to, double[] c, double[] sums);
    }

    /** A loop with what it works on, and the loop that does the whole update where this link is alone. */
    private static final class Link {
        private Loop loop = UpdateKernels::scale;
        private @Nullable FusedLoop alone;
        private final long[] at = new long[4];
        private final double[] c = new double[5];

        Link or(FusedLoop whenAlone) {
            alone = whenAlone;
            return this;
        }

        void coefficients(double c0, double c1, double c2, double c3, double c4) {
            c[0] = c0;
            c[1] = c1;
            c[2] = c2;
            c[3] = c3;
            c[4] = c4;
        }
    }
}
