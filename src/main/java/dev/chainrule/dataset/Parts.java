package dev.chainrule.dataset;

import java.util.Arrays;
import java.util.Random;

/**
 * Which rows train, validate and test: places in {@link UsableRows}, rising in each part. The same seed gives the same parts.
 */
record Parts(int[] training, int[] validation, int[] test) {

    /** Keeps these draws apart from all others made of the same seed. */
    private static final long SPLIT = 0x5851f42d4c957f2dL;

    static Parts of(UsableRows rows, Split split, boolean stratify, long seed) {
        int[] groups = rows.groups(stratify);
        SplitSizes sizes = SplitSizes.of(groups, split);
        int[][] members = members(rows, groups, stratify);
        int[] validation = new int[sizes.validationRows()];
        int[] test = new int[sizes.testRows()];
        int[] training = new int[rows.rows().length - validation.length - test.length];
        Random random = new Random(seed ^ SPLIT);
        int[] at = new int[3];
        for (int g = 0; g < groups.length; g++) {
            shuffle(members[g], random);
            int v = sizes.validation()[g];
            int t = sizes.test()[g];
            at[0] = append(validation, at[0], members[g], 0, v);
            at[1] = append(test, at[1], members[g], v, v + t);
            at[2] = append(training, at[2], members[g], v + t, members[g].length);
        }
        Arrays.sort(training);
        Arrays.sort(validation);
        Arrays.sort(test);
        return new Parts(training, validation, test);
    }

    private static int[][] members(UsableRows rows, int[] groups, boolean stratify) {
        int[][] members = new int[groups.length][];
        Arrays.setAll(members, g -> new int[groups[g]]);
        int[] filled = new int[groups.length];
        for (int i = 0; i < rows.rows().length; i++) {
            int group = stratify ? rows.labels()[i] : 0;
            members[group][filled[group]++] = i;
        }
        return members;
    }

    private static int append(int[] part, int at, int[] members, int from, int to) {
        System.arraycopy(members, from, part, at, to - from);
        return at + to - from;
    }

    /** Fisher and Yates, by {@link Random}, whose algorithm its documentation fixes. */
    private static void shuffle(int[] values, Random random) {
        for (int i = values.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int value = values[i];
            values[i] = values[j];
            values[j] = value;
        }
    }
}
