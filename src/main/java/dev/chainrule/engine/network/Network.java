package dev.chainrule.engine.network;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.Parameters;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.TwiceDifferentiable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A description made into a function, its loss and its gradient: algorithms 6.3 and 6.4 of Goodfellow, Bengio and Courville,
 * <em>Deep Learning</em> (2016), for a batch of examples at once.
 *
 * <p>x (inputs, m), y and yHat (outputs, m), one example a column, m at most the capacity. Every buffer is allocated here, once;
 * forward and backward allocate nothing. Use by one thread at a time; two networks share nothing. Off-heap memory is freed by
 * {@link #close}.
 */
public final class Network implements AutoCloseable {

    private final NetworkSpec spec;
    private final Workshop shop;
    private final Parameters parameters;
    private final Penalties penalties;
    final List<Layer> layers;
    final Criterion criterion;

    private @Nullable Tangents tangents;
    private @Nullable INDArray last;
    private @Nullable INDArray target;

    private Network(NetworkSpec spec, Workshop shop, List<Layer> layers, Criterion criterion) {
        this.spec = spec;
        this.shop = shop;
        this.parameters = shop.parameters();
        this.penalties = new Penalties(parameters);
        this.layers = List.copyOf(layers);
        this.criterion = criterion;
        spec.layers().forEach(layer -> layer.penalize(penalties, spec.regularizer()));
    }

    /**
     * Allocates a network and gives its parameters their first values.
     *
     * @param capacity examples a batch at most
     * @param random the run's seed; each layer draws from a stream of its own
     * @throws IllegalArgumentException with every fault of the description, before anything is allocated
     */
    public static Network build(NetworkSpec spec, int capacity, DataType type, RandomStream random) {
        Workshop shop = new Workshop(reserve(spec).allocate(type), capacity, random);
        spec.layers().forEach(layer -> layer.initialize(shop));
        return assemble(spec, shop);
    }

    /**
     * Allocates a network with given values.
     *
     * @param values parameters and, behind them, running statistics, as a checkpoint holds them
     * @throws IllegalArgumentException likewise, and where there are more or fewer
     */
    public static Network restore(NetworkSpec spec, int capacity, DataType type, double[] values) {
        Parameters.Layout layout = reserve(spec);
        if (values.length != layout.values()) {
            throw new IllegalArgumentException(
                    values.length + " numbers for a network of " + layout.values() + " parameters");
        }
        Workshop shop = new Workshop(layout.allocate(type), capacity, RandomStream.of(0));
        OffHeap.fromDoubles(shop.parameters().values(), values);
        return assemble(spec, shop);
    }

    private static Parameters.Layout reserve(NetworkSpec spec) {
        List<SpecFault> faults = spec.faults();
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(
                    String.join(" ", faults.stream().map(SpecFault::message).toList()));
        }
        Parameters.Layout layout = Parameters.layout();
        Stack.walk(spec.layers(), spec.inputs(), (layer, rows) -> layer.reserve(layout, rows));
        return layout;
    }

    private static Network assemble(NetworkSpec spec, Workshop shop) {
        List<Layer> layers = new ArrayList<>();
        List<LayerSpec> hidden = spec.layers().subList(0, spec.layers().size() - 1);
        long rows = Stack.walk(hidden, spec.inputs(), (layer, inputs) -> layers.add(layer.build(shop, inputs)));
        Dense output = (Dense) spec.layers().getLast();
        boolean fused = spec.loss() instanceof Loss.OfLogits;
        Activation inLayer = fused ? new Activation.Linear() : output.activation();
        layers.add(new DenseLayer(output, inLayer, shop, rows));
        return new Network(spec, shop, layers, Criterion.of(spec.loss(), output, shop));
    }

    /** Bytes that {@link #build} would allocate off the heap: theta and its gradient, and every layer's buffers. */
    public static long estimateBytes(NetworkSpec spec, int capacity, DataType type) {
        long perExample = Stack.sum(spec.layers(), spec.inputs(), LayerSpec::numbersPerExample)
                + Criterion.numbersPerExample(spec.loss(), spec.outputs());
        long once = Stack.sum(spec.layers(), spec.inputs(), LayerSpec::numbers)
                + 2 * (spec.parameters() + spec.statistics());
        return OffHeap.bytes(type, once + perExample * capacity);
    }

    /** Bytes that {@link #startProduct} would allocate on top of that. */
    public static long estimateTangentBytes(NetworkSpec spec, int capacity, DataType type) {
        long perExample = Stack.sum(spec.layers(), spec.inputs(), LayerSpec::tangentNumbersPerExample);
        long once = Stack.sum(spec.layers(), spec.inputs(), LayerSpec::tangentNumbers) + 2 * spec.parameters();
        return OffHeap.bytes(type, once + perExample * capacity);
    }

    /**
     * Algorithm 6.3. Forward propagation through the network and its loss, as it is while learning.
     *
     * @param x h_0, (inputs, m); only read, and kept in mind until {@link #backward}
     * @param y targets, (outputs, m); likewise
     * @return the sum over the m examples of L(yHat, y)
     */
    public double forward(INDArray x, INDArray y) {
        return forward(x, y, Mode.TRAINING);
    }

    /** The same in either mode: after {@link Mode#PREDICTION} backward propagation differentiates the network as it predicts. */
    public double forward(INDArray x, INDArray y, Mode mode) {
        INDArray h = propagate(x, mode);
        last = h;
        target = y;
        return criterion.sum(h, y);
    }

    private INDArray propagate(INDArray x, Mode mode) {
        INDArray h = x;
        for (int k = 0; k < layers.size(); k++) {
            h = layers.get(k).forward(h, mode);
        }
        return h;
    }

    /**
     * Algorithm 6.4. Backward propagation for the batch of the last {@link #forward}: gradient <- gradient + scale dL/dtheta.
     *
     * @param scale 1/m for the mean over this batch, 1/n where it is a piece of n examples
     */
    public void backward(double scale) {
        INDArray g = propagateBack(scale);
        layers.getFirst().backwardParameters(g);
    }

    /** The same, down to the input: gives scale dL/dx, (inputs, m), good until the next pass. */
    public INDArray backwardToInput(double scale) {
        INDArray g = propagateBack(scale);
        return layers.getFirst().backward(g);
    }

    private INDArray propagateBack(double scale) {
        INDArray h = Objects.requireNonNull(last, "forward comes before backward");
        INDArray y = Objects.requireNonNull(target);
        INDArray g = criterion.gradient(h, y, scale);
        for (int k = layers.size() - 1; k > 0; k--) {
            g = layers.get(k).backward(g);
        }
        return g;
    }

    /**
     * gradient <- lambda grad Omega(theta): what algorithm 6.4 adds layer by layer for the penalty stands there from the start, and
     * {@link #backward} adds the rest, batch by batch. Without a penalty the first backward pass writes instead of adding to zeros.
     */
    public void startGradient() {
        penalties.startGradient(layers);
        parameters.startStatistics();
    }

    /** Running statistics <- what the batches of the last gradient make of them; called once its update is made. */
    public void keepStatistics() {
        parameters.keepStatistics();
    }

    /**
     * product <- lambda Hess Omega(theta) v; {@link #addProduct} adds the rest, batch by batch. The first call allocates what second order
     * takes; from then on nothing is.
     *
     * @param v direction, same layout as theta; only read
     */
    public void startProduct(INDArray v) {
        if (tangents == null) {
            tangents = new Tangents(layers, criterion, penalties, shop);
        }
        tangents.start(v);
    }

    /**
     * For the batch of the last {@link #forward} and {@link #backward}: product <- product + scale d2L/dtheta2 v.
     *
     * @param scale the same as in backward
     */
    public void addProduct(double scale) {
        INDArray h = Objects.requireNonNull(last, "forward comes before backward");
        INDArray y = Objects.requireNonNull(target);
        Objects.requireNonNull(tangents, "startProduct comes first").add(h, y, scale);
    }

    /** The product of the Hessian of J with the direction: same layout as theta, the network's own memory. */
    public INDArray product() {
        return Objects.requireNonNull(tangents, "startProduct comes first").product();
    }

    /** Whether J has a penalty beside the loss. */
    boolean penalized() {
        return !penalties.isEmpty();
    }

    /** lambda Omega(theta). */
    public double penalty() {
        return penalties.value();
    }

    /**
     * The sum over the examples of L(yHat, y), as the network is when it predicts.
     *
     * @return the sum; yHat stands in {@link #yHat}
     */
    public double evaluate(INDArray x, INDArray y) {
        last = propagate(x, Mode.PREDICTION);
        target = null;
        return criterion.sum(last, y);
    }

    /**
     * yHat as the network is when it predicts.
     *
     * @param x (inputs, m), m at most the capacity; only read
     * @return (outputs, m), the network's own memory, good until its next pass
     */
    public INDArray predict(INDArray x) {
        last = propagate(x, Mode.PREDICTION);
        target = null;
        return criterion.yHat(last);
    }

    /** yHat of the last {@link #forward} or {@link #evaluate}: (outputs, m), good until the next pass. */
    public INDArray yHat() {
        return criterion.lastYHat(Objects.requireNonNull(last, "no forward pass yet"));
    }

    /** Draws what is random in the layers as number n: the same n, the same draw. */
    public void draw(long n) {
        for (int k = 0; k < layers.size(); k++) {
            layers.get(k).draw(n);
        }
    }

    /** J(theta) = mean of L over a batch + lambda Omega(theta), with its gradient and the products of its Hessian; random layers keep their last draw. */
    public TwiceDifferentiable on(INDArray x, INDArray y) {
        return new BatchObjective(this, x, y);
    }

    /** What a monitor may look at, in order of the layers. */
    public List<Probe> probes() {
        List<Probe> probes = new ArrayList<>();
        layers.forEach(layer -> probes.addAll(layer.probes()));
        probes.add(criterion.probe(probes.removeLast()));
        return List.copyOf(probes);
    }

    public NetworkSpec spec() {
        return spec;
    }

    /** Parameters and statistics <- these numbers, as a checkpoint holds them. */
    public void assign(double[] values) {
        OffHeap.fromDoubles(parameters.values(), values);
    }

    /** theta and its gradient. */
    public Parameters parameters() {
        return parameters;
    }

    /** Examples a batch at most. */
    public int capacity() {
        return shop.capacity();
    }

    @Override
    public void close() {
        layers.forEach(Layer::close);
        criterion.close();
        if (tangents != null) {
            tangents.close();
        }
        parameters.close();
    }
}
