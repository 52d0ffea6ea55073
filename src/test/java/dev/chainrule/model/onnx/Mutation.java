package dev.chainrule.model.onnx;

import java.util.Arrays;
import java.util.Random;

/** A file with something wrong in one to four places. */
public final class Mutation {

    private Mutation() {}

    public static byte[] of(byte[] file, Random random) {
        byte[] broken = file.clone();
        for (int n = 1 + random.nextInt(4); n > 0 && broken.length > 8; n--) {
            broken = once(broken, random);
        }
        return broken;
    }

    private static byte[] once(byte[] file, Random random) {
        byte[] broken = file.clone();
        int at = random.nextInt(broken.length);
        switch (random.nextInt(6)) {
            case 0 -> broken[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> broken[at] = (byte) random.nextInt(256);
            case 2 -> Arrays.fill(broken, at, Math.min(broken.length, at + 10), (byte) 0xff);
            case 3 -> broken = Arrays.copyOf(broken, at);
            case 4 -> {
                int length = Math.min(broken.length - at, 1 + random.nextInt(16));
                System.arraycopy(broken, at, broken, random.nextInt(broken.length - length + 1), length);
            }
            default -> {
                byte[] longer = Arrays.copyOf(broken, broken.length + 8);
                System.arraycopy(broken, at, longer, at + 8, broken.length - at);
                broken = longer;
            }
        }
        return broken;
    }
}
