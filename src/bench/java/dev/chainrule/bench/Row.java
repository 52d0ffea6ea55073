package dev.chainrule.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** One contender at one task: its timed blocks, in order. */
final class Row {

    private final Contender contender;
    private final List<Contender.Block> blocks = new ArrayList<>();
    private double loss = Double.NaN;

    Row(Contender contender) {
        this.contender = contender;
    }

    void add(Contender.Block block) {
        blocks.add(block);
    }

    Contender contender() {
        return contender;
    }

    /** Keeps the loss after as many steps as all others have done. */
    void compare(Contender.Block block) {
        loss = block.loss();
    }

    /** Microseconds a step, the median of the blocks. */
    double micros(int epochs) {
        return median(blocks.stream()
                .mapToDouble(b -> b.nanos() / 1e3 / epochs / Net.BATCHES)
                .toArray());
    }

    /** Cores kept busy, the median of the blocks. */
    double cores() {
        return median(blocks.stream().mapToDouble(Contender.Block::cores).toArray());
    }

    /** This one's time over the other's, block by block. */
    double[] ratios(Row other) {
        double[] ratios = new double[blocks.size()];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = (double) blocks.get(i).nanos() / other.blocks.get(i).nanos();
        }
        return ratios;
    }

    /** Whether both came to the same loss, so that both did the same work. */
    boolean agrees(Row other, double tolerance) {
        return Math.abs(loss - other.loss) <= tolerance * Math.abs(other.loss);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    /** The table's line. */
    String line(Task task, Row ours, double tolerance) {
        double micros = micros(task.net().epochs());
        double[] ratios = ratios(ours);
        Arrays.sort(ratios);
        String ratio = agrees(ours, tolerance)
                ? String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median(ratios), ratios[0], ratios[ratios.length - 1])
                : "void: another loss";
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.2f | %.0f | %.2f | %s | %.8f |",
                task,
                contender.name(),
                micros,
                task.net().batch() / micros * 1e6,
                cores(),
                ratio,
                loss);
    }
}
