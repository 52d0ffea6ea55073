package dev.chainrule.input;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a good body bad: its bytes, its words and numbers, its lengths, its encoding. */
final class Mutator {

    private static final Pattern TOKEN =
            Pattern.compile("-?[0-9][0-9.e+-]*|[A-Za-z_]+|\"[^\"]*\"|[{}\\[\\](),;:]|\r?\n");

    private static final List<String> ODD = List.of(
            "",
            "0",
            "-1",
            "1e400",
            "1e-400",
            "NaN",
            "Infinity",
            "null",
            "true",
            "{}",
            "[]",
            "[",
            "]",
            "{",
            "}",
            ",",
            ",,",
            ":",
            ";",
            "\"",
            "\"\"",
            "'",
            "\n",
            "\r",
            "\t",
            " ",
            "\0",
            "\ufeff",
            "\ufffd",
            "\ud83d\udc27",
            "\u202e",
            "\\u0000",
            "\\ud800",
            "0x1p3",
            "1,5",
            "9223372036854775808",
            "99999999999999999999",
            "2147483648",
            "0.1",
            "1e9",
            "-0",
            "__proto__",
            "=cmd()",
            "relu",
            "relu ",
            "dense:3:tanh",
            "dense:0",
            "dense:100000",
            "(",
            ")",
            "(1,)",
            "(1, -1)",
            "<f4",
            ">i8",
            "|O",
            "True",
            "x");

    private final Random random;

    Mutator(Random random) {
        this.random = random;
    }

    /** One to four changes. */
    byte[] mutate(byte[] good) {
        byte[] body = good;
        for (int i = random.nextInt(4); i >= 0; i--) {
            body = once(body, good);
        }
        return body;
    }

    private byte[] once(byte[] body, byte[] good) {
        if (body.length == 0) {
            return good;
        }
        int at = random.nextInt(body.length);
        return switch (random.nextInt(10)) {
            case 0 -> with(body, at, body[at] ^ (1 << random.nextInt(8)));
            case 1 -> with(body, at, random.nextInt(256));
            case 2 -> Arrays.copyOf(body, at);
            case 3 -> splice(body, at, Arrays.copyOfRange(good, 0, random.nextInt(good.length)));
            case 4 -> splice(body, at, again(body, at));
            case 5 -> encoded(body);
            case 6 -> length(body);
            default -> token(body);
        };
    }

    private static byte[] with(byte[] body, int at, int value) {
        byte[] other = body.clone();
        other[at] = (byte) value;
        return other;
    }

    private byte[] again(byte[] body, int at) {
        byte[] part = Arrays.copyOfRange(body, at, Math.min(body.length, at + 1 + random.nextInt(40)));
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        for (int i = random.nextInt(4) == 0 ? random.nextInt(2_000) : random.nextInt(3); i >= 0; i--) {
            many.writeBytes(part);
        }
        return many.toByteArray();
    }

    private static byte[] splice(byte[] body, int at, byte[] more) {
        byte[] longer = Arrays.copyOf(body, body.length + more.length);
        System.arraycopy(body, at, longer, at + more.length, body.length - at);
        System.arraycopy(more, 0, longer, at, more.length);
        return longer;
    }

    /** The same letters in other bytes. */
    private byte[] encoded(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return switch (random.nextInt(4)) {
            case 0 -> text.getBytes(StandardCharsets.UTF_16);
            case 1 -> text.getBytes(StandardCharsets.UTF_16LE);
            case 2 -> text.replace('e', '\u00e9').getBytes(StandardCharsets.ISO_8859_1);
            default -> ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
        };
    }

    /** Four bytes of a binary head, taken for a number, become another one. */
    private byte[] length(byte[] body) {
        int at = random.nextInt(Math.min(body.length, 16));
        int value = List.of(0, -1, 1, 2, 1 << 30, 0xffff, 0x7fffffff).get(random.nextInt(7));
        byte[] other = body.clone();
        for (int k = 0; k < 4 && at + k < other.length; k++) {
            other[at + k] = (byte) (value >> (8 * (random.nextBoolean() ? k : 3 - k)));
        }
        return other;
    }

    /** One word, number or sign becomes another one or nothing. Bytes that are no ASCII stay as they are. */
    private byte[] token(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        Matcher tokens = TOKEN.matcher(text);
        if (!tokens.find(random.nextInt(text.length()))) {
            return body;
        }
        byte[] odd = ODD.get(random.nextInt(ODD.size())).getBytes(StandardCharsets.UTF_8);
        byte[] head = Arrays.copyOf(body, tokens.start());
        byte[] tail = Arrays.copyOfRange(body, tokens.end(), body.length);
        return splice(splice(head, head.length, odd), head.length + odd.length, tail);
    }
}
