package dev.chainrule.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Counts which class was answered where which was meant. */
final class ClassReport {

    private final List<String> classes;
    private final long[][] confusion;

    ClassReport(List<String> classes) {
        this.classes = classes;
        this.confusion = new long[classes.size()][classes.size()];
    }

    /** Counts a chunk of answers, one a column: k probabilities, or that of the second of two classes. */
    void add(INDArray yHat, INDArray y) {
        for (int j = 0; j < y.columns(); j++) {
            confusion[indexOf(y, j)][indexOf(yHat, j)]++;
        }
    }

    /** Answer for a class: one of k, or that of the second of two and what is left for the first. */
    static double share(INDArray yHat, int c, int j) {
        if (yHat.rows() == 1) {
            double second = yHat.getDouble(0, j);
            return c == 1 ? second : 1 - second;
        }
        return yHat.getDouble(c, j);
    }

    /** The class of a column. */
    static int indexOf(INDArray a, int j) {
        if (a.rows() == 1) {
            return a.getDouble(0, j) > 0.5 ? 1 : 0;
        }
        int best = 0;
        for (int i = 1; i < a.rows(); i++) {
            best = a.getDouble(i, j) > a.getDouble(best, j) ? i : best;
        }
        return best;
    }

    /** {@code [meant][answered]}, in the order of the classes. */
    long[][] confusion() {
        return confusion;
    }

    /** Share of right answers. */
    double accuracy() {
        long right = 0;
        long all = 0;
        for (int meant = 0; meant < confusion.length; meant++) {
            right += confusion[meant][meant];
            all += LongStream.of(confusion[meant]).sum();
        }
        return (double) right / all;
    }

    /** @param scores null where they were too many to keep */
    List<OfClass> perClass(@Nullable Scores scores) {
        List<OfClass> report = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) {
            long right = confusion[c][c];
            long meant = 0;
            long answered = 0;
            for (int other = 0; other < classes.size(); other++) {
                meant += confusion[c][other];
                answered += confusion[other][c];
            }
            report.add(new OfClass(
                    classes.get(c),
                    ratio(right, answered),
                    ratio(right, meant),
                    ratio(2 * right, meant + answered),
                    meant,
                    scores == null ? null : RocAuc.of(scores.of(c), scores.meant(), c)));
        }
        return report;
    }

    private static @Nullable Double ratio(long part, long whole) {
        return whole == 0 ? null : (double) part / whole;
    }

    /**
     * @param precision share of right ones among those answered so; null where none was
     * @param recall share of right ones among those meant so; null where none was
     * @param f1 harmonic mean of both
     * @param support examples meant so
     * @param rocAuc area under the curve of this class against all others; null where there is no other or none of it
     */
    record OfClass(
            String name,
            @Nullable Double precision,
            @Nullable Double recall,
            @Nullable Double f1,
            long support,
            @Nullable Double rocAuc) {}
}
