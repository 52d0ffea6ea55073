package dev.chainrule.analysis;

/** Ends an analysis from within: somebody asked, or its time is over. Not an error. */
final class StoppedException extends RuntimeException {

    StoppedException() {
        super("stopped", null, false, false);
    }
}
