import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Deeplearning4j. It has Nesterov's momentum only: beside plain momentum its loss is another one, and its row void. */
final class DL4JPeer {

    public static void main(String[] arguments) throws Exception {
        PeerTask task = new PeerTask(arguments[0]);
        DataType type = task.wide ? DataType.DOUBLE : DataType.FLOAT;
        Nd4j.setDefaultDataTypes(type, type);
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .dataType(type)
                .updater(
                        task.adam
                                ? new Adam(task.learningRate, 0.9, 0.999, 1e-8)
                                : new Nesterovs(task.learningRate, 0.9))
                .list();
        for (int k = 0; k + 1 < task.layers(); k++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(task.sizes[k])
                    .nOut(task.sizes[k + 1])
                    .activation(task.relu ? Activation.RELU : Activation.TANH)
                    .build());
        }
        int last = task.layers() - 1;
        MultiLayerConfiguration configuration = layers.layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(task.sizes[last])
                        .nOut(task.sizes[last + 1])
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
        MultiLayerNetwork net = new MultiLayerNetwork(configuration);
        net.init();
        for (int k = 0; k <= last; k++) {
            INDArray w = Nd4j.create(task.weightsTransposed(k), new long[] {task.sizes[k], task.sizes[k + 1]}, type);
            net.getLayer(k).getParam("W").assign(w);
            net.getLayer(k).getParam("b").assign(0);
        }
        INDArray[] xs = new INDArray[task.batches];
        INDArray[] ys = new INDArray[task.batches];
        for (int i = 0; i < task.batches; i++) {
            xs[i] = Nd4j.create(task.x(i), new long[] {task.batch, task.sizes[0]}, type);
            ys[i] = Nd4j.create(task.oneHot(i), new long[] {task.batch, task.classes()}, type);
        }
        task.serve("Deeplearning4j 1.0.0-M2.1", i -> {
            net.fit(xs[i], ys[i]);
            return net.score();
        });
    }
}
