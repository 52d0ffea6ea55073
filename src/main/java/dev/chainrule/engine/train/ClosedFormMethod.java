package dev.chainrule.engine.train;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.diagnose.Finding;
import dev.chainrule.engine.network.Activation;
import dev.chainrule.engine.network.Dense;
import dev.chainrule.engine.network.Loss;
import dev.chainrule.engine.network.NetworkSpec;
import dev.chainrule.engine.network.Regularizer;
import dev.chainrule.engine.optimize.SlotSquares;
import dev.chainrule.engine.solve.LeastSquares;
import dev.chainrule.engine.solve.Solution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link dev.chainrule.engine.optimize.LeastSquares} at work: J = mean over n examples and k outputs of (W x + b - y)^2 + s sum W^2 is
 * 1 / nk of what {@link LeastSquares} minimizes with lambda = n k s. The first step goes there; the next takes the gradient and ends.
 */
final class ClosedFormMethod implements Method {

    /** Decimal digits by which float64 is finer than float32. */
    private static final double FINER = 29 * Math.log10(2);

    /** With fewer digits than this left of weights it is said. */
    private static final double FEW_DIGITS = 3;

    /** Triangles of so many columns still fit into a small heap. */
    private static final int COLUMNS = 3_000;

    private final Workbench bench;
    private final INDArray move;
    private final SlotSquares gradientSquares;
    private final SlotSquares thetaSquares;
    private final SlotSquares moveSquares;

    /** Whether it was solved. */
    private final double[] solved = {0};

    private final List<Finding> findings = new ArrayList<>();
    private boolean over;

    ClosedFormMethod(Workbench bench) {
        this.bench = bench;
        move = bench.parameters().like();
        gradientSquares = new SlotSquares(bench.parameters(), bench.gradient());
        thetaSquares = new SlotSquares(bench.parameters(), bench.theta());
        moveSquares = new SlotSquares(bench.parameters(), move);
    }

    /** Why a network's J is no least-squares problem, as a sentence; null where it is one. */
    static @Nullable String obstacle(NetworkSpec network) {
        if (network.inputs() > COLUMNS) {
            return String.format(
                    Locale.ROOT, "it factors matrices of at most %,d columns, not %,d.", COLUMNS, network.inputs());
        }
        if (network.layers().size() > 1) {
            return "with a hidden layer the outputs are not linear in the weights.";
        }
        Dense output = (Dense) network.layers().getFirst();
        if (!(network.loss() instanceof Loss.MeanSquaredError)) {
            return "it minimizes mean_squared_error only.";
        }
        if (!(output.activation() instanceof Activation.Linear)) {
            return "the output must be linear.";
        }
        Regularizer penalty = penalty(network);
        if (penalty != null && !(penalty instanceof Regularizer.L2)) {
            return "of all penalties only l2 has a closed form.";
        }
        return output.biasRegularizer() == null ? null : "the bias must not have a penalty.";
    }

    /** Bytes that solving takes for a while: one copy of the matrix, and a few triangles on the heap. */
    static long bytes(long inputs, long examples) {
        long columns = inputs + 1;
        return Double.BYTES * columns * (examples + 6 * columns);
    }

    private static @Nullable Regularizer penalty(NetworkSpec network) {
        Dense output = (Dense) network.layers().getFirst();
        return output.regularizer() == null ? network.regularizer() : output.regularizer();
    }

    @Override
    public void propagate(long t) {
        bench.source().propagate(t);
    }

    @Override
    public boolean measure() {
        return gradientSquares.measure();
    }

    @Override
    public void update(long t) {
        over = solved[0] != 0;
        InPlace.copy(move, bench.theta());
        if (!over) {
            solve(t);
            solved[0] = 1;
        }
        InPlace.subtract(move, bench.theta(), move);
        thetaSquares.measure();
        moveSquares.measure();
    }

    private void solve(long t) {
        NetworkSpec network = bench.run().network();
        Dense output = (Dense) network.layers().getFirst();
        Examples examples = bench.examples();
        double strength = penalty(network) instanceof Regularizer.L2 l2 ? l2.lambda() : 0;
        double lambda = strength * examples.count() * output.units();
        List<Solution> rows = LeastSquares.solve(examples.x(), examples.y(), output.useBias(), lambda);
        int k = output.units();
        for (int i = 0; i < k; i++) {
            double[] weights = rows.get(i).weights();
            for (int j = 0; j < weights.length; j++) {
                OffHeap.set(bench.theta(), (long) j * k + i, weights[j]);
            }
            if (output.useBias()) {
                OffHeap.set(
                        bench.theta(),
                        (long) weights.length * k + i,
                        rows.get(i).intercept());
            }
        }
        tell(rows, t);
    }

    /** What a reader must know of the solutions: each thing once, by the first output it holds for. */
    private void tell(List<Solution> rows, long t) {
        findings.clear();
        for (Solution solution : rows) {
            for (Solution.Notice notice : solution.notices()) {
                if (findings.stream().noneMatch(f -> f.code().equals(notice.code()))) {
                    findings.add(finding(notice.code(), notice.message(), solution, t));
                }
            }
        }
        Solution first = rows.getFirst();
        double digits = first.digits().data() - FINER;
        if (findings.isEmpty() && bench.training().precision() == Precision.FLOAT32 && digits < FEW_DIGITS) {
            String sentence =
                    "The columns are nearly dependent: of data in float32 about %.0f digits of the weights hold."
                            + " Precision float64 keeps more.";
            String message = String.format(Locale.ROOT, sentence, Math.max(0, digits));
            findings.add(finding("ILL_CONDITIONED", message, first, t));
        }
    }

    private static Finding finding(String code, String message, Solution solution, long t) {
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put("rank", (double) solution.rank());
        evidence.put("columns", (double) solution.columns());
        evidence.put("digits", solution.digits().data());
        if (Double.isFinite(solution.conditionNumber())) {
            evidence.put("conditionNumber", solution.conditionNumber());
        }
        Map<String, Object> patch = code.equals("RANK_DEFICIENT")
                ? Map.of("model", Map.of("regularizer", Map.of("type", "l2", "lambda", 1e-6)))
                : Map.of("training", Map.of("precision", "float64"));
        return new Finding(code, Finding.Severity.WARNING, null, t, evidence, message, patch);
    }

    @Override
    public List<Finding> findings(long t) {
        List<Finding> found = List.copyOf(findings);
        findings.clear();
        return found;
    }

    @Override
    public double rate(long t) {
        return over ? 0 : 1;
    }

    @Override
    public long gradients() {
        return bench.source().examples();
    }

    @Override
    public boolean converged() {
        return over;
    }

    @Override
    public double gradientSquares(int slot) {
        return gradientSquares.of(slot);
    }

    @Override
    public boolean isFinite(int slot) {
        return gradientSquares.isFinite(slot);
    }

    @Override
    public double thetaSquares(int slot) {
        return thetaSquares.of(slot);
    }

    @Override
    public double updateSquares(int slot) {
        return moveSquares.of(slot);
    }

    @Override
    public List<INDArray> memory() {
        return List.of();
    }

    @Override
    public double[] numbers() {
        return solved;
    }

    @Override
    public void close() {
        move.close();
    }
}
