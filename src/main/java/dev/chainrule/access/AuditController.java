package dev.chainrule.access;

import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who changed what, for admins. */
@RestController
@RequestMapping("/api/v1/audit")
@Needs(Scope.ADMIN)
final class AuditController {

    private static final int LARGEST_PAGE = 1_000;

    private final AuditTable table;

    AuditController(AuditTable table) {
        this.table = table;
    }

    /** One page, newest first. */
    @GetMapping
    AuditEntry.AuditPage list(
            @RequestParam(defaultValue = "100") int pageSize,
            @RequestParam(required = false) @Nullable String pageToken) {
        if (pageSize < 1 || pageSize > LARGEST_PAGE) {
            String message = "pageSize must be 1 to " + LARGEST_PAGE + ", was " + pageSize;
            throw ProblemException.unprocessable(new Fault("pageSize", "OUT_OF_RANGE", message));
        }
        List<AuditEntry> rows = table.page(before(pageToken), pageSize + 1);
        boolean more = rows.size() > pageSize;
        List<AuditEntry> shown = more ? rows.subList(0, pageSize) : rows;
        return new AuditEntry.AuditPage(
                shown, more ? Long.toString(shown.getLast().entry()) : null);
    }

    private static long before(@Nullable String pageToken) {
        try {
            return pageToken == null ? Long.MAX_VALUE : Long.parseLong(pageToken);
        } catch (NumberFormatException e) {
            throw ProblemException.unprocessable(
                    new Fault("pageToken", "INVALID", "pageToken must be one that a page gave."));
        }
    }
}
