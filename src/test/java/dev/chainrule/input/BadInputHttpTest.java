package dev.chainrule.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chainrule.ServiceTest;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** The whole table of bad inputs, B1 to B110, sent to the running service. */
@ServiceTest
final class BadInputHttpTest {

    private static final int INPUTS = 110;

    private final Talk talk;

    BadInputHttpTest(@LocalServerPort int port, @Autowired ApplicationContext service) {
        talk = new Talk(port, service);
    }

    static List<BadInput> table() {
        return Stream.of(
                        TextInputs.all(),
                        ColumnInputs.all(),
                        LabelInputs.all(),
                        ArrayInputs.all(),
                        UploadInputs.all(),
                        SpecInputs.all(),
                        NumberInputs.all(),
                        PredictInputs.all(),
                        JobInputs.all(),
                        MachineInputs.all(),
                        HttpInputs.all())
                .flatMap(List::stream)
                .toList();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void isAnsweredAsTheTableSays(BadInput input) {
        input.trial().accept(talk);
        assertThat(talk.health()).as("health after %s", input).isEqualTo(200);
    }

    @Test
    void noInputOfTheTableIsLeftOut() {
        Set<Integer> numbers = table().stream().map(BadInput::number).collect(Collectors.toCollection(TreeSet::new));
        assertThat(numbers).isEqualTo(IntStream.rangeClosed(1, INPUTS).boxed().collect(Collectors.toSet()));
    }

    /** What is wrong with an answer is seen: status, code, place, words, and what it tells. */
    @Test
    void anAnswerThatIsNotAsTheTableSaysIsRed() {
        String body = """
                {"title":"t","status":422,"code":"C_D","detail":"Say it.","errors":[{"pointer":"line 2","code":"C_D","message":"Say it."}]}""";
        Reply good = new Reply(422, "application/problem+json", body);
        BadInput.check(good, 422, "C_D", "line 2", "Say");
        assertRed(good, 400, "C_D", "line 2", "Say");
        assertRed(good, 422, "OTHER", "line 2", "Say");
        assertRed(good, 422, "C_D", "line 3", "Say");
        assertRed(good, 422, "C_D", "line 2", "Nothing");
        assertRed(new Reply(422, "text/html", body), 422, "C_D", "line 2", "Say");
        String telling = body.replace("Say", "Say java.lang.String");
        assertRed(new Reply(422, "application/problem+json", telling), 422, "C_D", "line 2", "Say");
        String halved = body.replace("\"title\":\"t\",", "");
        assertRed(new Reply(422, "application/problem+json", halved), 422, "C_D", "line 2", "Say");
    }

    private static void assertRed(Reply reply, int status, String code, String place, String words) {
        assertThatThrownBy(() -> BadInput.check(reply, status, code, place, words))
                .isInstanceOf(AssertionError.class);
    }
}
