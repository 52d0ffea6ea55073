package dev.chainrule.dataset.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** UTF-8 text, a byte order mark left out, that says at which byte it is not UTF-8 or holds a NUL. */
final class Utf8Reader extends Reader {

    private static final int BUFFER = 1 << 16;
    private static final char MARK = '\uFEFF';

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).limit(0);
    private long before;
    private boolean started;
    private boolean ended;
    /** Second half of a letter for which there was room for one half only; 0 is none. */
    private char pending;

    Utf8Reader(InputStream in) {
        this.in = in;
    }

    /** Text that cannot be read on. */
    static final class BadTextException extends IOException {
        private final String code;
        private final long offset;

        BadTextException(String code, long offset) {
            super(code);
            this.code = code;
            this.offset = offset;
        }

        String code() {
            return code;
        }

        /** Byte of the file, from 0. */
        long offset() {
            return offset;
        }
    }

    @Override
    public int read(char[] letters, int from, int length) throws IOException {
        if (pending != 0) {
            letters[from] = pending;
            pending = 0;
            return 1;
        }
        if (length == 1) {
            return readHalf(letters, from);
        }
        CharBuffer chars = CharBuffer.wrap(letters, from, length);
        int start = chars.position();
        while (chars.position() == start && fill()) {
            int first = bytes.position();
            CoderResult result = decoder.decode(bytes, chars, ended);
            checkNul(letters, start, chars.position(), first);
            if (result.isError()) {
                throw new BadTextException("BAD_ENCODING", before + bytes.position());
            }
            if (!started && chars.position() > start) {
                started = true;
                if (letters[start] == MARK) {
                    chars = withoutMark(letters, start, chars.position(), from + length);
                }
            }
        }
        int n = chars.position() - start;
        return n == 0 ? -1 : n;
    }

    private int readHalf(char[] letters, int from) throws IOException {
        char[] pair = new char[2];
        CharBuffer chars = CharBuffer.wrap(pair);
        while (chars.position() == 0 && fill()) {
            // One byte at a time, so that no second letter comes along.
            int limit = bytes.limit();
            for (int end = bytes.position() + 1; chars.position() == 0 && end <= limit; end++) {
                bytes.limit(end);
                CoderResult result = decoder.decode(bytes, chars, ended && end == limit);
                bytes.limit(limit);
                if (result.isError()) {
                    throw new BadTextException("BAD_ENCODING", before + bytes.position());
                }
            }
        }
        if (chars.position() == 0) {
            return -1;
        }
        checkNul(pair, 0, 1, bytes.position() - 1);
        started = true;
        letters[from] = pair[0];
        pending = chars.position() == 2 ? pair[1] : 0;
        return 1;
    }

    private static CharBuffer withoutMark(char[] letters, int start, int end, int limit) {
        System.arraycopy(letters, start + 1, letters, start, end - start - 1);
        return CharBuffer.wrap(letters, start, limit - start).position(end - 1);
    }

    /** Makes at least one more byte ready, or says that there is none. */
    private boolean fill() throws IOException {
        if (ended) {
            return bytes.hasRemaining();
        }
        before += bytes.position();
        bytes.compact();
        int n = in.read(bytes.array(), bytes.position(), bytes.remaining());
        ended = n < 0;
        bytes.position(bytes.position() + Math.max(0, n)).flip();
        return bytes.hasRemaining();
    }

    private void checkNul(char[] letters, int from, int to, int first) throws BadTextException {
        for (int i = from; i < to; i++) {
            if (letters[i] == 0) {
                for (int at = first; ; at++) {
                    if (bytes.get(at) == 0) {
                        throw new BadTextException("BAD_CHARACTER", before + at);
                    }
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
