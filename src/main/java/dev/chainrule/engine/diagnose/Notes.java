package dev.chainrule.engine.diagnose;

import java.util.Arrays;

/**
 * What diagnostics remember, as numbers in a fixed order. One method of each of them both notes and takes back:
 * {@code mean = notes.keep(mean)} writes the mean to a checkpoint, or gives the mean that a checkpoint holds.
 */
public final class Notes {

    private final boolean reading;
    private double[] values;
    private int next;

    private Notes(boolean reading, double[] values) {
        this.reading = reading;
        this.values = values;
    }

    /** Notes to be taken. */
    public static Notes blank() {
        return new Notes(false, new double[64]);
    }

    /** Notes taken before, to be given back in the same order. */
    public static Notes of(double[] values) {
        return new Notes(true, values);
    }

    /**
     * Notes a number, or gives the one noted at this place.
     *
     * @throws IllegalArgumentException where fewer were noted
     */
    public double keep(double value) {
        if (reading) {
            if (next == values.length) {
                throw new IllegalArgumentException("the checkpoint's diagnostics noted only " + next + " numbers");
            }
            return values[next++];
        }
        if (next == values.length) {
            values = Arrays.copyOf(values, 2 * next);
        }
        values[next++] = value;
        return value;
    }

    /** The same for a whole number below 2^53. */
    public long keep(long value) {
        return (long) keep((double) value);
    }

    /** The same for a truth. */
    public boolean keep(boolean value) {
        return keep(value ? 1.0 : 0.0) != 0;
    }

    /** The same for every element. */
    public void keep(double[] array) {
        for (int i = 0; i < array.length; i++) {
            array[i] = keep(array[i]);
        }
    }

    /** All that was noted so far. */
    public double[] values() {
        return Arrays.copyOf(values, next);
    }
}
