package dev.chainrule.history;

/** Least, greatest, last and mean of the values given to it; the mean and the extremes are of the finite ones. */
final class Summary {

    private double min;
    private double max;
    private double last;
    private double mean;
    private double finite;
    private int kinds;

    Summary() {
        clear();
    }

    void clear() {
        min = Double.POSITIVE_INFINITY;
        max = Double.NEGATIVE_INFINITY;
        last = Double.NaN;
        mean = 0;
        finite = 0;
        kinds = 0;
    }

    void add(double value) {
        last = value;
        if (Double.isFinite(value)) {
            min = Math.min(min, value);
            max = Math.max(max, value);
            weigh(value, 1);
        } else {
            kinds |= NonFinite.of(value).bit();
        }
    }

    void add(Summaries from, int entry) {
        last = from.last[entry];
        kinds |= (int) from.kinds[entry];
        if (from.finite[entry] > 0) {
            min = Math.min(min, from.min[entry]);
            max = Math.max(max, from.max[entry]);
            weigh(from.mean[entry], from.finite[entry]);
        }
    }

    /** mean <- (1 - w) mean + w value, w the new values' share: unlike a sum it cannot overflow. */
    private void weigh(double value, double count) {
        finite += count;
        double share = count / finite;
        mean = (1 - share) * mean + share * value;
    }

    double min() {
        return finite == 0 ? Double.NaN : min;
    }

    double max() {
        return finite == 0 ? Double.NaN : max;
    }

    double last() {
        return last;
    }

    /** Rounding never takes it past the extremes. */
    double mean() {
        return finite == 0 ? Double.NaN : Math.clamp(mean, min, max);
    }

    double finite() {
        return finite;
    }

    int kinds() {
        return kinds;
    }
}
