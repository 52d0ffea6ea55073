package dev.chainrule.dataset.format;

import de.siegmar.fastcsv.reader.AbstractBaseCsvCallbackHandler;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import dev.chainrule.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/** The records of a text file, as FastCSV finds them. */
final class TextRecords {

    /** Letters of a field at most; memory taken is twice that in bytes. */
    static final int LONGEST = 1 << 20;

    private final Source file;
    private final String delimiter;
    private final boolean trim;

    /**
     * @param delimiter a blank stands for any run of blanks and tabs, without quotes
     * @param trim whether blanks may stand between a delimiter and a quote
     */
    TextRecords(Source file, String delimiter, boolean trim) {
        this.file = file;
        this.delimiter = delimiter;
        this.trim = trim;
    }

    /** Hands all fields to a sink, until it wants no more. */
    void read(FieldSink sink) throws IOException, TextFaultException {
        try (InputStream in = file.open();
                Reader reader = new Utf8Reader(in)) {
            if (delimiter.equals(" ")) {
                new BlankSeparated(reader).read(sink);
            } else {
                read(reader, sink);
            }
        } catch (Utf8Reader.BadTextException e) {
            throw TextFaultException.at(e, file);
        }
    }

    private void read(Reader reader, FieldSink sink) throws IOException, TextFaultException {
        Handler handler = new Handler(sink);
        try (CsvReader<Boolean> csv = CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowExtraCharsAfterClosingQuote(false)
                .allowUnclosedQuote(false)
                .trimWhitespacesAroundQuotes(trim)
                .maxBufferSize(LONGEST)
                .build(handler, reader)) {
            for (boolean more : csv) {
                if (!more) {
                    return;
                }
            }
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        } catch (CsvParseException e) {
            throw fault(e, handler.line());
        }
    }

    /** FastCSV says in words only what went wrong; a long field may be a quote that nobody closed. */
    private TextFaultException fault(CsvParseException e, long line) throws IOException, TextFaultException {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            switch (cause) {
                case Utf8Reader.BadTextException bad -> throw bad;
                case ProblemException problem -> throw problem;
                default -> {}
            }
        }
        String message = String.valueOf(
                e.getCause() == null ? e.getMessage() : e.getCause().getMessage());
        if (message.startsWith("Unexpected character after closing quote")) {
            return new TextFaultException(
                    line, "BAD_QUOTE", "Line " + line + ": a quoted field goes on after its closing quote.");
        }
        if (message.startsWith("Unclosed quoted field") || QuoteScan.isQuoted(file, line, delimiter.charAt(0))) {
            return new TextFaultException(
                    line, "UNCLOSED_QUOTE", "Line " + line + ": a quote is opened and never closed.");
        }
        return TextFaultException.tooLong(line);
    }

    private static final class Handler extends AbstractBaseCsvCallbackHandler<Boolean> {
        private final FieldSink sink;
        private long line = 1;
        private int fields;

        Handler(FieldSink sink) {
            this.sink = sink;
        }

        long line() {
            return line;
        }

        @Override
        protected void handleBegin(long startingLineNumber) {
            line = startingLineNumber;
            fields = 0;
            sink.begin(startingLineNumber);
        }

        @Override
        protected void handleField(int index, char[] letters, int offset, int length, boolean quoted) {
            fields = index + 1;
            sink.field(index, letters, offset, offset + length, quoted);
        }

        @Override
        protected Boolean buildRecord() {
            // An empty line is built as a record too, of no field.
            return fields == 0 || sink.end(fields);
        }
    }
}
