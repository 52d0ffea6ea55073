package dev.chainrule.engine.diagnose;

import java.util.Arrays;

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

    /** So many streaks. */
    static Streak[] each(int count) {
        Streak[] all = new Streak[count];
        Arrays.setAll(all, k -> new Streak());
        return all;
    }

    static void remember(Streak[] all, Notes notes) {
        for (Streak each : all) {
            each.remember(notes);
        }
    }

    void remember(Notes notes) {
        since = notes.keep(since);
        length = (int) notes.keep((long) length);
    }

    /** First step of the current streak. */
    long since() {
        return since;
    }
}
