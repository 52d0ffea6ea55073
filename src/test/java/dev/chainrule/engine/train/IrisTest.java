package dev.chainrule.engine.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.network.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class IrisTest {

    private static final Path FILE = Path.of("../shared/data/iris/iris.csv");

    @Test
    void moreThanNineInTenHeldOutFlowersAreRecognized() throws IOException {
        assumeTrue(Files.exists(FILE), () -> FILE + " is not here");
        List<String> lines = new ArrayList<>(Files.readAllLines(FILE));
        lines.removeFirst();
        List<String> learned = new ArrayList<>();
        List<String> held = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            (i % 5 == 0 ? held : learned).add(lines.get(i));
        }
        TrainingData data = new TrainingData(examples(learned, lines), examples(held, lines), true);
        RunSpec spec =
                new RunSpec(Runs.classifier(4, 3, new Activation.Tanh(), 16), Runs.adam(0.01, 60, 16), Runs.QUIET);
        Recorder heard = new Recorder();
        try (Trainer trainer = Trainer.of(spec, data)) {
            trainer.train(heard, () -> StopSignal.Request.CONTINUE);
        }

        assertThat(held).hasSize(30);
        assertThat(heard.last("validationAccuracy")).isGreaterThan(0.9);
    }

    private static Examples examples(List<String> lines, List<String> all) {
        List<String> species =
                all.stream().map(l -> l.split(",", -1)[4]).distinct().sorted().toList();
        double[][] x = new double[4][lines.size()];
        double[][] y = new double[species.size()][lines.size()];
        for (int j = 0; j < lines.size(); j++) {
            String[] cells = lines.get(j).split(",", -1);
            for (int i = 0; i < 4; i++) {
                x[i][j] = Double.parseDouble(cells[i]) - 3;
            }
            y[species.indexOf(cells[4])][j] = 1;
        }
        return new Examples(OffHeap.matrix(DataType.FLOAT, x), OffHeap.matrix(DataType.FLOAT, y));
    }
}
