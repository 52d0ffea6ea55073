package dev.chainrule.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Event streams that are open, by key; only keys with an open stream are remembered. */
final class OpenStreams {

    private final Map<String, Integer> open = new ConcurrentHashMap<>();
    private final int most;

    OpenStreams(int most) {
        this.most = most;
    }

    /** Takes a place; false where all are taken. */
    boolean enter(String key) {
        boolean[] entered = {false};
        open.compute(key, (k, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < most;
            return entered[0] ? Integer.valueOf(now + 1) : count;
        });
        return entered[0];
    }

    void leave(String key) {
        open.computeIfPresent(key, (k, count) -> count == 1 ? null : count - 1);
    }

    int of(String key) {
        return open.getOrDefault(key, 0);
    }
}
