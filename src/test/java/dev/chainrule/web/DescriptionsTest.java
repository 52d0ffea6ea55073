package dev.chainrule.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.chainrule.engine.catalog.Default;
import dev.chainrule.engine.catalog.Family;
import dev.chainrule.engine.catalog.Field;
import dev.chainrule.engine.catalog.Help;
import dev.chainrule.engine.catalog.Member;
import dev.chainrule.engine.catalog.Range;
import dev.chainrule.engine.catalog.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every described record of every room, found by its annotations, describes itself fully and without contradiction. */
final class DescriptionsTest {

    private static final List<Member> RECORDS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.chainrule").stream()
                    .filter(JavaClass::isRecord)
                    .<Class<?>>map(JavaClass::reflect)
                    .filter(DescriptionsTest::isDescribed)
                    .map(type -> Member.of(type.asSubclass(Record.class)))
                    .toList();

    /** A record of a request: one that describes any of its fields, or a member of a family with help. */
    private static boolean isDescribed(Class<?> type) {
        return (type.isAnnotationPresent(Help.class)
                        && Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed))
                || Arrays.stream(type.getRecordComponents())
                        .anyMatch(c -> c.isAnnotationPresent(Help.class)
                                || c.isAnnotationPresent(Default.class)
                                || c.isAnnotationPresent(Range.class));
    }

    static Stream<Member> records() {
        return RECORDS.stream();
    }

    @Test
    void theyAreFound() {
        assertThat(RECORDS)
                .hasSizeGreaterThan(30)
                .extracting(Member::name)
                .contains("relu", "dense", "adam", "l1_l2", "training_spec", "early_stopping");
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyFieldHasHelpAndAPlainName(Member member) {
        assertThat(member.help()).as("@Help of %s", member.type()).isNotBlank();
        for (Field field : member.fields()) {
            assertThat(field.help())
                    .as("@Help of %s", field.component())
                    .isNotBlank()
                    .endsWith(".");
            assertThat(field.name()).matches("[a-z][a-zA-Z0-9]*").isNotEqualTo("type");
        }
        assertThat(member.name()).matches("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyDefaultIsAValueOfItsField(Member member) {
        for (Field field : member.fields()) {
            Object value = SpecReader.defaultOf(field);
            assertThat(value != null).as("default of %s", field.component()).isEqualTo(field.defaultText() != null);
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void rangesAreOfNumbersAndHoldSomething(Member member) {
        for (Field field : member.fields()) {
            Range range = field.range();
            if (range != null) {
                assertThat(field.shape())
                        .as("%s", field.component())
                        .isInstanceOfAny(Shape.Real.class, Shape.Whole.class);
                assertThat(range.min()).isLessThan(range.max());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("records")
    void theConstructorKeepsTheDeclaredRanges(Member member) {
        for (Field field : member.fields()) {
            Range range = field.range();
            if (range != null && range.min() != Double.NEGATIVE_INFINITY) {
                assertThat(refuses(member, field, below(range.min())))
                        .as("%s must be refused below its range", field.component())
                        .isTrue();
            }
            if (range != null && range.max() < Integer.MAX_VALUE) {
                assertThat(refuses(member, field, above(range.max())))
                        .as("%s must be refused above its range", field.component())
                        .isTrue();
            }
        }
    }

    private static double below(double min) {
        return min - 1;
    }

    private static double above(double max) {
        return max + 1;
    }

    /** Whether the constructor itself refuses a value, with all other fields good. */
    private static boolean refuses(Member member, Field field, double value) {
        Object[] arguments = member.type().getRecordComponents().length == 0 ? new Object[0] : values(member);
        int index = member.fields().indexOf(field);
        arguments[index] = field.shape() instanceof Shape.Whole whole
                ? whole.max() == Integer.MAX_VALUE ? (Object) (int) value : (Object) (long) value
                : (Object) value;
        try {
            member.create(arguments);
            return false;
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage()).contains(field.name());
        }
    }

    private static Object[] values(Member member) {
        Record good = new RandomSpecs(7).record(member.type());
        return member.fields().stream().map(f -> SpecWriter.get(f, good)).toArray();
    }

    @Test
    void namesAreUniqueInEachFamily() {
        List<Class<?>> families = RECORDS.stream()
                .<Class<?>>flatMap(
                        member -> Arrays.stream(member.type().getInterfaces()).filter(Class::isSealed))
                .distinct()
                .toList();
        assertThat(families).hasSizeGreaterThan(6);
        assertThat(families)
                .allSatisfy(type -> assertThat(Family.of(type).names()).doesNotHaveDuplicates());
    }

    @Test
    void aRequiredFieldStandsBeforeThoseWithDefaultsSoThatShortFormsWork() {
        for (Member member : RECORDS) {
            if (member.inFamily()) {
                List<Boolean> required =
                        member.fields().stream().map(Field::required).toList();
                assertThat(required).as("%s", member.type()).isSortedAccordingTo((a, b) -> Boolean.compare(b, a));
            }
        }
    }
}
