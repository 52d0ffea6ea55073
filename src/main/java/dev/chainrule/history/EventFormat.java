package dev.chainrule.history;

import java.nio.charset.StandardCharsets;

/** How events are written for one follower. */
interface EventFormat {

    /** Before the first event. */
    byte[] greeting();

    /**
     * One event; nothing where this follower does not care.
     *
     * @param place where the follower stands after it
     */
    byte[] event(String place, String name, byte[] data);

    /** Something, so that both ends know the other is there. */
    byte[] heartbeat();

    /** Server-sent events, as the WHATWG's HTML standard defines them. */
    record ServerSent() implements EventFormat {

        @Override
        public byte[] greeting() {
            return ": follow with Last-Event-ID to go on where you stopped\n\n".getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public byte[] event(String place, String name, byte[] data) {
            byte[] head = ("id: " + place + "\nevent: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8);
            byte[] whole = new byte[head.length + data.length + 2];
            System.arraycopy(head, 0, whole, 0, head.length);
            System.arraycopy(data, 0, whole, head.length, data.length);
            whole[whole.length - 2] = '\n';
            whole[whole.length - 1] = '\n';
            return whole;
        }

        @Override
        public byte[] heartbeat() {
            return ": alive\n\n".getBytes(StandardCharsets.UTF_8);
        }
    }
}
