package dev.chainrule.engine.array;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loops over floats and over doubles are one text: what is mended in one is mended in the other. */
class TwinsTest {

    private static final Path ROOM = Path.of("src/main/java/dev/chainrule/engine/array");

    /** The text with every word and number that depends on the type taken out. */
    private static String common(String source) {
        return source.replaceAll("(Float|Double)", "Type")
                .replaceAll("\\b(float|double)(?=\\b|ToRaw)", "type")
                .replaceAll("\\b(Int|Long)Vector", "WholeVector")
                .replaceAll("reinterpretAs(Ints|Longs)", "reinterpretAsWholes")
                .replaceAll("\\b(Integer|Long)\\b", "Whole")
                .replaceAll("ToRaw(Int|Long)Bits", "ToRawBits")
                .replaceAll("\\b(int|long)\\b", "whole")
                .replaceAll("(?<![A-Z])(FLOAT|DOUBLE)(?![A-Z])", "TYPE")
                .replaceAll("-?\\b[0-9](?:[eEpP][-+]|[0-9a-zA-Z.])*", "N")
                .replaceAll("\\s+", " ")
                .replaceAll(" ?\\.(?=[a-z])", ".")
                .replaceAll("(\\.fma\\((\\w), \\2\\.broadcast\\(N\\)\\))+", ".polynomial(…)");
    }

    private static String read(String name) throws IOException {
        return common(Files.readString(ROOM.resolve(name + ".java")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Arithmetic", "Function", "Transcendental", "Column"})
    void theFloatsAndTheDoublesHaveOneText(String loops) throws IOException {
        assertThat(read("Float" + loops)).isEqualTo(read("Double" + loops)).contains("TypeVector", "intoMemorySegment");
    }

    @Test
    void aChangeOfOneTwinShows() {
        String twin = "FloatVector v = FloatVector.broadcast(S, 0.5f).fma(r, r.broadcast(0x1p-3f));";

        assertThat(common(twin.replace("Float", "Double").replace("0.5f", "0.125")))
                .isEqualTo(common(twin));
        assertThat(common(twin.replace("fma(r", "fma(v"))).isNotEqualTo(common(twin));
        assertThat(common(twin.replace("broadcast(S", "zero(S"))).isNotEqualTo(common(twin));
    }

    /** Vectors that come round a loop as receivers of an operation, and vectors of a second width: both become objects now and then. */
    private static List<String> temptations(String source) {
        return Pattern.compile(
                        "\\b(\\w+) = \\1\\.(?:add|sub|mul|fma|max|min|lanewise)\\(|VectorShape|SPECIES_(?!PREFERRED)\\w+")
                .matcher(source)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void noLoopTemptsTheCompilerToMakeObjectsOfVectors() throws IOException {
        try (Stream<Path> files = Files.list(ROOM)) {
            for (Path file : files.filter(path -> path.toString().matches(".*/(Float|Double)\\w+\\.java"))
                    .toList()) {
                assertThat(temptations(Files.readString(file)))
                        .as(file.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void aTemptationShows() {
        assertThat(temptations("sum = s.add(sum); S = FloatVector.SPECIES_PREFERRED;"))
                .isEmpty();
        assertThat(temptations("sum = sum.add(s);")).hasSize(1);
        assertThat(temptations("H = FloatVector.SPECIES_256; H = of(float.class, VectorShape.forBitSize(n))"))
                .hasSize(2);
    }
}
