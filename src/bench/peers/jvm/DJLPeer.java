import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

/** Deep Java Library on its PyTorch engine. */
final class DJLPeer {

    public static void main(String[] arguments) throws Exception {
        PeerTask task = new PeerTask(arguments[0]);
        System.setProperty("ai.djl.pytorch.num_threads", String.valueOf(task.threads));
        System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
        SequentialBlock block = new SequentialBlock();
        for (int k = 0; k < task.layers(); k++) {
            block.add(Linear.builder().setUnits(task.sizes[k + 1]).build());
            if (k + 1 < task.layers()) {
                block.add(task.relu ? Activation.reluBlock() : Activation.tanhBlock());
            }
        }
        Tracker rate = Tracker.fixed(task.learningRate);
        Optimizer optimizer = task.adam
                ? Optimizer.adam()
                        .optLearningRateTracker(rate)
                        .optBeta1(0.9f)
                        .optBeta2(0.999f)
                        .optEpsilon(1e-8f)
                        .build()
                : Optimizer.sgd().setLearningRateTracker(rate).optMomentum(0.9f).build();
        Loss criterion = Loss.softmaxCrossEntropyLoss();
        try (Model model = Model.newInstance("mlp")) {
            model.setDataType(type(task));
            model.setBlock(block);
            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(criterion).optOptimizer(optimizer))) {
                trainer.initialize(new Shape(task.batch, task.sizes[0]));
                setWeights(task, block, trainer.getManager());
                NDArray[] xs = new NDArray[task.batches];
                NDArray[] ys = new NDArray[task.batches];
                for (int i = 0; i < task.batches; i++) {
                    xs[i] = array(task, trainer.getManager(), task.x(i), new Shape(task.batch, task.sizes[0]));
                    ys[i] = trainer.getManager().create(task.labels(i)).toType(DataType.INT64, false);
                }
                task.serve(
                        "DJL on PyTorch " + Engine.getInstance().getVersion(),
                        i -> step(trainer, criterion, xs[i], ys[i]));
            }
        }
    }

    private static double step(Trainer trainer, Loss criterion, NDArray x, NDArray y) {
        try (NDManager scope = trainer.getManager().newSubManager()) {
            NDArray loss;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDArray in = x.duplicate();
                in.attach(scope);
                loss = criterion.evaluate(new NDList(y), trainer.forward(new NDList(in)));
                collector.backward(loss);
            }
            trainer.step();
            return loss.getDataType() == DataType.FLOAT64 ? loss.getDouble() : loss.getFloat();
        }
    }

    private static DataType type(PeerTask task) {
        return task.wide ? DataType.FLOAT64 : DataType.FLOAT32;
    }

    private static NDArray array(PeerTask task, NDManager manager, double[] values, Shape shape) {
        return task.wide ? manager.create(values, shape) : manager.create(PeerTask.narrow(values), shape);
    }

    private static void setWeights(PeerTask task, SequentialBlock block, NDManager manager) throws Exception {
        int k = 0;
        for (Block layer : block.getChildren().values()) {
            if (layer instanceof Linear linear) {
                NDArray w = linear.getParameters().get("weight").getArray();
                array(task, manager, task.weights(k), w.getShape()).copyTo(w);
                k++;
            }
        }
    }
}
