package dev.chainrule.analysis;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Steps of jobs, line by line. */
@RestController
@RequestMapping("/api/v1/jobs")
final class StepTraceController {

    private final StepTraces traces;

    StepTraceController(StepTraces traces) {
        this.traces = traces;
    }

    /** Algorithms 6.3 and 6.4 and the update, with the numbers of this step. */
    @GetMapping(path = "/{id}/steps/{step}/trace", produces = MediaType.APPLICATION_JSON_VALUE)
    StepTrace trace(@PathVariable String id, @PathVariable long step) {
        return traces.of(id, step);
    }
}
