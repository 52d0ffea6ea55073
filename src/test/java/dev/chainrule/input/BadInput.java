package dev.chainrule.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.Hygiene;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One input of the table of bad inputs, and what must come of it.
 *
 * @param number B1 to B110; some have several inputs
 * @param what the input, in a few words
 * @param trial sends it and checks
 */
record BadInput(int number, String what, Consumer<Talk> trial) {

    /** A request with one answer: the words stand in its sentences, the place is the line, column or pointer of a fault. */
    static BadInput request(
            int number,
            String what,
            Function<Talk, Reply> request,
            int status,
            String code,
            String place,
            String words) {
        return new BadInput(number, what, talk -> check(request.apply(talk), status, code, place, words));
    }

    /** A file that is refused. */
    static BadInput file(int number, String what, byte[] file, int status, String code, String place, String words) {
        return request(number, what, talk -> talk.upload(file), status, code, place, words);
    }

    /** A text file that is refused with 422. */
    static BadInput csv(int number, String what, String text, String code, String place, String words) {
        return file(number, what, text.getBytes(StandardCharsets.UTF_8), 422, code, place, words);
    }

    /** A text file that is accepted with a warning, which names the column. */
    static BadInput warned(int number, String what, String text, String code, String column, String words) {
        return request(number, what, talk -> accepted(talk.csv(text)), 201, code, column, words);
    }

    /** A use of a text file that is refused. */
    static BadInput use(int number, String what, String csv, String use, String code, String place, String words) {
        return request(number, what, talk -> talk.job(csv, use), 422, code, place, words);
    }

    /** A use of a text file that would be accepted with a warning. */
    static BadInput doubtful(int number, String what, String csv, String use, String code, String place, String words) {
        return request(number, what, talk -> dryRun(talk, csv, use), 200, code, place, words);
    }

    /** A specification that is refused, told by the request's own pointer. */
    static BadInput spec(int number, String what, String spec, String code, String place, String words) {
        return request(number, what, talk -> talk.json("/jobs", spec), 422, code, place, words);
    }

    private static Reply dryRun(Talk talk, String csv, String use) {
        String id = talk.csv(csv).expect(200, 201).id();
        return talk.json("/jobs?validateOnly=true", use.formatted(id));
    }

    /** A second upload of the same content is 200. */
    static Reply accepted(Reply reply) {
        return reply.status() == 200 ? new Reply(201, reply.type(), reply.body()) : reply;
    }

    /** Whether an answer is as the table says, and tells nothing of the inside. */
    static void check(Reply reply, int status, String code, String place, String words) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(Hygiene.expectedComplaint(reply.status(), reply.type(), reply.body()))
                .isEmpty();
        assertThat(reply.codes()).as(reply.body()).contains(code);
        assertThat(place.isEmpty() || reply.places().stream().anyMatch(at -> at.startsWith(place)))
                .as("place %s in %s", place, reply.body())
                .isTrue();
        assertThat(reply.sentences()).contains(words);
    }

    @Override
    public String toString() {
        return "B" + number + " " + what;
    }
}
