package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.RawHttp.Answer;
import dev.chainrule.ServiceTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestPropertySource;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** How often is often enough, by the defaults. Each kind of call is counted by itself, and no other test's are: the name makes the service its own. */
@ServiceTest
@TestPropertySource(
        properties = {"chainrule.access.api-keys=" + KeyedServiceTest.DIGEST, "spring.application.name=chainrule-rates"
        })
@DirtiesContext
final class RateHttpTest {

    private static final String JOBS = "/api/v1/jobs";
    private static final String JOB = """
            {"dataset": {"generator": {"type": "iris"}}, "model": {"layers": ["dense:4:tanh"]}, "training": {"epochs": 1}}""";

    @LocalServerPort
    private int port;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    private RawHttp http;

    @BeforeEach
    void connect() {
        http = new RawHttp(port);
    }

    private static long count(List<Answer> answers, int status) {
        return answers.stream().filter(answer -> answer.status() == status).count();
    }

    @Test
    void exactlyTwentyJobsAMinuteWhateverAddressIsClaimed() {
        List<Answer> answers = new ArrayList<>();
        String[] keys = {
            Keys.make(http, "write").header(), Keys.make(http, "write").header()
        };
        for (int i = 0; i < 100; i++) {
            answers.add(
                    http.post(JOBS, JOB, keys[i % 2], "X-Forwarded-For: 192.0.2." + i, "Forwarded: for=192.0.2." + i));
        }

        assertThat(count(answers, 202)).isEqualTo(20);
        assertThat(count(answers, 429)).isEqualTo(80);
        Answer refused = answers.getLast();
        assertThat(Long.parseLong(refused.header("retry-after"))).isBetween(1L, 60L);
        assertThat(refused.json().get("code").stringValue()).isEqualTo("TOO_MANY");
        assertThat(http.post(JOBS + "?validateOnly=true", JOB, keys[0]).status())
                .as("a dry run")
                .isEqualTo(200);
        String id = answers.getFirst().json().get("id").stringValue();
        for (String path : List.of(JOBS + "/" + id + "/fork", "/api/v1/analyses")) {
            assertThat(http.post(path + "?validateOnly=true", "{}", keys[0]).status())
                    .as(path + ", which has no dry run")
                    .isEqualTo(429);
        }
        assertThat(http.get(JOBS, keys[0]).status()).isEqualTo(200);
    }

    @Test
    void exactlySixtyUploadsAnHour() {
        String key = Keys.make(http, "write").header();
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            answers.add(http.post("/api/v1/datasets", "{}", key));
        }

        assertThat(count(answers, 429)).isEqualTo(10);
        assertThat(count(answers, 422) + count(answers, 400)).isEqualTo(60);
    }

    @Test
    void whoGuessesIsToldToWaitAndTheOwnerOfAGoodKeyIsNot() {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            answers.add(http.get(JOBS, "Authorization: Bearer guess" + i, "X-Forwarded-For: 192.0.2." + i));
        }

        assertThat(count(answers, 401)).isEqualTo(10);
        assertThat(count(answers, 429)).isEqualTo(20);
        assertThat(Long.parseLong(answers.getLast().header("retry-after"))).isBetween(1L, 60L);
        assertThat(answers.getLast().json().get("code").stringValue()).isEqualTo("TOO_MANY_WRONG_KEYS");
        assertThat(http.get(JOBS, KeyedServiceTest.ADMIN).status()).isEqualTo(200);
        assertThat(http.get(JOBS).status()).as("without any key").isEqualTo(401);
    }

    @Test
    void whatIsCountedIsThere() {
        Set<String> posts = mappings.getHandlerMethods().keySet().stream()
                .filter(info -> info.getMethodsCondition().getMethods().contains(RequestMethod.POST))
                .flatMap(info -> info.getPatternValues().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> counted = Stream.concat(RateInterceptor.SUBMITS.stream(), RateInterceptor.UPLOADS.stream())
                .collect(Collectors.toSet());

        assertThat(posts).containsAll(counted);
        assertThat(mappings.getHandlerMethods().keySet().stream().flatMap(info -> info.getPatternValues().stream()))
                .contains(RateInterceptor.STREAM);
    }
}
