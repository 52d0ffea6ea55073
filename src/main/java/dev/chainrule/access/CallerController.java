package dev.chainrule.access;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells a caller what its key opens, so that a page need not offer what would be refused. */
@RestController
@RequestMapping("/api/v1/caller")
final class CallerController {

    private final KeyRing keys;

    CallerController(KeyRing keys) {
        this.keys = keys;
    }

    /** Who is asking. */
    @GetMapping
    CallerView get(HttpServletRequest request) {
        return CallerView.of(Caller.of(request), !keys.isOff());
    }
}
