package dev.chainrule.dataset.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides each column's type after the first walk, and says which cells do not fit it. */
final class Verdict {

    private static final String WAY_OUT =
            "; or say in the option types that the column is categorical, or to ignore it";

    private final Rows rows;
    private final char point;
    private final Map<String, TableBuilder.Wish> wishes;
    private final FileFaults faults;
    private final List<Issue> issues = new ArrayList<>();

    Verdict(Rows rows, CellRules rules, Map<String, TableBuilder.Wish> wishes, FileFaults faults) {
        this.rows = rows;
        this.point = rules.point();
        this.wishes = wishes;
        this.faults = faults;
    }

    List<Plan> plans(Profile profile) {
        List<Plan> plans = new ArrayList<>();
        List<String> names = rows.names();
        int offset = 0;
        for (int i = 0; i < names.size(); i++) {
            ColumnProfile column = profile.column(i);
            ColumnType type = type(names.get(i), rows.type(i), column);
            if (type == ColumnType.NUMERIC) {
                judgeNumbers(names.get(i), column);
            }
            boolean spelling = type == ColumnType.CATEGORICAL && column.spellsBooleans();
            if (spelling) {
                String message = "Its words for true and false have several spellings: kept as \"true\" and \"false\".";
                issues.add(Issue.info("BOOLEAN_MAPPED", names.get(i), message));
            }
            Storage storage = Storage.of(type, column);
            plans.add(new Plan(names.get(i), type, storage, offset, spelling, column));
            offset += storage.bytes();
        }
        return plans;
    }

    List<Issue> issues() {
        return issues;
    }

    private ColumnType type(String name, @Nullable ColumnType fixed, ColumnProfile column) {
        TableBuilder.Wish wish = wishes.get(name);
        if (wish == TableBuilder.Wish.CATEGORICAL) {
            return ColumnType.CATEGORICAL;
        }
        if (wish == TableBuilder.Wish.NUMERIC) {
            return ColumnType.NUMERIC;
        }
        return fixed != null ? fixed : column.type();
    }

    private void judgeNumbers(String name, ColumnProfile column) {
        for (BadCell bad : column.bad()) {
            faults.add(bad.line(), name, code(bad.kind()), message(name, column, bad));
        }
        faults.addUntold(column.texts
                + column.outOfRange
                + column.nonFinite
                - column.bad().size());
        if (column.underflows > 0) {
            String message = column.underflows + " numbers are nearer to zero than 64 bits can tell.";
            issues.add(new Issue(Issue.Severity.WARNING, "UNDERFLOW", column.firstUnderflow, name, message));
        }
        if (column.imprecise > 0) {
            String message = column.imprecise + " whole numbers beyond 2^53 were rounded to 64 bits.";
            issues.add(new Issue(Issue.Severity.WARNING, "PRECISION", column.firstImprecise, name, message));
        }
    }

    private static String code(Numeral.Kind kind) {
        return switch (kind) {
            case OUT_OF_RANGE -> "OUT_OF_RANGE";
            case NON_FINITE -> "NON_FINITE";
            default -> "NOT_A_NUMBER";
        };
    }

    private String message(String name, ColumnProfile column, BadCell bad) {
        String cell = faults.unit() + " " + bad.line() + ", column " + FileFaults.shown(name) + ": "
                + FileFaults.shown(bad.text());
        return switch (bad.kind()) {
            case OUT_OF_RANGE -> cell + " is beyond the range of 64-bit numbers.";
            case NON_FINITE -> cell + " is not a finite number.";
            default -> cell + " is not a number" + hint(column, bad) + ".";
        };
    }

    private String hint(ColumnProfile column, BadCell bad) {
        if (column.mixesBooleans()) {
            return ": a word for true or false among numbers" + WAY_OUT;
        }
        Lookalike lookalike = Lookalike.of(bad.text());
        boolean settled = lookalike == Lookalike.DECIMAL_COMMA && point == ',';
        return lookalike == null || settled ? WAY_OUT : ": " + lookalike.hint() + WAY_OUT;
    }
}
