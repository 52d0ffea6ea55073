package dev.chainrule.engine.array;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Matrix products by OpenBLAS, called without ND4J (whose own call costs 9-30 microseconds) and without allocating. Short ones are
 * called as the JDK's linker calls functions that end at once, without telling the virtual machine that this thread is away.
 *
 * <p>OpenBLAS gives the same bits each time for one thread count and one kind of core, and other bits for others: both belong
 * in a run's provenance ({@link #describe}).
 */
public final class Blas {

    static {
        // ND4J loads the same library and sets its thread count; ours comes after.
        Nd4j.getBackend();
        openblas.blas_set_num_threads(1);
    }

    private static final int COLUMN_MAJOR = 102;

    /** Products m n k up to which a call need not let a garbage collection begin: they last under some twenty microseconds. */
    private static final double QUICK = 1e6;

    private static final MethodHandle SGEMM = gemm("cblas_sgemm", JAVA_FLOAT);
    private static final MethodHandle DGEMM = gemm("cblas_dgemm", JAVA_DOUBLE);
    private static final MethodHandle QUICK_SGEMM = gemm("cblas_sgemm", JAVA_FLOAT, Linker.Option.critical(false));
    private static final MethodHandle QUICK_DGEMM = gemm("cblas_dgemm", JAVA_DOUBLE, Linker.Option.critical(false));

    private static final String BUILD = text("openblas_get_config") + ", core " + text("openblas_get_corename");

    private static volatile int threads = 1;

    private Blas() {}

    /** Sets how many threads one product may use, for the whole process; 1 at start. */
    public static void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("need at least one thread, got " + threads);
        }
        openblas.blas_set_num_threads(threads);
        Blas.threads = threads;
    }

    /** How many threads one product may use. */
    public static int threads() {
        return threads;
    }

    /** Version and build, kind of core and thread count: what the bits of a product depend on. */
    public static String describe() {
        return BUILD + ", threads " + threads();
    }

    /** What a C function without arguments says; JavaCPP's binding leaves these out. */
    private static String text(String function) {
        Optional<MemorySegment> symbol = SymbolLookup.loaderLookup().find(function);
        if (symbol.isEmpty()) {
            return "unknown";
        }
        MethodHandle call =
                Linker.nativeLinker().downcallHandle(symbol.get(), FunctionDescriptor.of(ValueLayout.ADDRESS));
        try {
            MemorySegment answer = (MemorySegment) call.invokeExact();
            return answer.reinterpret(Long.MAX_VALUE).getString(0).strip();
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS does not answer " + function, e);
        }
    }

    /** How a matrix enters a product. */
    enum Operand {
        /** As it is. */
        PLAIN(111),
        /** Transposed. */
        TRANSPOSED(112);

        private final int cblas;

        Operand(int cblas) {
            this.cblas = cblas;
        }

        int rows(INDArray a) {
            return this == PLAIN ? Border.rows(a) : Border.columns(a);
        }

        int columns(INDArray a) {
            return this == PLAIN ? Border.columns(a) : Border.rows(a);
        }

        String mark(INDArray a) {
            return Border.describe(a) + (this == PLAIN ? "" : " transposed");
        }
    }

    /**
     * c = op(a) op(b) + beta c, by xGEMM.
     *
     * @param m rows of c, n its columns, k products in a sum
     * @param lda rows of a as it is stored, ldb of b, ldc of c
     */
    static void gemm(
            DataType type,
            Operand a,
            Operand b,
            int m,
            int n,
            int k,
            long pa,
            int lda,
            long pb,
            int ldb,
            int beta,
            long pc,
            int ldc) {
        int ta = a.cblas;
        int tb = b.cblas;
        boolean quick = (double) m * n * k <= QUICK;
        try {
            if (type == DataType.FLOAT) {
                if (quick) {
                    QUICK_SGEMM.invokeExact(COLUMN_MAJOR, ta, tb, m, n, k, 1f, pa, lda, pb, ldb, (float) beta, pc, ldc);
                } else {
                    SGEMM.invokeExact(COLUMN_MAJOR, ta, tb, m, n, k, 1f, pa, lda, pb, ldb, (float) beta, pc, ldc);
                }
            } else if (quick) {
                QUICK_DGEMM.invokeExact(COLUMN_MAJOR, ta, tb, m, n, k, 1d, pa, lda, pb, ldb, (double) beta, pc, ldc);
            } else {
                DGEMM.invokeExact(COLUMN_MAJOR, ta, tb, m, n, k, 1d, pa, lda, pb, ldb, (double) beta, pc, ldc);
            }
        } catch (Throwable e) {
            throw new IllegalStateException("OpenBLAS cannot be called", e);
        }
    }

    /** cblas_?gemm(order, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc), addresses as numbers. */
    private static MethodHandle gemm(String function, ValueLayout number, Linker.Option... options) {
        FunctionDescriptor signature = FunctionDescriptor.ofVoid(
                JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, number, JAVA_LONG, JAVA_INT, JAVA_LONG,
                JAVA_INT, number, JAVA_LONG, JAVA_INT);
        MemorySegment address = SymbolLookup.loaderLookup().findOrThrow(function);
        return Linker.nativeLinker().downcallHandle(address, signature, options);
    }
}
