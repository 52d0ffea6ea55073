package dev.chainrule.input;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A long text that nobody keeps: a beginning, then the same again and again. */
final class Repeated extends InputStream {

    private final byte[] beginning;
    private final byte[] again;
    private final long length;
    private long at;

    Repeated(String beginning, String again, long length) {
        this.beginning = beginning.getBytes(StandardCharsets.UTF_8);
        this.again = again.getBytes(StandardCharsets.UTF_8);
        this.length = length;
    }

    @Override
    public int read() {
        return at == length ? -1 : next() & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int most) {
        if (at == length) {
            return -1;
        }
        int n = (int) Math.min(most, length - at);
        for (int i = 0; i < n; i++) {
            buffer[offset + i] = next();
        }
        return n;
    }

    private byte next() {
        long place = at++;
        return place < beginning.length
                ? beginning[(int) place]
                : again[(int) ((place - beginning.length) % again.length)];
    }
}
