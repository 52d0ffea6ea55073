package dev.chainrule.bench.service;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** CSV files of any size, the same at each run: a block of random rows, written again and again behind one header. */
enum Sheets {
    /** Twelve columns of measured values with six digits, as a logger or a spreadsheet writes them. */
    DECIMALS {
        @Override
        String header() {
            return "a,b,c,d,e,f,g,h,i,j,k,y";
        }

        @Override
        void row(SplittableRandom random, StringBuilder text) {
            for (int column = 0; column < 12; column++) {
                text.append(column == 0 ? "" : ",");
                text.append(random.nextInt(-999, 1000)).append('.');
                int fraction = random.nextInt(1000);
                text.append(fraction / 100).append(fraction / 10 % 10).append(fraction % 10);
            }
        }
    },
    /** Ten columns of 16 to 17 digits, as Python and Java print doubles: each must be rounded rightly. */
    DOUBLES {
        @Override
        String header() {
            return "a,b,c,d,e,f,g,h,i,y";
        }

        @Override
        void row(SplittableRandom random, StringBuilder text) {
            for (int column = 0; column < 10; column++) {
                text.append(column == 0 ? "" : ",").append(random.nextDouble(-1, 1));
            }
        }
    },
    /** Whole numbers, decimals, words and some empty cells, as people keep them. */
    MIXED {
        private static final String[] WORDS = {"INLAND", "NEAR BAY", "\"NEAR OCEAN, NORTH\"", "ISLAND"};

        @Override
        String header() {
            return "id,age,rooms,income,longitude,latitude,place,y";
        }

        @Override
        void row(SplittableRandom random, StringBuilder text) {
            text.append(random.nextInt(1_000_000))
                    .append(',')
                    .append(random.nextInt(100))
                    .append(',');
            text.append(random.nextInt(50) == 0 ? "" : String.valueOf(random.nextInt(20_000)))
                    .append(',');
            text.append(random.nextInt(15))
                    .append('.')
                    .append(random.nextInt(1000, 10_000))
                    .append(",-");
            text.append(random.nextInt(114, 125))
                    .append('.')
                    .append(random.nextInt(10, 100))
                    .append(',');
            text.append(random.nextInt(32, 42))
                    .append('.')
                    .append(random.nextInt(10, 100))
                    .append(',');
            text.append(WORDS[random.nextInt(WORDS.length)]).append(',').append(random.nextInt(15_000, 500_001));
        }
    };

    private static final int BLOCK = 1 << 24;

    abstract String header();

    abstract void row(SplittableRandom random, StringBuilder text);

    /** The sheet of a name; null where there is none. */
    static @Nullable Sheets find(String name) {
        for (Sheets sheet : values()) {
            if (sheet.toString().equals(name)) {
                return sheet;
            }
        }
        return null;
    }

    /** Writes a file of at least so many bytes. */
    void write(Path file, long bytes) throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        StringBuilder text = new StringBuilder(BLOCK + 1024);
        while (text.length() < BLOCK) {
            row(random, text);
            text.append('\n');
        }
        byte[] block = text.toString().getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            out.write((header() + "\n").getBytes(StandardCharsets.UTF_8));
            for (long left = bytes; left > 0; left -= block.length) {
                out.write(block);
            }
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
