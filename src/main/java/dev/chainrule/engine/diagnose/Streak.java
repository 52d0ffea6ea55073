package dev.chainrule.engine.diagnose;

/** Remembers since which step a condition has held without a break. */
final class Streak {

    private long since = -1;
    private int length;

    /** Notes whether the condition holds at a step; returns for how many measurements in a row it has. */
    int note(boolean holds, long step) {
        if (!holds) {
            length = 0;
            since = -1;
        } else {
            since = length == 0 ? step : since;
            length++;
        }
        return length;
    }

    /** First step of the current streak. */
    long since() {
        return since;
    }
}
