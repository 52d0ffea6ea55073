package dev.chainrule.engine.solve;

import dev.chainrule.engine.array.InPlace;
import dev.chainrule.engine.array.OffHeap;
import dev.chainrule.engine.array.RandomStream;
import dev.chainrule.engine.array.Reductions;
import dev.chainrule.engine.array.TwiceDifferentiable;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The ends of a Hessian's spectrum from products alone (Lanczos 1950): an orthonormal basis Q of the space of v, H v, H^2 v, … makes
 * Q' H Q tridiagonal, and the eigenvalues of that come close to those of H, the outermost first. Each new vector is made orthogonal to
 * all earlier ones, twice, so that rounding brings in no ghosts (Parlett 1998, chapter 13).
 */
final class Lanczos implements AutoCloseable {

    /** Where less than this share of H q is new, q's space is closed under H. */
    private static final double NOTHING_NEW = 1e-10;

    private static final double NOTHING_NEW_SINGLE = 1e-5;

    private final TwiceDifferentiable j;
    private final RandomStream random;
    private final INDArray basis;
    private final INDArray[] q;
    private final INDArray w;
    private final double[] diagonal;
    private final double[] beside;
    private final double nothingNew;
    private double scale;
    private int size;

    /**
     * @param most vectors of the basis at most: as many times theta's length are kept in memory
     */
    Lanczos(TwiceDifferentiable j, int most, RandomStream random) {
        this.j = j;
        this.random = random;
        INDArray theta = j.theta();
        long n = theta.length();
        basis = OffHeap.matrix(theta.dataType(), n, most);
        q = new INDArray[most];
        for (int i = 0; i < most; i++) {
            q[i] = OffHeap.view(basis, i * n, n, 1);
        }
        w = OffHeap.vector(theta.dataType(), n);
        diagonal = new double[most];
        beside = new double[most];
        nothingNew = theta.dataType() == DataType.FLOAT ? NOTHING_NEW_SINGLE : NOTHING_NEW;
        InPlace.fill(w, 0);
        takeNew(0);
    }

    /** Vectors of the basis so far, each of which took one product. */
    int size() {
        return size;
    }

    /** Adds one vector to the basis. */
    void step() {
        int k = size;
        j.hessianVectorProduct(w, q[k]); //            w <- H q_k
        diagonal[k] = Reductions.dot(q[k], w); //      T_kk = q_k' H q_k
        if (!Double.isFinite(diagonal[k])) {
            throw new ArithmeticException("a product of the Hessian is not finite");
        }
        double length = Math.sqrt(Reductions.sumOfSquares(w));
        scale = Math.max(scale, length);
        orthogonalize(k);
        beside[k] = Math.sqrt(Reductions.sumOfSquares(w));
        size = k + 1;
        if (size == q.length) {
            return;
        }
        if (beside[k] <= nothingNew * scale) {
            beside[k] = 0; //                          a space of its own is exhausted: begin another
            takeNew(size);
        } else {
            InPlace.copy(q[size], w);
            InPlace.scale(q[size], 1 / beside[k]);
        }
    }

    /** w <- w - Q Q' w, twice. */
    private void orthogonalize(int last) {
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i <= last; i++) {
                InPlace.axpy(w, -Reductions.dot(q[i], w), q[i]);
            }
        }
    }

    /** q_k <- a random direction orthogonal to all others. */
    private void takeNew(int k) {
        random.at(k).fillNormal(w, 0, 1);
        orthogonalize(k - 1);
        InPlace.copy(q[k], w);
        InPlace.scale(q[k], 1 / Math.sqrt(Reductions.sumOfSquares(w)));
    }

    /** Whether the basis spans all of theta's space: then its eigenvalues are H's, all of them. */
    boolean isWhole() {
        return size == w.length();
    }

    /** Eigenvalues of Q' H Q, largest first, each with the bound on its distance from the nearest one of H: |beta_k s_k|. */
    Spectrum.Eigenvalue[] eigenvalues() {
        int k = size;
        double[] values = Arrays.copyOf(diagonal, k);
        double[] vectors = new double[k * k];
        Lapack.stev(k, values, Arrays.copyOf(beside, Math.max(1, k - 1)), vectors);
        double rest = isWhole() ? 0 : beside[k - 1];
        Spectrum.Eigenvalue[] found = new Spectrum.Eigenvalue[k];
        for (int i = 0; i < k; i++) {
            found[k - 1 - i] = new Spectrum.Eigenvalue(values[i], rest * Math.abs(vectors[i * k + k - 1]));
        }
        return found;
    }

    @Override
    public void close() {
        basis.close();
        w.close();
    }
}
