package dev.chainrule.engine.solve;

/**
 * The lecture's question for one data set: closed form or stochastic gradients? Least squares costs O(d^2 n + d^2.373), SGD
 * with batches of b costs O(d b T), and T = O(1/eps) steps reach precision eps: SGD wins where d n >> b / eps. Counted and
 * measured; the same data, the same precision.
 *
 * @param analytic the closed form
 * @param sgd the run of {@link SgdRace}
 * @param crossover where the counts are equal
 */
public record CostComparison(Analytic analytic, Sgd sgd, Crossover crossover) {

    private static final double MATRIX_INVERSE = 2.373;

    /**
     * @param complexity in the lecture's words
     * @param operations d^2 n + d^2.373
     * @param flops additions and multiplications of the factorization, 2 d^2 n
     * @param seconds that solving took
     */
    public record Analytic(String complexity, double operations, double flops, double seconds) {}

    /**
     * @param complexity in the lecture's words
     * @param batchSize examples a step, b
     * @param steps T that reached the precision; all that were allowed where it was not reached
     * @param epsilon precision sought: (f(w) - f*) / (f(0) - f*)
     * @param gap precision reached
     * @param reached whether it was
     * @param operations d b T
     * @param flops additions and multiplications, 4 d b T
     * @param seconds that the steps took
     */
    public record Sgd(
            String complexity,
            int batchSize,
            long steps,
            double epsilon,
            double gap,
            boolean reached,
            double operations,
            double flops,
            double seconds) {}

    /**
     * @param dn the lecture's left side, d n
     * @param bOverEpsilon its right side, b / eps
     * @param examples n at which d^2 n + d^2.373 = d b T for this data's T; 0 where SGD costs less for any n
     * @param epsilon precision at which both cost the same for this n, T being proportional to 1 / eps
     * @param cheaper "analytic" or "sgd", by counted operations
     * @param faster "analytic" or "sgd", by measured seconds; "analytic" where SGD did not get there
     */
    public record Crossover(
            double dn, double bOverEpsilon, double examples, double epsilon, String cheaper, String faster) {}

    /** Compares a solution's cost with a race's. */
    static CostComparison of(Design design, double seconds, SgdRace race) {
        double d = design.columns();
        double n = design.examples();
        double inverse = Math.pow(d, MATRIX_INVERSE);
        Analytic analytic = new Analytic("O(d^2 n + d^2.373)", d * d * n + inverse, 2 * d * d * n, seconds);
        Sgd sgd = race.result(d);
        boolean sgdWins = sgd.reached() && sgd.operations() < analytic.operations();
        boolean sgdFaster = sgd.reached() && sgd.seconds() < analytic.seconds();
        Crossover crossover = new Crossover(
                d * n,
                sgd.batchSize() / sgd.epsilon(),
                Math.max(0, (sgd.operations() - inverse) / (d * d)),
                sgd.epsilon() * sgd.operations() / analytic.operations(),
                sgdWins ? "sgd" : "analytic",
                sgdFaster ? "sgd" : "analytic");
        return new CostComparison(analytic, sgd, crossover);
    }
}
