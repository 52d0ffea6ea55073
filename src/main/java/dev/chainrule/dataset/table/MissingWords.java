package dev.chainrule.dataset.table;

import java.util.List;

/** The words that stand for a missing value; blanks around them do not count. */
public final class MissingWords {

    /** What is taken for missing unless told otherwise. */
    public static final List<String> DEFAULT = List.of("", "NA", "N/A", "NaN", "nan", "null", "?");

    private final char[][] words;
    private final boolean[] starts = new boolean[128];
    private final int longest;
    private final boolean empty;

    public MissingWords(List<String> words) {
        this.words = words.stream().map(String::strip).map(String::toCharArray).toArray(char[][]::new);
        this.longest = words.stream().mapToInt(String::length).max().orElse(0);
        this.empty = words.stream().anyMatch(String::isBlank);
        for (char[] word : this.words) {
            if (word.length > 0) {
                starts[word[0] & 127] = true;
            }
        }
    }

    /** Whether a text is one of them. */
    public boolean contains(String text) {
        return contains(text.toCharArray(), 0, text.length());
    }

    /** Whether letters[from, to) is one of them. */
    boolean contains(char[] letters, int from, int to) {
        if (from < to && letters[from] > ' ' && letters[from] < starts.length && !starts[letters[from]]) {
            return false;
        }
        int start = from;
        int end = to;
        while (start < end && Numeral.isBlank(letters[start])) {
            start++;
        }
        while (end > start && Numeral.isBlank(letters[end - 1])) {
            end--;
        }
        if (start == end) {
            return empty;
        }
        return end - start <= longest && starts[letters[start] & 127] && isWord(letters, start, end);
    }

    private boolean isWord(char[] letters, int start, int end) {
        for (char[] word : words) {
            if (java.util.Arrays.equals(word, 0, word.length, letters, start, end)) {
                return true;
            }
        }
        return false;
    }
}
