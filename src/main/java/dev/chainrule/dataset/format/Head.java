package dev.chainrule.dataset.format;

import java.nio.charset.StandardCharsets;

/** The first bytes of a file. */
public record Head(byte[] bytes) {

    /** Whether they begin with these. */
    boolean startsWith(int... magic) {
        if (bytes.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((bytes[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether they begin with this ASCII text. */
    boolean startsWith(String magic) {
        return startsWith(magic.chars().toArray());
    }

    /** Whether there are none. */
    boolean isEmpty() {
        return bytes.length == 0;
    }

    /** The bytes as text, one letter a byte. */
    String asLatin() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
