package dev.chainrule.storage;

import java.io.IOException;

/** The bucket does not do what it is asked: it is away, refuses, or is not there. */
final class BucketException extends IOException {

    private static final long serialVersionUID = 1;

    BucketException(String message, Throwable cause) {
        super(message, cause);
    }
}
