package dev.chainrule.engine.diagnose;

import dev.chainrule.engine.array.Objective;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Does back-propagation give the derivative? Compares components of grad J with central differences
 * (J(theta + e) - J(theta - e)) / 2e, whose own error is about e^2 J''' / 6 + u |J| / e, u the unit roundoff: in double precision and with
 * e = {@value #STEP} some 1e-10. It means little where J has a kink within e, or in single precision.
 *
 * @param components those compared, the worst first
 * @param relativeError the worst component's; {@link Component#relativeError}
 */
public record GradientCheck(List<Component> components, double relativeError) {

    /** e, times |theta_i| where that is above 1. */
    public static final double STEP = 1e-5;

    /** Share of the largest component below which a component's error is measured against that share instead of itself. */
    private static final double FLOOR = 1e-3;

    /**
     * One component.
     *
     * @param index place in theta
     * @param analytic by back-propagation
     * @param numeric by central differences
     * @param relativeError |analytic - numeric| / max(|analytic|, |numeric|, a thousandth of the gradient's largest component); 0 where
     *     all are 0
     */
    public record Component(long index, double analytic, double numeric, double relativeError) {}

    /** Compares every component. */
    public static GradientCheck all(Objective objective) {
        return of(
                objective, IntStream.range(0, Math.toIntExact(objective.theta().length())));
    }

    /** Compares so many components, drawn by a seed without repetition; all of them where there are no more. */
    public static GradientCheck sample(Objective objective, int count, long seed) {
        int[] indices = new int[Math.toIntExact(objective.theta().length())];
        RandomStream.of(seed).split("gradient check").permutation(indices);
        return of(objective, IntStream.of(indices).limit(count).sorted());
    }

    /** Compares the components of these indices; theta is moved and put back. */
    public static GradientCheck of(Objective objective, IntStream indices) {
        objective.valueAndGradient();
        double[] gradient = OffHeap.toDoubles(objective.gradient());
        double largest = 0;
        for (double g : gradient) {
            largest = Math.max(largest, Math.abs(g));
        }
        double floor = FLOOR * largest;
        List<Component> components = new ArrayList<>();
        indices.forEach(i -> components.add(component(objective, i, gradient[i], floor)));
        components.sort(
                Comparator.comparingDouble(Component::relativeError).reversed().thenComparingLong(Component::index));
        double worst = components.isEmpty() ? 0 : components.getFirst().relativeError();
        return new GradientCheck(List.copyOf(components), worst);
    }

    private static Component component(Objective objective, int index, double analytic, double floor) {
        double numeric = difference(objective, index);
        double scale = Math.max(floor, Math.max(Math.abs(analytic), Math.abs(numeric)));
        double error = Math.abs(analytic - numeric);
        return new Component(index, analytic, numeric, error == 0 ? 0 : error / scale);
    }

    private static double difference(Objective objective, int index) {
        INDArray theta = objective.theta();
        double here = OffHeap.get(theta, index);
        double e = STEP * Math.max(1, Math.abs(here));
        OffHeap.set(theta, index, here + e);
        double up = OffHeap.get(theta, index); // as rounded to theta's type
        double above = objective.value();
        OffHeap.set(theta, index, here - e);
        double down = OffHeap.get(theta, index);
        double below = objective.value();
        OffHeap.set(theta, index, here);
        return (above - below) / (up - down);
    }
}
