package dev.chainrule.dataset.table;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The different texts of one column. Once there are too many to keep, each further cell's text goes to the pool as it is:
 * nothing is lost, only not counted.
 */
final class Dictionary {

    /** Most different texts of a column that are kept apart. */
    static final int LIMIT = 10_000;

    private static final int FIRST = 16;

    private final TextPool pool;
    private final List<String> texts = new ArrayList<>();
    private int[] entries = new int[FIRST];
    private long[] counts = new long[FIRST];
    /** Open hash table of places in the lists, plus one. */
    private int[] table = new int[2 * FIRST];

    private boolean overflow;

    Dictionary(TextPool pool) {
        this.pool = pool;
    }

    /** Where a text begins in the pool. */
    int add(char[] letters, int from, int to) throws IOException {
        int hash = hash(letters, from, to);
        int mask = table.length - 1;
        int i = hash & mask;
        for (; table[i] != 0; i = i + 1 & mask) {
            int place = table[i] - 1;
            if (equal(texts.get(place), letters, from, to)) {
                counts[place]++;
                return entries[place];
            }
        }
        return append(new String(letters, from, to - from), i);
    }

    private int append(String text, int slot) throws IOException {
        int entry = pool.append(text);
        overflow = overflow || texts.size() >= LIMIT || !pool.reserve(text.length());
        if (!overflow) {
            int place = texts.size();
            if (place == entries.length) {
                entries = Arrays.copyOf(entries, 2 * place);
                counts = Arrays.copyOf(counts, 2 * place);
            }
            texts.add(text);
            entries[place] = entry;
            counts[place] = 1;
            table[slot] = place + 1;
            if (2 * texts.size() > table.length) {
                rehash();
            }
        }
        return entry;
    }

    private void rehash() {
        table = new int[2 * table.length];
        int mask = table.length - 1;
        for (int place = 0; place < texts.size(); place++) {
            char[] letters = texts.get(place).toCharArray();
            int i = hash(letters, 0, letters.length) & mask;
            while (table[i] != 0) {
                i = i + 1 & mask;
            }
            table[i] = place + 1;
        }
    }

    /** FNV-1a over the letters, its high bits folded in. */
    private static int hash(char[] letters, int from, int to) {
        int hash = 0x811c9dc5;
        for (int i = from; i < to; i++) {
            hash = (hash ^ letters[i]) * 0x01000193;
        }
        return hash ^ hash >>> 15;
    }

    private static boolean equal(String text, char[] letters, int from, int to) {
        if (text.length() != to - from) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (text.charAt(i - from) != letters[i]) {
                return false;
            }
        }
        return true;
    }

    boolean overflow() {
        return overflow;
    }

    /** Where each text begins in the pool, in order of appearance. */
    int[] entries() {
        return Arrays.copyOf(entries, texts.size());
    }

    /** Places in order of the texts' code points. */
    int[] order() {
        return IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparing(texts::get, Dictionary::compare))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** By code point, so that the order does not depend on how a language encodes text. */
    private static int compare(String a, String b) {
        return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }

    String text(int place) {
        return texts.get(place);
    }

    long count(int place) {
        return counts[place];
    }
}
