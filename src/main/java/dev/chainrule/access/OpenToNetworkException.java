package dev.chainrule.access;

/** Starting would let anyone on the network in. */
final class OpenToNetworkException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OpenToNetworkException(String property, String address) {
        super(property + " is " + address + ", which others can reach, and no API key is configured");
    }
}
