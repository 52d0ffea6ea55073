package dev.chainrule.dataset;

import dev.chainrule.dataset.format.FormatOptions;
import dev.chainrule.dataset.table.CellRules;
import dev.chainrule.dataset.table.MissingWords;
import dev.chainrule.dataset.table.TableBuilder.Wish;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Help;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How an uploaded file is to be read. Everything is guessed or has a default. */
@Help("How an uploaded file is to be read. Everything is guessed or has a default.")
public record DatasetOptions(
        @Help("Name of the dataset; the file's unless given.") @Nullable
        String name,

        @Help(
                "Between the fields of a line: one sign, or comma, semicolon, tab, pipe or space (any run of blanks); guessed unless given.")
        @Nullable
        String delimiter,

        @Help("Whether the first line has the names of the columns; guessed unless given.") @Nullable
        Boolean header,

        @Help("What separates the fraction of a number: a point or a comma.") @Default(".")
        String decimal,

        @Help("Words for a missing value.") @Default("[\"\",\"NA\",\"N/A\",\"NaN\",\"nan\",\"null\",\"?\"]")
        List<String> missing,

        @Help("Types of columns where the guess is wrong: numeric, categorical, or ignore to leave the column out.")
        @Default("{}")
        Map<String, Wish> types,

        @Help("The column to predict, unless a job says otherwise.") @Nullable
        String target,

        @Help("Arrays of an NPZ file to read, in order; all unless given.") @Nullable
        List<String> arrays) {

    private static final Map<String, String> NAMES =
            Map.of("comma", ",", "semicolon", ";", "tab", "\t", "pipe", "|", "space", " ");

    /** Signs that mean something else in a field. */
    private static final String RESERVED = "\"\r\n.+-";

    public DatasetOptions {
        if (!decimal.equals(".") && !decimal.equals(",")) {
            throw new IllegalArgumentException("decimal must be \".\" or \",\", was \"" + decimal + "\"");
        }
        String sign = delimiter == null ? null : NAMES.getOrDefault(delimiter, delimiter);
        boolean odd = sign != null
                && (sign.length() != 1
                        || RESERVED.contains(sign)
                        || Character.isLetterOrDigit(sign.charAt(0))
                        || sign.charAt(0) == 0);
        if (odd) {
            throw new IllegalArgumentException(
                    "delimiter must be one sign, or comma, semicolon, tab, pipe or space, was \"" + delimiter + "\"");
        }
        if (decimal.equals(sign)) {
            throw new IllegalArgumentException("delimiter and decimal cannot both be \"" + decimal + "\"");
        }
        delimiter = sign;
    }

    /** All guessed or default. */
    static DatasetOptions defaults() {
        return new DatasetOptions(null, null, null, ".", MissingWords.DEFAULT, Map.of(), null, null);
    }

    FormatOptions format() {
        return new FormatOptions(delimiter, header, decimal.charAt(0), arrays);
    }

    CellRules cells() {
        return new CellRules(decimal.charAt(0), new MissingWords(missing));
    }

    /** All that changes what is kept: not the name. */
    DatasetOptions withoutName() {
        return new DatasetOptions(null, delimiter, header, decimal, missing, types, target, arrays);
    }
}
