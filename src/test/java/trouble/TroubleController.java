package trouble;

import dev.chainrule.engine.train.MonitorSpec;
import dev.chainrule.web.BodyOf;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import dev.chainrule.web.SpecWriter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Everything that can go wrong in a controller; outside our packages, so that no other test's service finds it. */
@RestController
@RequestMapping("/api/v1/trouble")
public final class TroubleController {

    /** A body bound by Jackson itself. */
    record Bound(int count) {}

    @PostMapping("/echo")
    JsonNode echo(@RequestBody JsonNode body) {
        return body;
    }

    @PostMapping("/described")
    JsonNode described(@RequestBody @BodyOf(MonitorSpec.class) JsonNode body) {
        return SpecWriter.write(SpecReader.read(body, MonitorSpec.class));
    }

    @PostMapping("/bound")
    Bound bound(@RequestBody Bound body) {
        return body;
    }

    @PostMapping(path = "/upload", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    Map<String, Object> upload(@RequestPart("file") MultipartFile file) {
        return Map.of("bytes", file.getSize());
    }

    @GetMapping("/numbers/{number}")
    Map<String, Object> number(@PathVariable int number, @RequestParam double factor) {
        return Map.of("product", number * factor);
    }

    @GetMapping("/refused")
    void refused() {
        throw new ProblemException(
                HttpStatus.CONFLICT,
                "WRONG_STATE",
                "The job is finished.",
                List.of(new Fault("/state", "WRONG_STATE", "finished")),
                Map.of("allowedActions", List.of("fork"), "retryAfterSeconds", 7));
    }

    @GetMapping("/unexpected")
    void unexpected() {
        throw new IllegalStateException("jdbc:h2:file:/home/someone/secret");
    }

    @GetMapping("/error")
    void error() {
        throw new StackOverflowError("deep in dev.chainrule.secret");
    }

    @GetMapping("/sent")
    void sent(HttpServletResponse response) throws IOException {
        response.sendError(HttpStatus.GONE.value(), "secret");
    }

    @GetMapping("/halfway")
    void halfway(HttpServletResponse response) throws IOException {
        response.setContentType(MediaType.TEXT_PLAIN_VALUE);
        response.getOutputStream().print("first half");
        response.flushBuffer();
        throw new IllegalStateException("no second half");
    }

    @GetMapping("/infinite")
    Map<String, Object> infinite() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("nan", Double.NaN);
        values.put("array", new double[] {1, Double.POSITIVE_INFINITY, Double.NaN});
        values.put("floats", new float[] {Float.NEGATIVE_INFINITY, 2});
        values.put("list", Arrays.asList(Double.NEGATIVE_INFINITY, 0.5));
        values.put("tree", JsonNodeFactory.instance.numberNode(Double.NaN));
        values.put("at", Instant.EPOCH);
        return values;
    }
}
