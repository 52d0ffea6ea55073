package dev.chainrule.engine.array;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * theta by its gradient, in one pass over memory that also takes, for each slot, the sums of squares of the gradient, of theta
 * after the update and of the update itself (in double). Those norms are then free.
 *
 * <p>Owns the moving averages an optimizer needs, zero at first, one vector of theta's layout each.
 */
public final class UpdatePass implements AutoCloseable {

    private static final int SUMS = 3;

    private final Parameters parameters;
    private final List<INDArray> averages;
    private final long[] offsets;
    private final double[] sums;
    private final double[] coefficients = new double[4];

    /** A pass with so many moving averages: 0 for gradient descent, 1 for momentum, 2 for Adam. */
    public UpdatePass(Parameters parameters, int averages) {
        this.parameters = parameters;
        this.averages = Stream.generate(parameters::like).limit(averages).toList();
        offsets = parameters.slots().stream().mapToLong(Slot::offset).toArray();
        sums = new double[SUMS * offsets.length];
    }

    /** The moving averages, for checkpoints. */
    public List<INDArray> averages() {
        return averages;
    }

    /** theta = theta - rate g. */
    public void gradientDescent(double rate) {
        begin(0);
        UpdateKernels kernels = kernels();
        int bytes = bytes();
        long theta = Border.at(parameters.theta());
        long g = Border.at(parameters.gradient());
        for (int k = 0; k < offsets.length; k++) {
            long o = offsets[k] * bytes;
            kernels.gradientDescent(theta + o, g + o, length(k), rate, sums, SUMS * k);
        }
        Border.keep(parameters.theta(), parameters.gradient());
    }

    /** v = mu v + g; theta = theta - rate v (Polyak 1964). */
    public void momentum(double rate, double mu) {
        begin(1);
        UpdateKernels kernels = kernels();
        int bytes = bytes();
        long theta = Border.at(parameters.theta());
        long g = Border.at(parameters.gradient());
        long v = Border.at(averages.get(0));
        for (int k = 0; k < offsets.length; k++) {
            long o = offsets[k] * bytes;
            kernels.momentum(theta + o, g + o, v + o, length(k), rate, mu, sums, SUMS * k);
        }
        Border.keep(parameters.theta(), parameters.gradient(), averages.get(0));
    }

    /** v = mu v + g; theta = theta - rate (g + mu v) (Sutskever et al. 2013). */
    public void nesterov(double rate, double mu) {
        begin(1);
        UpdateKernels kernels = kernels();
        int bytes = bytes();
        long theta = Border.at(parameters.theta());
        long g = Border.at(parameters.gradient());
        long v = Border.at(averages.get(0));
        for (int k = 0; k < offsets.length; k++) {
            long o = offsets[k] * bytes;
            kernels.nesterov(theta + o, g + o, v + o, length(k), rate, mu, sums, SUMS * k);
        }
        Border.keep(parameters.theta(), parameters.gradient(), averages.get(0));
    }

    /**
     * m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2; theta = theta - rate m / (sqrt(v) + epsilon).
     *
     * <p>This is Adam in the order Kingma and Ba (2015, end of section 2) recommend: with c1 = 1 - beta1^t and c2 = 1 - beta2^t
     * the caller gives rate = alpha sqrt(c2) / c1 and epsilon = eps sqrt(c2).
     */
    public void adam(double rate, double beta1, double beta2, double epsilon) {
        begin(2);
        coefficients[0] = rate;
        coefficients[1] = beta1;
        coefficients[2] = beta2;
        coefficients[3] = epsilon;
        UpdateKernels kernels = kernels();
        int bytes = bytes();
        long theta = Border.at(parameters.theta());
        long g = Border.at(parameters.gradient());
        long m = Border.at(averages.get(0));
        long v = Border.at(averages.get(1));
        for (int k = 0; k < offsets.length; k++) {
            long o = offsets[k] * bytes;
            kernels.adam(theta + o, g + o, m + o, v + o, length(k), coefficients, sums, SUMS * k);
        }
        Border.keep(parameters.theta(), parameters.gradient());
        Border.keep(averages.get(0), averages.get(1));
    }

    /** Sum of squares of the gradient in a slot, at the last pass. */
    public double gradientSquares(int slot) {
        return sums[SUMS * slot];
    }

    /** Sum of squares of theta in a slot, after the last pass. */
    public double thetaSquares(int slot) {
        return sums[SUMS * slot + 1];
    }

    /** Sum of squares of what the last pass took off theta in a slot. */
    public double updateSquares(int slot) {
        return sums[SUMS * slot + 2];
    }

    /** Frees the moving averages. */
    @Override
    public void close() {
        averages.forEach(INDArray::close);
    }

    private void begin(int needed) {
        if (averages.size() < needed) {
            throw new IllegalStateException("needs " + needed + " moving averages, has " + averages.size());
        }
        Arrays.fill(sums, 0);
    }

    private UpdateKernels kernels() {
        return Border.kernels(parameters.theta()).update();
    }

    private int bytes() {
        return Border.numbers(parameters.theta()).bytes();
    }

    private int length(int slot) {
        return (int) ((slot + 1 < offsets.length ? offsets[slot + 1] : parameters.length()) - offsets[slot]);
    }
}
