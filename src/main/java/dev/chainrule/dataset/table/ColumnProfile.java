package dev.chainrule.dataset.table;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the first walk learns of one column: enough to say its type, and to name the cells that do not fit it. */
final class ColumnProfile {

    /** Numbers beyond are summed in units of 2^64, so that a sum of finite numbers is finite. */
    private static final double LARGE = 0x1p900;

    private static final double UNIT = 0x1p64;
    private static final int LONGEST = 200;
    /** Spellings of true and false remembered: more than two mean that they need one spelling each. */
    private static final int SPELLINGS = 3;

    final Distinct distinct;
    private final int samples;
    private final List<BadCell> bad = new ArrayList<>(0);
    private final Set<String> spellings = new HashSet<>(0);

    long numbers;
    long missing;
    long firstMissing;
    long texts;
    long outOfRange;
    long nonFinite;
    long underflows;
    long firstUnderflow;
    long imprecise;
    long firstImprecise;
    long booleans;
    long lookalikes;

    @Nullable
    Lookalike lookalike;

    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    boolean bytes = true;
    boolean floats = true;
    private double sum;
    private double lost;
    private double largeSum;

    /**
     * @param distinct most different numbers kept
     * @param samples most misfits remembered
     */
    ColumnProfile(int distinct, int samples) {
        this.distinct = new Distinct(distinct);
        this.samples = samples;
    }

    void number(double value) {
        numbers++;
        min = Math.min(min, value);
        max = Math.max(max, value);
        bytes = bytes && value >= 0 && value <= 255 && value == (int) value;
        floats = floats && value == (float) value;
        distinct.add(value);
        add(value);
    }

    /** Neumaier's sum (1974): the error of each addition is kept and added at the end. */
    private void add(double value) {
        if (Math.abs(value) > LARGE) {
            largeSum += value / UNIT;
            return;
        }
        double next = sum + value;
        lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
        sum = next;
    }

    double mean() {
        return (sum + lost) / numbers + largeSum / numbers * UNIT;
    }

    void missing(long line) {
        if (missing++ == 0) {
            firstMissing = line;
        }
    }

    /** Whether it is a number that 64 bits do not hold as it was written. */
    boolean rounded(Numeral.Kind kind, long line) {
        if (kind == Numeral.Kind.UNDERFLOW && underflows++ == 0) {
            firstUnderflow = line;
        }
        if (kind == Numeral.Kind.IMPRECISE && imprecise++ == 0) {
            firstImprecise = line;
        }
        return kind == Numeral.Kind.UNDERFLOW || kind == Numeral.Kind.IMPRECISE;
    }

    /** A text that is not to be taken for anything else. */
    void text(char[] letters, int from, int to, long line) {
        texts++;
        if (bad.size() < samples) {
            bad.add(new BadCell(line, shortened(letters, from, to), Numeral.Kind.TEXT));
        }
    }

    private static String shortened(char[] letters, int from, int to) {
        return new String(letters, from, Math.min(to - from, LONGEST));
    }

    /** A cell that is no number. */
    void misfit(Numeral.Kind kind, char[] letters, int from, int to, long line) {
        switch (kind) {
            case OUT_OF_RANGE -> outOfRange++;
            case NON_FINITE -> nonFinite++;
            default -> texts++;
        }
        // A text that is neither settles that the column's texts are just texts: no need to look at more of them.
        boolean undecided = booleans + lookalikes == texts - (kind == Numeral.Kind.TEXT ? 1 : 0);
        if (bad.size() >= samples && !undecided) {
            return;
        }
        String text = shortened(letters, from, to);
        if (bad.size() < samples) {
            bad.add(new BadCell(line, text, kind));
        }
        if (undecided && kind == Numeral.Kind.TEXT) {
            resemble(text);
        }
    }

    private void resemble(String text) {
        if (Booleans.of(text) != null) {
            booleans++;
            if (spellings.size() < SPELLINGS) {
                spellings.add(text);
            }
            return;
        }
        Lookalike found = Lookalike.of(text);
        if (found != null) {
            lookalikes++;
            lookalike = lookalike == null ? found : lookalike;
        }
    }

    List<BadCell> bad() {
        return bad;
    }

    long present() {
        return numbers + texts + outOfRange + nonFinite;
    }

    /** Whether every cell that is no number looks as if it were meant as one. */
    boolean resemblesNumbers() {
        return texts > 0 && texts == lookalikes;
    }

    /** Whether it holds numbers and words for true and false, and nothing else. */
    boolean mixesBooleans() {
        return texts > 0 && texts == booleans && numbers > 0;
    }

    /** Whether it holds words for true and false only, and more than one for either. */
    boolean spellsBooleans() {
        return texts > 0
                && booleans == present()
                && spellings.stream().map(Booleans::of).distinct().count() < spellings.size();
    }

    /** The type its cells call for: numbers if more than half of them are, or all are meant to be. */
    ColumnType type() {
        long number = numbers + outOfRange + nonFinite;
        boolean wordsOnly = numbers + outOfRange == 0 && nonFinite > 0 && texts > 0;
        if (wordsOnly) {
            return ColumnType.CATEGORICAL;
        }
        boolean numeric = texts == 0 || 2 * number > present() || resemblesNumbers() || mixesBooleans();
        return numeric ? ColumnType.NUMERIC : ColumnType.CATEGORICAL;
    }
}
