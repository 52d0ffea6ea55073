package dev.chainrule.engine.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MemberTest {

    sealed interface Animal {
        @Formula("legs = 4")
        @Help("Barks.")
        record BigDog(
                @Help("How loud.") @Default("3") @Range(min = 0, max = 10, openMax = true)
                double noise,

                @Help("Of whom.") @Nullable String owner,
                @Help("How many.") @Range(min = 1) int puppies)
                implements Animal {
            public BigDog {
                Member.check(BigDog.class, noise, owner, puppies);
            }
        }

        @Named("x2y")
        record Strange() implements Animal {}

        sealed interface Bird extends Animal {
            record Owl() implements Bird {}
        }

        record Broken() implements Animal {
            public Broken {
                throw new IllegalStateException("broken");
            }
        }
    }

    enum Color {
        RED,
        DARK_BLUE,
        @Named("off-white")
        WHITE
    }

    record Shapes(
            double real,
            @Nullable Double maybe,
            int whole,
            long wide,
            boolean flag,
            String text,
            Color color,
            Animal animal,
            Animal.Strange one,
            List<Animal> many,
            List<@Nullable Integer> gaps,
            Map<String, List<String>> map,
            double @Nullable [] vector,
            double[][] matrix,
            Object cell,
            StringBuilder opaque) {}

    record Unknown(int[] numbers) {}

    @Test
    void aRecordDescribesItself() {
        Member dog = Member.of(Animal.BigDog.class);

        assertThat(dog.name()).isEqualTo("big_dog");
        assertThat(dog.formula()).isEqualTo("legs = 4");
        assertThat(dog.help()).isEqualTo("Barks.");
        assertThat(dog.fields()).extracting(Field::name).containsExactly("noise", "owner", "puppies");
        assertThat(dog.fields()).extracting(Field::required).containsExactly(false, false, true);
        assertThat(dog.fields()).extracting(Field::nullable).containsExactly(false, true, false);
        assertThat(dog.field("noise").defaultText()).isEqualTo("3");
        assertThat(dog.inFamily()).isTrue();
        assertThat(Member.of(Shapes.class).inFamily()).isFalse();
        assertThatThrownBy(() -> dog.field("tail")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aFamilyFindsItsMembersInOrderAlsoInNestedFamilies() {
        assertThat(Family.of(Animal.class).names()).containsExactly("big_dog", "x2y", "owl", "broken");
        assertThat(Family.of(Animal.class).member("owl")).isPresent();
        assertThat(Family.of(Animal.class).member("cat")).isEmpty();
        assertThatThrownBy(() -> Family.of(String.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, ",
        "9.999, 1, ",
        "-0.1, 1, 'noise must be >= 0 and < 10, was -0.1'",
        "10, 1, 'noise must be >= 0 and < 10, was 10.0'",
        "NaN, 1, 'noise must be finite, was NaN'",
        "Infinity, 1, 'noise must be finite, was Infinity'",
        "1, 0, 'puppies must be >= 1, was 0'",
    })
    void constructorsKeepTheRanges(double noise, int puppies, @Nullable String message) {
        if (message == null) {
            assertThat(new Animal.BigDog(noise, null, puppies).noise()).isEqualTo(noise);
        } else {
            assertThatThrownBy(() -> new Animal.BigDog(noise, null, puppies))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(message);
        }
    }

    @Test
    void creatingPassesOnWhatTheConstructorThrows() {
        Member dog = Member.of(Animal.BigDog.class);

        assertThat(dog.create(new Object[] {1.0, "me", 2})).isEqualTo(new Animal.BigDog(1, "me", 2));
        assertThatThrownBy(() -> dog.create(new Object[] {-1.0, "me", 2})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Member.of(Animal.Broken.class).create(new Object[0]))
                .hasMessage("broken");
    }

    @Test
    void shapesAreReadOffTheDeclaredTypes() {
        assertThat(Member.of(Shapes.class).fields())
                .extracting(Field::shape)
                .containsExactly(
                        new Shape.Real(),
                        new Shape.Real(),
                        new Shape.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE),
                        new Shape.Whole(Long.MIN_VALUE, Long.MAX_VALUE),
                        new Shape.Flag(),
                        new Shape.Text(),
                        new Shape.Choice(Choices.of(Color.class)),
                        new Shape.OneOf(Animal.class),
                        new Shape.Group(Animal.Strange.class),
                        new Shape.Sequence(new Shape.OneOf(Animal.class), false),
                        new Shape.Sequence(new Shape.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE), true),
                        new Shape.Mapping(new Shape.Sequence(new Shape.Text(), false), false),
                        new Shape.Vector(),
                        new Shape.Matrix(),
                        new Shape.Cell(),
                        new Shape.Opaque(StringBuilder.class));
        assertThat(Member.of(Shapes.class).fields().stream()
                        .filter(Field::nullable)
                        .map(Field::name))
                .containsExactly("maybe", "vector");
        assertThatThrownBy(() -> Member.of(Unknown.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void constantsHaveOneWrittenNameAndSeveralAcceptedOnes() {
        Choices colors = Choices.of(Color.class);

        assertThat(colors.names()).containsExactly("red", "dark_blue", "off-white");
        assertThat(colors.accepted()).containsExactly("red", "dark_blue", "off-white", "white", "darkBlue");
        assertThat(colors.accepted())
                .allSatisfy(name -> assertThat(colors.constant(name)).isPresent());
        assertThat(colors.constant("darkBlue")).contains(Color.DARK_BLUE);
        assertThat(colors.constant("RED")).isEmpty();
    }
}
