import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.framework.optimizers.Adam;
import org.tensorflow.framework.optimizers.Momentum;
import org.tensorflow.framework.optimizers.Optimizer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TFloating;

/** TensorFlow for Java: a graph built once, a session run for each minibatch. */
final class TensorFlowPeer {

    public static void main(String[] arguments) throws Exception {
        PeerTask task = new PeerTask(arguments[0]);
        if (task.wide) {
            run(task, TFloat64.class);
        } else {
            run(task, TFloat32.class);
        }
    }

    private static TFloating tensor(PeerTask task, Shape shape, double[] values) {
        return task.wide
                ? TFloat64.tensorOf(shape, DataBuffers.of(values))
                : TFloat32.tensorOf(shape, DataBuffers.of(PeerTask.narrow(values)));
    }

    private static <T extends TFloating> void run(PeerTask task, Class<T> type) throws Exception {
        try (Graph graph = new Graph()) {
            Ops tf = Ops.create(graph);
            Placeholder<T> x = tf.placeholder(type, Placeholder.shape(Shape.of(task.batch, task.sizes[0])));
            Placeholder<T> y = tf.placeholder(type, Placeholder.shape(Shape.of(task.batch, task.classes())));
            List<Op> starts = new ArrayList<>();
            Operand<T> h = x;
            for (int k = 0; k < task.layers(); k++) {
                Shape shape = Shape.of(task.sizes[k], task.sizes[k + 1]);
                Variable<T> w = tf.variable(shape, type);
                Variable<T> b = tf.variable(Shape.of(task.sizes[k + 1]), type);
                starts.add(tf.assign(w, tf.constantOf(type.cast(tensor(task, shape, task.weightsTransposed(k))))));
                Shape units = Shape.of(task.sizes[k + 1]);
                starts.add(tf.assign(b, tf.constantOf(type.cast(tensor(task, units, new double[task.sizes[k + 1]])))));
                Operand<T> a = tf.nn.biasAdd(tf.linalg.matMul(h, w), b);
                boolean last = k + 1 == task.layers();
                h = last ? a : task.relu ? tf.nn.relu(a) : tf.math.tanh(a);
            }
            Operand<T> loss =
                    tf.math.mean(tf.nn.softmaxCrossEntropyWithLogits(h, y).loss(), tf.constant(0));
            Optimizer optimizer = task.adam
                    ? new Adam(graph, task.learningRate, 0.9f, 0.999f, 1e-8f)
                    : new Momentum(graph, task.learningRate, 0.9f);
            Op minimize = optimizer.minimize(loss);
            ConfigProto config = ConfigProto.newBuilder()
                    .setIntraOpParallelismThreads(task.threads)
                    .setInterOpParallelismThreads(task.threads)
                    .build();
            try (Session session = new Session(graph, config)) {
                session.initialize();
                for (Op start : starts) {
                    session.run(start);
                }
                TFloating[] xs = new TFloating[task.batches];
                TFloating[] ys = new TFloating[task.batches];
                for (int i = 0; i < task.batches; i++) {
                    xs[i] = tensor(task, Shape.of(task.batch, task.sizes[0]), task.x(i));
                    ys[i] = tensor(task, Shape.of(task.batch, task.classes()), task.oneHot(i));
                }
                task.serve("TensorFlow " + TensorFlow.version() + " for Java", i -> {
                    try (var result = session.runner()
                            .feed(x, xs[i])
                            .feed(y, ys[i])
                            .addTarget(minimize)
                            .fetch(loss)
                            .run()) {
                        return task.wide
                                ? ((TFloat64) result.get(0)).getDouble()
                                : ((TFloat32) result.get(0)).getFloat();
                    }
                });
            }
        }
    }
}
