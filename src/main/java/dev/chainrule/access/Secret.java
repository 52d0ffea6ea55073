package dev.chainrule.access;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key in the only moment it is known: {@code cr_PREFIX_SECRET}.
 *
 * @param text all of it, as it is sent
 * @param prefix 12 hexadecimal digits by which its row is found; they open nothing
 */
record Secret(String text, String prefix) {

    private static final Pattern FORM = Pattern.compile("cr_([0-9a-f]{12})_[0-9a-f]{64}");
    private static final int PREFIX_BYTES = 6;

    /** 256 bits. */
    private static final int SECRET_BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    static Secret make() {
        String prefix = hex(PREFIX_BYTES);
        return new Secret("cr_" + prefix + "_" + hex(SECRET_BYTES), prefix);
    }

    private static String hex(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What was sent, where it has the form of our keys: nothing else is looked up. */
    static Optional<Secret> read(String text) {
        Matcher form = FORM.matcher(text);
        return form.matches() ? Optional.of(new Secret(text, form.group(1))) : Optional.empty();
    }

    String sha256() {
        return HexFormat.of().formatHex(Digests.sha256(text));
    }

    /** Keeps the key out of logs. */
    @Override
    public String toString() {
        return "Secret[prefix=" + prefix + "]";
    }
}
