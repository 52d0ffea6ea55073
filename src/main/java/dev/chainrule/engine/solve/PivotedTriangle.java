package dev.chainrule.engine.solve;

import java.util.Arrays;

/**
 * R P = Q1 T of a triangle R with column pivoting (Businger and Golub, 1965): the first {@link #rank} columns in pivot order
 * are independent, what follows is a combination of them as far as float64 can tell.
 */
final class PivotedTriangle {

    private final int n;
    private final double[] reflectors;
    private final double[] tau;
    private final int[] pivots;
    private final int rank;

    /**
     * @param r (n, n), column by column, overwritten
     * @param tolerance a diagonal element smaller than this times the first one counts as zero
     */
    PivotedTriangle(int n, double[] r, double tolerance) {
        this.n = n;
        this.reflectors = r;
        this.tau = new double[n];
        this.pivots = new int[n];
        Lapack.geqp3(n, r, pivots, tau);
        for (int k = 0; k < n; k++) {
            pivots[k]--;
        }
        this.rank = countRank(tolerance);
    }

    private int countRank(double tolerance) {
        int k = 0;
        while (k < n && Math.abs(at(k, k)) > tolerance * Math.abs(at(0, 0))) {
            k++;
        }
        return k;
    }

    private double at(int i, int j) {
        return reflectors[j * n + i];
    }

    /** Number of columns that are independent. */
    int rank() {
        return rank;
    }

    /** Which column of R stands at place k. */
    int pivot(int k) {
        return pivots[k];
    }

    /** c <- Q1' c for c of n elements. */
    void applyTransposed(double[] c) {
        Lapack.ormqr(true, n, reflectors, tau, c);
    }

    /** c <- Q1 c. */
    void apply(double[] c) {
        Lapack.ormqr(false, n, reflectors, tau, c);
    }

    /** c <- T11^-1 c for the first {@link #rank} elements. */
    void solve(double[] c) {
        for (int j = rank - 1; j >= 0; j--) {
            c[j] /= at(j, j);
            for (int i = 0; i < j; i++) {
                c[i] -= at(i, j) * c[j];
            }
        }
    }

    /** c <- T11'^-1 c for the first {@link #rank} elements. */
    void solveTransposed(double[] c) {
        for (int j = 0; j < rank; j++) {
            double sum = c[j];
            for (int i = 0; i < j; i++) {
                sum -= at(i, j) * c[i];
            }
            c[j] = sum / at(j, j);
        }
    }

    /** T11, (rank, rank), column by column, zeros below the diagonal. */
    double[] leading() {
        double[] t = new double[rank * rank];
        for (int j = 0; j < rank; j++) {
            System.arraycopy(reflectors, j * n, t, j * rank, j + 1);
        }
        return t;
    }

    /** T11^-1 T12 for the columns beyond the rank: what each dependent column is made of. */
    double[][] dependencies() {
        double[][] columns = new double[n - rank][];
        for (int k = rank; k < n; k++) {
            columns[k - rank] = Arrays.copyOfRange(reflectors, k * n, k * n + rank);
            solve(columns[k - rank]);
        }
        return columns;
    }
}
