package dev.chainrule.dataset;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How many rows of each group go to each part. Every group keeps at least one row to train on.
 *
 * @param validation rows of each group
 * @param test rows of each group
 */
record SplitSizes(int[] validation, int[] test) {

    /**
     * Shares by the method of the largest remainder, so that the parts have the sizes asked for as long as the groups have
     * rows to give.
     *
     * @param counts rows of each group: of each class where the split is stratified, otherwise one group
     */
    static SplitSizes of(int[] counts, Split split) {
        int[] free = Arrays.stream(counts).map(count -> Math.max(0, count - 1)).toArray();
        int[] validation = shares(counts, free, split.validation());
        Arrays.setAll(free, i -> free[i] - validation[i]);
        return new SplitSizes(validation, shares(counts, free, split.test()));
    }

    private static int[] shares(int[] counts, int[] free, double share) {
        long rows = Arrays.stream(counts).asLongStream().sum();
        long wanted = share == 0 ? 0 : Math.max(1, Math.round(share * rows));
        int[] given = new int[counts.length];
        Arrays.setAll(given, i -> Math.min(free[i], (int) Math.floor(share * counts[i])));
        long left = wanted - Arrays.stream(given).asLongStream().sum();
        int[] order = IntStream.range(0, counts.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> Math.floor(share * counts[i]) - share * counts[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        boolean more = left > 0;
        while (more) {
            more = false;
            for (int i : order) {
                if (left > 0 && given[i] < free[i]) {
                    given[i]++;
                    left--;
                    more = left > 0;
                }
            }
        }
        return given;
    }

    int validationRows() {
        return Arrays.stream(validation).sum();
    }

    int testRows() {
        return Arrays.stream(test).sum();
    }
}
