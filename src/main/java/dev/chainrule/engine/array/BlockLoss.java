package dev.chainrule.engine.array;

/** Losses made of the loops of one number type, block by block; u and v are the blocks. */
final class BlockLoss implements LossKernels {

    /** From here on log cosh d is d - log 2, in double too, and (e^d)^2 does not overflow yet. */
    private static final double LOG_COSH_IS_LINEAR = 20;

    private final int bytes;
    private final ArithmeticKernels arithmetic;
    private final FunctionKernels function;
    private final TranscendentalKernels transcendental;
    private final SumKernels sum;

    BlockLoss(
            Numbers numbers,
            ArithmeticKernels arithmetic,
            FunctionKernels function,
            TranscendentalKernels transcendental,
            SumKernels sum) {
        bytes = numbers.bytes();
        this.arithmetic = arithmetic;
        this.function = function;
        this.transcendental = transcendental;
        this.sum = sum;
    }

    @Override
    public double absoluteError(long a, long t, int n) {
        long u = Blocks.first();
        double total = 0;
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            arithmetic.subtract(u, a + o, t + o, k);
            total += sum.sumOfAbs(u, k);
        }
        return total;
    }

    /** d^2 / 2 or delta (d - delta / 2): c (d - c / 2) with c = min(d, delta). */
    @Override
    public double huber(long a, long t, int n, double delta) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        double total = 0;
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            arithmetic.subtract(u, a + o, t + o, k);
            function.abs(u, u, k);
            arithmetic.clamp(v, u, k, 0, delta);
            arithmetic.axpy(u, v, k, -0.5);
            total += sum.dot(u, v, k);
        }
        return total;
    }

    /** log(1 + m^2 / (2 (m + 1))) with m = e^d - 1, and what d has beyond. */
    @Override
    public double logCosh(long a, long t, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        double total = 0;
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            arithmetic.subtract(u, a + o, t + o, k);
            function.abs(u, u, k);
            arithmetic.clamp(v, u, k, 0, LOG_COSH_IS_LINEAR);
            arithmetic.subtract(u, u, v, k);
            total += sum.sum(u, k);
            transcendental.expm1(v, v, k);
            function.square(u, v, k);
            arithmetic.shift(v, k, 1);
            arithmetic.divide(u, u, v, k);
            arithmetic.scale(u, k, 0.5);
            transcendental.log1p(u, u, k);
            total += sum.sum(u, k);
        }
        return total;
    }

    /** s = 2 t - 1, m = s a. */
    private void margins(long s, long m, long a, long t, int k) {
        arithmetic.copy(s, t, k);
        arithmetic.scale(s, k, 2);
        arithmetic.shift(s, k, -1);
        arithmetic.multiply(m, s, a, k);
    }

    @Override
    public double hinge(long a, long t, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        double total = 0;
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            margins(u, v, a + o, t + o, k);
            arithmetic.scale(v, k, -1);
            arithmetic.shift(v, k, 1);
            function.relu(v, v, k);
            total += sum.sum(v, k);
        }
        return total;
    }

    @Override
    public void hingeGradient(long g, long h, long t, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            arithmetic.copy(v, h + o, k);
            arithmetic.shift(v, k, -0.5);
            margins(u, v, v, t + o, k);
            arithmetic.scale(v, k, -1);
            arithmetic.shift(v, k, ScalarLoss.KINK);
            function.step(v, v, k);
            arithmetic.scale(v, k, -1);
            arithmetic.multiply(g + o, u, v, k);
        }
    }

    /** sum log(1 + e^(m_i)) = sum max(m_i, 0) + sum log(1 + e^-|m_i|); m and the other block are overwritten. */
    private double softplus(long m, long other, int k) {
        function.relu(other, m, k);
        double above = sum.sum(other, k);
        function.abs(m, m, k);
        arithmetic.scale(m, k, -1);
        transcendental.exp(m, m, k);
        transcendental.log1p(m, m, k);
        return above + sum.sum(m, k);
    }

    @Override
    public double logistic(long a, long t, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        double total = 0;
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            margins(u, v, a + o, t + o, k);
            arithmetic.scale(v, k, -1);
            total += softplus(v, u, k);
        }
        return total;
    }

    /** log(1 + e^a) - t a = max(a, 0) - t a + log(1 + e^-|a|): the first two are small together where t is right. */
    @Override
    public double sigmoidCrossEntropy(long a, long t, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        double total = 0;
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            function.relu(u, a + o, k);
            arithmetic.multiply(v, a + o, t + o, k);
            arithmetic.subtract(u, u, v, k);
            total += sum.sum(u, k);
            function.abs(u, a + o, k);
            arithmetic.scale(u, k, -1);
            transcendental.exp(u, u, k);
            transcendental.log1p(u, u, k);
            total += sum.sum(u, k);
        }
        return total;
    }
}
