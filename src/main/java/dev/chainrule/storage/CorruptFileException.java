package dev.chainrule.storage;

/** A stored file is not the one that was written: other length, other hash, or gone. */
public final class CorruptFileException extends RuntimeException {

    public CorruptFileException(String message) {
        super(message);
    }
}
