package dev.chainrule.analysis;

import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.TwiceDifferentiable;
import dev.chainrule.engine.diagnose.GradientCheck;
import dev.chainrule.engine.diagnose.GradientCheck.Component;
import dev.chainrule.engine.network.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Whether the derivatives agree.
 *
 * @param step updates the job had made at these parameters
 * @param examples in the batch
 * @param components compared
 * @param differenceStep e of the differences
 * @param maxRelativeError the worst component's
 * @param agrees whether every component is within {@value #ALLOWED}
 * @param verdict the same in words
 */
record GradientCheckAnswer(
        long step,
        String parameters,
        int examples,
        int components,
        double differenceStep,
        double maxRelativeError,
        boolean agrees,
        String verdict,
        List<ArrayCheck> arrays) {

    /** Rounding leaves some 1e-9 in double precision; a wrong term leaves far more. */
    static final double ALLOWED = 1e-5;

    /**
     * One array of one layer.
     *
     * @param array weight, bias, …
     * @param worst the component with the largest relative error; its index is the row and the column
     */
    record ArrayCheck(
            String layer,
            String array,
            int compared,
            double maxRelativeError,
            double medianRelativeError,
            Worst worst) {}

    /** A component of the gradient. */
    record Worst(int row, int column, double analytic, double numeric, double relativeError) {}

    static GradientCheckAnswer of(GradientCheckRequest request, JobPoint point, Pace pace) {
        TwiceDifferentiable j = point.objective(pace);
        List<Block> blocks = Block.ofTheta(point.network().spec());
        IntStream indices = IntStream.range(0, blocks.size())
                .flatMap(k -> drawn(
                        blocks.get(k),
                        request.components(),
                        RandomStream.of(request.seed()).split(blocks.get(k).name())));
        GradientCheck check = GradientCheck.of(j, indices);
        List<ArrayCheck> arrays =
                blocks.stream().map(block -> array(block, check)).toList();
        long off = check.components().stream()
                .filter(c -> !(c.relativeError() <= ALLOWED))
                .count();
        return new GradientCheckAnswer(
                point.step(),
                point.source(),
                point.examples().count(),
                check.components().size(),
                GradientCheck.STEP,
                check.relativeError(),
                off == 0,
                verdict(check, off),
                arrays);
    }

    private static IntStream drawn(Block block, int count, RandomStream random) {
        int[] order = new int[block.rows() * block.columns()];
        random.permutation(order);
        return Arrays.stream(order).limit(count).map(i -> block.offset() + i);
    }

    private static ArrayCheck array(Block block, GradientCheck check) {
        int end = block.offset() + block.rows() * block.columns();
        List<Component> own = new ArrayList<>(check.components().stream()
                .filter(c -> c.index() >= block.offset() && c.index() < end)
                .toList()); // the worst first
        Component worst = own.getFirst();
        int place = (int) worst.index() - block.offset();
        int dot = block.name().lastIndexOf('.');
        return new ArrayCheck(
                block.name().substring(0, dot),
                block.name().substring(dot + 1),
                own.size(),
                worst.relativeError(),
                own.get(own.size() / 2).relativeError(),
                new Worst(
                        place % block.rows(),
                        place / block.rows(),
                        worst.analytic(),
                        worst.numeric(),
                        worst.relativeError()));
    }

    static String verdict(GradientCheck check, long off) {
        int n = check.components().size();
        String worst = String.format(Locale.ROOT, "%.1e", check.relativeError());
        return off == 0
                ? "Back-propagation gives the derivative: of " + n + " components the worst differs by " + worst
                        + " from central differences."
                : off + " of " + n + " components differ by more than " + ALLOWED
                        + " from central differences, the worst by "
                        + worst + "; where J has a kink (relu, l1) within " + GradientCheck.STEP
                        + " of a parameter, a difference is no derivative.";
    }
}
