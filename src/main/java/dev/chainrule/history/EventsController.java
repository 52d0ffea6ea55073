package dev.chainrule.history;

import dev.chainrule.history.EventStream.Following;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.TextPage;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What happens to a job, as it happens. */
@RestController
@RequestMapping("/api/v1/jobs/{id}")
final class EventsController {

    private static final int MOST_EVERY = 1_000_000;

    /** A terminal's line needs no rows. */
    private static final List<String> LEAST = List.of("loss");

    private final Runs known;
    private final RunReader runs;
    private final Followers followers;

    EventsController(Runs known, RunReader runs, Followers followers) {
        this.known = known;
        this.runs = runs;
        this.followers = followers;
    }

    /**
     * For {@code Accept: text/plain} one line, drawn over and over; else server-sent events {@code state progress history finding done}. Begins at the run's first row, or after the event whose id is given, by
     * header or, where a client cannot set one, by parameter; the id of a chart will do too.
     *
     * @param series of the events {@code history}, as of the history endpoint; all where none is named
     * @param every of the rows, one in so many is told
     */
    @ApiResponse(
            responseCode = "200",
            description = "What happens, as it happens.",
            content = {
                @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string")),
                @Content(mediaType = MediaType.TEXT_PLAIN_VALUE, schema = @Schema(type = "string"))
            })
    @ApiResponse(responseCode = "204", description = "All was told before.", content = @Content)
    @GetMapping(
            path = "/events",
            produces = {MediaType.TEXT_EVENT_STREAM_VALUE, MediaType.TEXT_PLAIN_VALUE})
    void events(
            @PathVariable String id,
            @RequestParam @Nullable List<String> series,
            @RequestParam(defaultValue = "1") int every,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @RequestParam(name = "lastEventId", required = false) @Nullable String startId,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        known.requireVisible(id);
        boolean plain = isPlain(request);
        Following following = following(
                id,
                plain ? LEAST : series,
                every,
                lastEventId != null ? lastEventId : startId,
                plain ? new TerminalLine() : new EventFormat.ServerSent());
        EventId place = following.place();
        if (place.done()
                && known.find(id)
                        .filter(run -> run.terminal() && run.version() == place.version())
                        .isPresent()) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT); // all is told: an EventSource stops asking
            return;
        }
        followers.requireRoom();
        response.setContentType(plain ? TextPage.PLAIN : MediaType.TEXT_EVENT_STREAM_VALUE + ";charset=UTF-8");
        response.setHeader("X-Accel-Buffering", "no");
        if (HttpMethod.HEAD.matches(request.getMethod())) {
            return;
        }
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        followers.follow(id, following, async, response.getOutputStream());
    }

    private static boolean isPlain(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null
                && accept.contains(MediaType.TEXT_PLAIN_VALUE)
                && !accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE);
    }

    private Following following(
            String id, @Nullable List<String> series, int every, @Nullable String lastEventId, EventFormat format) {
        if (every < 1 || every > MOST_EVERY) {
            throw ProblemException.unprocessable(
                    new Fault("every", "OUT_OF_RANGE", "every must be 1 to " + MOST_EVERY + ", was " + every + "."));
        }
        SeriesSelection selection = SeriesSelection.of(series);
        runs.read(id, run -> selection.in(run.plan()));
        return new Following(
                selection, every, lastEventId == null ? EventId.START : EventId.parse(lastEventId.strip()), format);
    }
}
