package dev.chainrule.engine.optimize;

/**
 * Lengths and rates of EPOCH-GD (Hazan and Kale 2014, algorithm 1): T_1 = 4, eta_1 = 1 / lambda, each epoch twice as long at half
 * the rate. Epochs k and steps t count from 1.
 */
public final class EpochLengths {

    private static final int FIRST = 4;

    private EpochLengths() {}

    /** T_k. */
    public static long length(int k) {
        return (long) FIRST << (k - 1);
    }

    /** eta_k for a lambda-strongly convex objective. */
    public static double rate(double lambda, int k) {
        return 1 / lambda / (1L << (k - 1));
    }

    /** T_1 + … + T_k = 4 (2^k - 1). */
    public static long total(int k) {
        return FIRST * ((1L << k) - 1);
    }

    /** Epochs that fit into so many steps. */
    public static int within(long steps) {
        int k = 0;
        while (total(k + 1) <= steps) {
            k++;
        }
        return k;
    }

    /** The epoch of step t. */
    public static int epochOf(long t) {
        return within(t - 1) + 1;
    }

    /** Whether step t is the last of its epoch. */
    public static boolean endsAt(long t) {
        return t == total(epochOf(t));
    }
}
