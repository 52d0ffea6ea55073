package dev.chainrule.access;

/** Starting would let anyone on the network in. */
final class OpenToNetworkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OpenToNetworkException(String address) {
        super("server.address is " + address + ", which others can reach, and no API key is configured");
    }
}
