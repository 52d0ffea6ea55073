package dev.chainrule.engine.array;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Random numbers that depend on nothing but (seed, purpose, index, how many were drawn since): Philox4x32-10 of Salmon, Moraes,
 * Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011), a block cipher over a counter. A stream can be taken up
 * at any index without drawing what came before, and streams of different purposes are independent.
 *
 * <pre>{@code
 * RandomStream random = RandomStream.of(seed);
 * RandomStream order = random.split("order");
 * order.at(epoch).shuffle(indices);              // the same order for one seed and epoch, whatever else was drawn
 * }</pre>
 *
 * <p>One thread at a time. Only {@link #of} and {@link #split} allocate.
 */
public final class RandomStream {

    private final long key;
    private final Philox block = new Philox();
    private long index;
    private long counter;
    /** Next unused word of the block; 4 is none. */
    private int next = 4;

    private RandomStream(long key) {
        this.key = key;
    }

    /** The stream of a seed. */
    public static RandomStream of(long seed) {
        return new RandomStream(mix(seed));
    }

    /** An independent stream for a purpose. Depends on this stream's seed and purpose only, not on its position. */
    public RandomStream split(String purpose) {
        long hash = key;
        for (int i = 0; i < purpose.length(); i++) {
            hash = mix(hash ^ purpose.charAt(i));
        }
        return new RandomStream(mix(hash ^ purpose.length()));
    }

    /** Moves to the start of an index, such as an epoch or a step; 2^66 words apart from every other. Gives this stream. */
    public RandomStream at(long newIndex) {
        index = newIndex;
        counter = 0;
        next = 4;
        return this;
    }

    /** 32 random bits. */
    public int nextInt() {
        if (next == 4) {
            block.fill(counter++, index, key);
            next = 0;
        }
        return block.word(next++);
    }

    /** 64 random bits. */
    public long nextLong() {
        return (nextInt() & 0xffff_ffffL) | (long) nextInt() << 32;
    }

    /** Uniform in [0, 1), a multiple of 2^-53. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /** Uniform in 0 … bound - 1, without bias (Lemire 2019). */
    public int nextInt(int bound) {
        if (bound < 1) {
            throw new IllegalArgumentException("need a positive bound, got " + bound);
        }
        long product = (nextInt() & 0xffff_ffffL) * bound;
        if ((product & 0xffff_ffffL) < bound) {
            long least = (1L << 32) % bound;
            while ((product & 0xffff_ffffL) < least) {
                product = (nextInt() & 0xffff_ffffL) * bound;
            }
        }
        return (int) (product >>> 32);
    }

    /**
     * Standard normal, by the cosine half of Box and Muller (1958) with StrictMath, so that every JVM gives the same bits. Draws
     * four words.
     */
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
    }

    /** Puts values in random order, each equally likely (Fisher and Yates). */
    public void shuffle(int[] values) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = nextInt(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }

    /** Overwrites values by 0 … n - 1 in random order. */
    public void permutation(int[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = i;
        }
        shuffle(values);
    }

    /** a_i ~ U[low, high), in memory order. */
    public void fillUniform(INDArray a, double low, double high) {
        Numbers numbers = Border.numbers(a);
        int n = Border.length(a);
        long address = Border.at(a);
        for (long i = 0; i < n; i++) {
            numbers.set(address, i, low + (high - low) * nextDouble());
        }
        Border.keep(a);
    }

    /** a_i ~ N(mean, deviation^2), in memory order. */
    public void fillNormal(INDArray a, double mean, double deviation) {
        Numbers numbers = Border.numbers(a);
        int n = Border.length(a);
        long address = Border.at(a);
        for (long i = 0; i < n; i++) {
            numbers.set(address, i, mean + deviation * nextGaussian());
        }
        Border.keep(a);
    }

    /** m_i = value with a probability, else 0, in memory order: a dropout mask. */
    public void fillMask(INDArray mask, double probability, double value) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("need a probability, got " + probability);
        }
        long threshold = (long) (probability * 0x1p32);
        Numbers numbers = Border.numbers(mask);
        int n = Border.length(mask);
        long address = Border.at(mask);
        for (long i = 0; i < n; i++) {
            numbers.set(address, i, (nextInt() & 0xffff_ffffL) < threshold ? value : 0);
        }
        Border.keep(mask);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014), with its increment: a bijection that spreads every bit. */
    private static long mix(long z) {
        long y = z + 0x9e3779b97f4a7c15L;
        y = (y ^ y >>> 30) * 0xbf58476d1ce4e5b9L;
        y = (y ^ y >>> 27) * 0x94d049bb133111ebL;
        return y ^ y >>> 31;
    }
}
