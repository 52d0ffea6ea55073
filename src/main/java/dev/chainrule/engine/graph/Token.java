package dev.chainrule.engine.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of an expression.
 *
 * @param text as written; {@code **} becomes {@code ^}; empty at the end
 * @param column its first character's place, from 1
 */
record Token(Kind kind, String text, int column) {

    enum Kind {
        NUMBER,
        NAME,
        SYMBOL,
        END
    }

    /** Possessive throughout: no input makes it try twice. */
    private static final Pattern WORD =
            Pattern.compile("(?<number>(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+)"
                    + "|(?<name>[\\p{L}_][\\p{L}\\p{N}_]*+)"
                    + "|(?<symbol>\\*\\*|[-+*/^@'(),])");

    private static final Pattern BLANK = Pattern.compile("[\\s\\u00a0]++");

    /**
     * All words of a text and an END.
     *
     * @throws ExpressionException at the first character that starts no word
     */
    static List<Token> read(String text) {
        List<Token> tokens = new ArrayList<>();
        Matcher word = WORD.matcher(text);
        Matcher blank = BLANK.matcher(text);
        int at = 0;
        while (at < text.length()) {
            if (blank.region(at, text.length()).lookingAt()) {
                at = blank.end();
            } else if (word.region(at, text.length()).lookingAt()) {
                tokens.add(of(word, at + 1));
                at = word.end();
            } else {
                String character = new String(Character.toChars(text.codePointAt(at)));
                throw ExpressionException.syntax(
                        at + 1, "'" + character + "' at column " + (at + 1) + " means nothing in an expression.");
            }
        }
        tokens.add(new Token(Kind.END, "", text.length() + 1));
        return tokens;
    }

    private static Token of(Matcher word, int column) {
        if (word.group("number") != null) {
            return new Token(Kind.NUMBER, word.group(), column);
        }
        return word.group("name") != null
                ? new Token(Kind.NAME, word.group(), column)
                : new Token(Kind.SYMBOL, word.group().equals("**") ? "^" : word.group(), column);
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** For messages. */
    String describe() {
        return kind == Kind.END ? "the end" : "'" + text + "'";
    }
}
