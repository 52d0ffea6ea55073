package dev.chainrule.engine.array;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Matrix products by OpenBLAS, called without ND4J (whose own call costs 9-30 microseconds) and without allocating.
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

    private static final ThreadLocal<Aim> AIM = ThreadLocal.withInitial(Aim::new);

    private Blas() {}

    /** Sets how many threads one product may use, for the whole process; 1 at start. */
    public static void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("need at least one thread, got " + threads);
        }
        openblas.blas_set_num_threads(threads);
    }

    /** How many threads one product may use. */
    public static int threads() {
        return openblas.blas_get_num_threads();
    }

    /** Version and build, kind of core and thread count: what the bits of a product depend on. */
    public static String describe() {
        return text("openblas_get_config") + ", core " + text("openblas_get_corename") + ", threads " + threads();
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

    /**
     * out = op(a) op(b) + beta out, by xGEMM.
     *
     * @param out (m, n), written; its memory is neither a's nor b's
     * @param a (m, k), or (k, m) where transposed
     * @param b (k, n), or (n, k) where transposed
     */
    static void gemm(INDArray out, Operand a, INDArray left, Operand b, INDArray right, int beta) {
        int m = Border.rows(out);
        int n = Border.columns(out);
        int k = a.columns(left);
        boolean fits = a.rows(left) == m && b.rows(right) == k && b.columns(right) == n;
        if (!fits) {
            throw new IllegalArgumentException(mismatch(out, a, left, b, right));
        }
        Border.denseLength(out);
        Border.denseLength(left);
        Border.denseLength(right);
        Border.sameType(out, left);
        Border.sameType(out, right);
        AIM.get().multiply(out, a, left, b, right, beta);
        Border.keep(out, left, right);
    }

    private static String mismatch(INDArray out, Operand a, INDArray left, Operand b, INDArray right) {
        return "shapes do not chain: " + Border.describe(out) + " <- " + a.mark(left) + " times " + b.mark(right);
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

    /** One thread's pointers, aimed anew at each call: JavaCPP takes objects, and a new one per call would be garbage. */
    private static final class Aim {

        private static final int COLUMN_MAJOR = 102;

        private final Float4 a4 = new Float4();
        private final Float4 b4 = new Float4();
        private final Float4 c4 = new Float4();
        private final Float8 a8 = new Float8();
        private final Float8 b8 = new Float8();
        private final Float8 c8 = new Float8();

        void multiply(INDArray out, Operand a, INDArray left, Operand b, INDArray right, int beta) {
            int m = Border.rows(out);
            int n = Border.columns(out);
            int k = a.columns(left);
            int lda = Border.rows(left);
            int ldb = Border.rows(right);
            long pa = Border.at(left);
            long pb = Border.at(right);
            long pc = Border.at(out);
            if (out.data().dataType() == DataType.FLOAT) {
                openblas.cblas_sgemm(
                        COLUMN_MAJOR,
                        a.cblas,
                        b.cblas,
                        m,
                        n,
                        k,
                        1f,
                        a4.at(pa),
                        lda,
                        b4.at(pb),
                        ldb,
                        beta,
                        c4.at(pc),
                        m);
            } else {
                openblas.cblas_dgemm(
                        COLUMN_MAJOR,
                        a.cblas,
                        b.cblas,
                        m,
                        n,
                        k,
                        1d,
                        a8.at(pa),
                        lda,
                        b8.at(pb),
                        ldb,
                        beta,
                        c8.at(pc),
                        m);
            }
        }
    }

    private static final class Float4 extends FloatPointer {
        Float4() {
            super((Pointer) null);
        }

        Float4 at(long newAddress) {
            address = newAddress;
            return this;
        }
    }

    private static final class Float8 extends DoublePointer {
        Float8() {
            super((Pointer) null);
        }

        Float8 at(long newAddress) {
            address = newAddress;
            return this;
        }
    }
}
