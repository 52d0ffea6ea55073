package dev.chainrule.engine.array;

/**
 * Philox4x32-10: 128 bits of counter and 64 of key to 128 random bits, by ten rounds of two 32 x 32 bit products (Salmon et al.,
 * SC 2011). Tested against the known answers of the authors' Random123.
 */
final class Philox {

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;

    private int x0;
    private int x1;
    private int x2;
    private int x3;

    /** Enciphers (low, high) under a key. */
    void fill(long low, long high, long key) {
        x0 = (int) low;
        x1 = (int) (low >>> 32);
        x2 = (int) high;
        x3 = (int) (high >>> 32);
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < ROUNDS; round++) {
            long p0 = MULTIPLIER_0 * (x0 & 0xffff_ffffL);
            long p1 = MULTIPLIER_1 * (x2 & 0xffff_ffffL);
            x0 = (int) (p1 >>> 32) ^ x1 ^ k0;
            x1 = (int) p1;
            x2 = (int) (p0 >>> 32) ^ x3 ^ k1;
            x3 = (int) p0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
    }

    /** The i-th 32 of the 128 bits. */
    int word(int i) {
        return switch (i) {
            case 0 -> x0;
            case 1 -> x1;
            case 2 -> x2;
            default -> x3;
        };
    }
}
