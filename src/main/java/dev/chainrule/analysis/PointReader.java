package dev.chainrule.analysis;

import dev.chainrule.engine.graph.Shape;
import dev.chainrule.engine.graph.Value;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the values of variables: numbers, lists of numbers, lists of rows; and writes values the same way. */
final class PointReader {

    private static final int MOST_FAULTS = 100;

    private final List<Fault> faults;

    PointReader(List<Fault> faults) {
        this.faults = faults;
    }

    /** Every variable that can be read; a fault for each other. */
    Map<String, Value> read(Map<String, JsonNode> at) {
        Map<String, Value> values = new LinkedHashMap<>();
        at.forEach((name, node) -> {
            int before = faults.size();
            Value value = read(node, "/at/" + name.replace("~", "~0").replace("/", "~1"));
            if (value != null && faults.size() == before) {
                values.put(name, value);
            }
        });
        return values;
    }

    private @Nullable Value read(JsonNode node, String pointer) {
        if (!node.isArray()) {
            return Value.scalar(number(node, pointer));
        }
        if (node.isEmpty() || node.get(0).isArray() && node.get(0).isEmpty()) {
            return fault(pointer, "EMPTY", "an array needs at least one number");
        }
        if (!node.get(0).isArray()) {
            return Value.of(Shape.vector(node.size()), numbers(node, pointer));
        }
        return matrix(node, pointer);
    }

    private @Nullable Value matrix(JsonNode node, String pointer) {
        int columns = node.get(0).size();
        double[] elements = new double[node.size() * columns];
        for (int i = 0; i < node.size(); i++) {
            JsonNode row = node.get(i);
            if (!row.isArray() || row.size() != columns) {
                String found = row.isArray() ? row.size() + " numbers" : "no list";
                return fault(
                        pointer + "/" + i, "RAGGED_ROW", "row 0 has " + columns + " numbers, row " + i + " " + found);
            }
            System.arraycopy(numbers(row, pointer + "/" + i), 0, elements, i * columns, columns);
        }
        return Value.of(Shape.matrix(node.size(), columns), elements);
    }

    private double[] numbers(JsonNode list, String pointer) {
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(list.get(i), pointer + "/" + i);
        }
        return numbers;
    }

    private double number(JsonNode node, String pointer) {
        if (!node.isNumber()) {
            String shown = node.isContainer() ? "a list or an object" : ProblemException.abbreviate(node.asString(""));
            fault(pointer, "WRONG_TYPE", "a number, a list of numbers or a list of rows is expected, not " + shown);
            return 0;
        }
        double number = node.isBigInteger() ? node.bigIntegerValue().doubleValue() : node.doubleValue();
        if (!Double.isFinite(number)) {
            fault(pointer, "NON_FINITE", "the number is too large for 64 bits");
            return 0;
        }
        return number;
    }

    private @Nullable Value fault(String pointer, String code, String message) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Fault(pointer, code, message));
        }
        return null;
    }

    /** A number, a list or a list of rows. */
    static Object write(Value value) {
        return switch (value.shape().rank()) {
            case 0 -> value.number();
            case 1 -> value.toArray();
            default -> rows(value);
        };
    }

    private static double[][] rows(Value value) {
        double[][] rows = new double[value.shape().rows()][value.shape().columns()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = value.at(i, j);
            }
        }
        return rows;
    }
}
