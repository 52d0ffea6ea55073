package dev.chainrule.engine.array;

/** Activations made of the loops of one number type, block by block; u, v and w are the blocks. */
final class BlockActivation implements ActivationKernels {

    /** Beyond, e^a and e^(-a^2 / 2) are 0, in double too: a may as well stop here, and 0 times infinity is avoided. */
    private static final double FAR = 800;

    /** From here on e^(-a^2 / 2) is 0, in double too; its square overflows nowhere. */
    private static final double GAUSSIAN_IS_0 = 40;

    /** From here on tanh(log(1 + e^a)) is 1, and (e^a)^2 does not overflow yet. */
    private static final double MISH_IS_LINEAR = 40;

    private static final double CUBE = 0.044715;
    private static final double RATE = 2 * Math.sqrt(2 / Math.PI);

    private final int bytes;
    private final ArithmeticKernels arithmetic;
    private final FunctionKernels function;
    private final TranscendentalKernels transcendental;

    BlockActivation(
            Numbers numbers,
            ArithmeticKernels arithmetic,
            FunctionKernels function,
            TranscendentalKernels transcendental) {
        bytes = numbers.bytes();
        this.arithmetic = arithmetic;
        this.function = function;
        this.transcendental = transcendental;
    }

    @Override
    public void elu(long y, long a, int n, double above, double below) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            arithmetic.clamp(u, a + o, k, Double.NEGATIVE_INFINITY, 0);
            transcendental.expm1(u, u, k);
            arithmetic.scale(u, k, below); //       below (e^min(a, 0) - 1)
            function.relu(v, a + o, k);
            arithmetic.axpy(u, v, k, above); //       + above max(a, 0)
            arithmetic.copy(y + o, u, k);
        }
    }

    @Override
    public void eluBackward(long g, long h, int n, double above, double below) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            function.step(v, h + o, k);
            arithmetic.clamp(u, h + o, k, Double.NEGATIVE_INFINITY, 0);
            arithmetic.shift(u, k, below);
            arithmetic.axpy(u, v, k, above - below); // below + (above - below) where h > 0
            arithmetic.multiply(g + o, g + o, u, k);
        }
    }

    /** e = e^(-a^2 / 2), p = Phi(a). */
    private void normal(long e, long p, long a, int k) {
        arithmetic.clamp(e, a, k, -GAUSSIAN_IS_0, GAUSSIAN_IS_0);
        function.square(e, e, k);
        arithmetic.scale(e, k, -0.5);
        transcendental.exp(e, e, k);
        transcendental.normalCdf(p, a, e, k);
    }

    @Override
    public void gelu(long y, long a, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            normal(u, v, a + o, k);
            arithmetic.clamp(u, a + o, k, -FAR, Double.POSITIVE_INFINITY);
            arithmetic.multiply(y + o, u, v, k);
        }
    }

    @Override
    public void geluBackward(long g, long a, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        long w = Blocks.third(u);
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            normal(u, v, a + o, k);
            arithmetic.clamp(w, a + o, k, -FAR, FAR);
            arithmetic.multiply(u, u, w, k);
            arithmetic.axpy(v, u, k, 1 / Normal.ROOT_OF_TWO_PI); // Phi(a) + a phi(a)
            arithmetic.multiply(g + o, g + o, v, k);
        }
    }

    /** s = sigma(w(a)) and c = a within bounds. */
    private void gate(long s, long c, long a, int k) {
        arithmetic.clamp(c, a, k, -FAR, FAR);
        function.square(s, c, k);
        arithmetic.scale(s, k, RATE * CUBE);
        arithmetic.shift(s, k, RATE);
        arithmetic.multiply(s, s, c, k);
        transcendental.sigmoid(s, s, k);
    }

    @Override
    public void geluByTanh(long y, long a, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            gate(u, v, a + o, k);
            arithmetic.clamp(v, a + o, k, -FAR, Double.POSITIVE_INFINITY);
            arithmetic.multiply(y + o, u, v, k);
        }
    }

    @Override
    public void geluByTanhBackward(long g, long a, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        long w = Blocks.third(u);
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            gate(u, v, a + o, k);
            function.square(w, v, k);
            arithmetic.scale(w, k, 3 * RATE * CUBE);
            arithmetic.shift(w, k, RATE);
            arithmetic.multiply(w, w, v, k); //       a w'
            function.sigmoidBackward(w, u, k);
            arithmetic.add(u, u, w, k); //            sigma + a sigma (1 - sigma) w'
            arithmetic.multiply(g + o, g + o, u, k);
        }
    }

    @Override
    public void silu(long y, long a, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            transcendental.sigmoid(u, a + o, k);
            arithmetic.clamp(v, a + o, k, -FAR, Double.POSITIVE_INFINITY);
            arithmetic.multiply(y + o, u, v, k);
        }
    }

    @Override
    public void siluBackward(long g, long a, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            transcendental.sigmoid(u, a + o, k);
            arithmetic.clamp(v, a + o, k, -FAR, FAR);
            function.sigmoidBackward(v, u, k); //     a sigma (1 - sigma)
            arithmetic.add(u, u, v, k);
            arithmetic.multiply(g + o, g + o, u, k);
        }
    }

    /** e = e^a, p = e (e + 2), q = p + 2: tanh(log(1 + e^a)) = p / q. */
    private void mishParts(long e, long p, long q, long a, int k) {
        arithmetic.clamp(e, a, k, Double.NEGATIVE_INFINITY, MISH_IS_LINEAR);
        transcendental.exp(e, e, k);
        arithmetic.copy(q, e, k);
        arithmetic.shift(q, k, 2);
        arithmetic.multiply(p, e, q, k);
        arithmetic.copy(q, p, k);
        arithmetic.shift(q, k, 2);
    }

    @Override
    public void mish(long y, long a, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        long w = Blocks.third(u);
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            mishParts(u, v, w, a + o, k);
            arithmetic.divide(v, v, w, k);
            arithmetic.clamp(u, a + o, k, -FAR, Double.POSITIVE_INFINITY);
            arithmetic.multiply(y + o, u, v, k);
        }
    }

    /** t + a t' with t = p / q, t' = 4 e (e + 1) / q^2 = 4 (p - e) / q^2. */
    @Override
    public void mishBackward(long g, long a, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        long w = Blocks.third(u);
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            mishParts(u, v, w, a + o, k);
            arithmetic.subtract(u, v, u, k);
            arithmetic.divide(u, u, w, k);
            arithmetic.divide(u, u, w, k);
            arithmetic.divide(v, v, w, k);
            arithmetic.clamp(w, a + o, k, -FAR, FAR);
            arithmetic.multiply(u, u, w, k);
            arithmetic.axpy(v, u, k, 4);
            arithmetic.multiply(g + o, g + o, v, k);
        }
    }

    @Override
    public void softplus(long y, long a, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            function.abs(u, a + o, k);
            arithmetic.scale(u, k, -1);
            transcendental.exp(u, u, k);
            transcendental.log1p(u, u, k);
            function.relu(v, a + o, k);
            arithmetic.add(y + o, u, v, k);
        }
    }

    @Override
    public void softplusBackward(long g, long a, int n) {
        long u = Blocks.first();
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            transcendental.sigmoid(u, a + o, k);
            arithmetic.multiply(g + o, g + o, u, k);
        }
    }

    @Override
    public void softsign(long y, long a, int n) {
        long u = Blocks.first();
        long v = Blocks.second(u);
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            arithmetic.clamp(u, a + o, k, -1e30, 1e30);
            function.abs(v, u, k);
            arithmetic.shift(v, k, 1);
            arithmetic.divide(y + o, u, v, k);
        }
    }

    @Override
    public void softsignBackward(long g, long a, int n) {
        long u = Blocks.first();
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            function.abs(u, a + o, k);
            arithmetic.shift(u, k, 1);
            arithmetic.divide(g + o, g + o, u, k);
            arithmetic.divide(g + o, g + o, u, k);
        }
    }

    @Override
    public void hardSigmoid(long y, long a, int n, double slope, double offset) {
        long u = Blocks.first();
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            arithmetic.fill(u, k, offset);
            arithmetic.axpy(u, a + o, k, slope);
            arithmetic.clamp(y + o, u, k, 0, 1);
        }
    }

    @Override
    public void hardSigmoidBackward(long g, long h, int n, double slope) {
        long u = Blocks.first();
        for (int i = 0; i < n; i += Blocks.LENGTH) {
            int k = Math.min(Blocks.LENGTH, n - i);
            long o = (long) i * bytes;
            arithmetic.copy(u, h + o, k);
            arithmetic.scale(u, k, -1);
            arithmetic.shift(u, k, 1); //             > 0 where h < 1
            function.reluBackward(g + o, u, k);
            function.reluBackward(g + o, h + o, k);
            arithmetic.scale(g + o, k, slope);
        }
    }
}
