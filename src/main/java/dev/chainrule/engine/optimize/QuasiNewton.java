package dev.chainrule.engine.optimize;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.array.TwiceDifferentiable;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * {@link Lbfgs} at work: d = -H grad J with H the inverse BFGS matrix of the last pairs s = theta' - theta, y = grad J' - grad J on
 * top of gamma I, gamma = s'y / y'y of the newest (Nocedal and Wright 2006, algorithms 7.4 and 7.5).
 */
public final class QuasiNewton extends Descent {

    /** A pair whose curvature s'y / y'y is less than this tells nothing beyond rounding. */
    private static final double LEAST = 1e-12;

    private final INDArray[] s;
    private final INDArray[] y;
    private final double[] alpha;

    /** How many pairs are held; where the next one goes. */
    private final double[] numbers = {0, 0};

    /** @param objective its second derivatives are not asked for */
    public QuasiNewton(Lbfgs spec, TwiceDifferentiable objective) {
        super(objective, spec.tolerance());
        s = Stream.generate(this::like).limit(spec.history()).toArray(INDArray[]::new);
        y = Stream.generate(this::like).limit(spec.history()).toArray(INDArray[]::new);
        alpha = new double[spec.history()];
    }

    private int held() {
        return (int) numbers[0];
    }

    /** Place of the pair that is {@code age} pairs older than the newest. */
    private int place(int age) {
        return Math.floorMod((int) numbers[1] - 1 - age, s.length);
    }

    @Override
    double aim(double norm) {
        INDArray q = direction;
        InPlace.copy(q, objective.gradient());
        for (int age = 0; age < held(); age++) {
            int k = place(age);
            alpha[k] = Reductions.dot(s[k], q) / Reductions.dot(y[k], s[k]);
            InPlace.axpy(q, -alpha[k], y[k]);
        }
        if (held() > 0) {
            int newest = place(0);
            InPlace.scale(q, Reductions.dot(s[newest], y[newest]) / Reductions.sumOfSquares(y[newest]));
        }
        for (int age = held() - 1; age >= 0; age--) {
            int k = place(age);
            double beta = Reductions.dot(y[k], q) / Reductions.dot(y[k], s[k]);
            InPlace.axpy(q, alpha[k] - beta, s[k]);
        }
        InPlace.scale(q, -1);
        return held() > 0 ? 1 : Math.min(1, 1 / norm); // without curvature: a first step no longer than 1
    }

    @Override
    boolean forget() {
        boolean something = held() > 0;
        numbers[0] = 0;
        return something;
    }

    @Override
    void learn(INDArray move, INDArray change) {
        if (!(Reductions.dot(move, change) > LEAST * Reductions.sumOfSquares(change))) {
            return;
        }
        int k = (int) numbers[1];
        InPlace.copy(s[k], move);
        InPlace.copy(y[k], change);
        numbers[0] = Math.min(s.length, numbers[0] + 1);
        numbers[1] = (k + 1) % s.length;
    }

    @Override
    public List<INDArray> memory() {
        return Stream.concat(Stream.of(s), Stream.of(y)).toList();
    }

    @Override
    public double[] numbers() {
        return numbers;
    }

    @Override
    public void close() {
        super.close();
        memory().forEach(INDArray::close);
    }
}
