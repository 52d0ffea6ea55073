package dev.chainrule.access;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Every key there is: the configured ones, and those an admin has made. Keys are asked for once one is configured. */
final class KeyRing {

    /** Age at which what is known of a key is asked for again: half of the second within which a revoked one is shut out. */
    private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(500);

    private final List<byte[]> configured;
    private final KeyTable table;
    private final Map<String, Long> lastSeen = new ConcurrentHashMap<>();

    /**
     * @param digests SHA-256 of each configured key, 64 hexadecimal digits
     */
    KeyRing(List<String> digests, KeyTable table) {
        this.configured = digests.stream().map(HexFormat.of()::parseHex).toList();
        this.table = table;
    }

    boolean isOff() {
        return configured.isEmpty();
    }

    /** Who holds this key; empty where nobody does. */
    Optional<Caller> holder(String key) {
        if (isConfigured(key)) {
            return Optional.of(Caller.CONFIGURED);
        }
        return Secret.read(key).flatMap(this::holder);
    }

    /** Takes the same time whichever key is given: every digest is compared to its end. */
    private boolean isConfigured(String key) {
        byte[] given = Digests.sha256(key);
        boolean known = false;
        for (byte[] digest : configured) {
            known |= MessageDigest.isEqual(digest, given);
        }
        return known;
    }

    private Optional<Caller> holder(Secret given) {
        byte[] digest = HexFormat.of().parseHex(given.sha256());
        return table.live(given.prefix())
                .filter(row -> MessageDigest.isEqual(HexFormat.of().parseHex(row.sha256()), digest))
                .map(row -> new Caller(row.name(), row.scope(), row.prefix(), row.owner()));
    }

    /** Whether a caller who was let in may still hear what is written to him; asks the database at most every half a second for each key. */
    boolean stillHeld(Caller caller) {
        String prefix = caller.prefix();
        if (prefix == null) {
            return true;
        }
        Long seen = lastSeen.get(prefix);
        if (seen != null && System.nanoTime() - seen < FRESH) {
            return true;
        }
        boolean live = table.live(prefix).isPresent();
        if (live) {
            lastSeen.put(prefix, System.nanoTime());
        } else {
            lastSeen.remove(prefix);
        }
        return live;
    }
}
