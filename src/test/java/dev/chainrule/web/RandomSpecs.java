package dev.chainrule.web;

import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Field;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import dev.chainrule.engine.catalog.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Random described records: values in their ranges, nulls where they may be, lists and families to a small depth. */
final class RandomSpecs {

    private final Random random;

    RandomSpecs(long seed) {
        this.random = new Random(seed);
    }

    /** A record of this class; drawn again where its constructor refuses. */
    Record record(Class<? extends Record> type) {
        return record(Member.of(type), 0);
    }

    private Record record(Member member, int depth) {
        for (int attempt = 0; attempt < 1000; attempt++) {
            try {
                return member.create(member.fields().stream()
                        .map(field -> value(field, depth))
                        .toArray());
            } catch (IllegalArgumentException e) {
                continue;
            }
        }
        throw new IllegalStateException("no random " + member.type() + " passes its constructor");
    }

    private @Nullable Object value(Field field, int depth) {
        if (field.nullable() && random.nextInt(3) == 0) {
            return null;
        }
        if (field.range() != null) {
            return inRange(field, field.range());
        }
        return value(field.shape(), depth + 1);
    }

    private Object inRange(Field field, Range range) {
        double low = range.min() == Double.NEGATIVE_INFINITY ? -1e6 : range.min();
        double high = range.max() == Double.POSITIVE_INFINITY ? low + 1e6 : range.max();
        while (true) {
            double scale = Math.pow(10, -random.nextInt(12));
            double drawn = random.nextInt(4) == 0 ? low : low + random.nextDouble() * (high - low) * scale;
            Object value =
                    field.shape() instanceof Shape.Whole whole ? integer(Math.round(drawn), whole) : (Object) drawn;
            if (field.fault(value) == null) {
                return value;
            }
        }
    }

    private static Object integer(long value, Shape.Whole whole) {
        return whole.max() == Integer.MAX_VALUE ? (Object) (int) value : (Object) value;
    }

    private Object value(Shape shape, int depth) {
        return switch (shape) {
            case Shape.Real real -> real();
            case Shape.Whole whole -> integer(random.nextLong() >> random.nextInt(64), whole);
            case Shape.Flag flag -> random.nextBoolean();
            case Shape.Text text -> text();
            case Shape.Choice choice -> oneOf(choice.choices().constants());
            case Shape.OneOf oneOf -> member(Family.of(oneOf.family()), depth);
            case Shape.Group group -> record(Member.of(group.type()), depth);
            case Shape.Sequence list -> list(list, depth);
            case Shape.Mapping map -> map(map, depth);
            case Shape.Vector vector -> vector(random.nextInt(4));
            case Shape.Matrix matrix -> matrix(random.nextInt(4), random.nextInt(4));
            case Shape.Cell cell -> oneOf(List.of(random.nextLong(), real(), text(), random.nextBoolean()));
            case Shape.Opaque opaque -> JsonMapper.shared().readTree("{\"x\": [1, null, {\"y\": \"z\"}]}");
        };
    }

    private double real() {
        double value = Double.longBitsToDouble(random.nextLong());
        return Double.isFinite(value) ? value : 0.5;
    }

    private String text() {
        return oneOf(List.of("", "a", "x:y", "\u00e9\ud83d\ude00", "quote\"back\\slash", "line\nbreak", "null", "12"));
    }

    private <T> T oneOf(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    /** Below depth 4 the first member ends the recursion. */
    private Object member(Family family, int depth) {
        return record(depth > 4 ? family.members().getFirst() : oneOf(family.members()), depth);
    }

    private List<@Nullable Object> list(Shape.Sequence list, int depth) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            boolean isNull = list.nullableElements() && random.nextInt(4) == 0;
            values.add(isNull ? null : value(list.element(), depth + 1));
        }
        return Collections.unmodifiableList(values);
    }

    private Map<String, Object> map(Shape.Mapping map, int depth) {
        Map<String, Object> values = new LinkedHashMap<>();
        Stream.of("a", "b/c", "d~e", "")
                .filter(name -> random.nextBoolean())
                .forEach(name -> values.put(name, Objects.requireNonNull(value(map.value(), depth + 1))));
        return Collections.unmodifiableMap(values);
    }

    private double[] vector(int length) {
        return DoubleStream.generate(this::real).limit(length).toArray();
    }

    private double[][] matrix(int rows, int columns) {
        return Stream.generate(() -> vector(columns)).limit(rows).toArray(double[][]::new);
    }
}
