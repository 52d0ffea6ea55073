package dev.chainrule.web;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The one page of the dashboard. It is asked for anew at each visit, and says which version of all other files to take. */
@RestController
final class DashboardController {

    private final DashboardFiles files;

    DashboardController(DashboardFiles files) {
        this.files = files;
    }

    @Hidden // a page for people
    @GetMapping(
            path = {"/", "/index.html"},
            produces = MediaType.TEXT_HTML_VALUE + ";charset=UTF-8")
    ResponseEntity<String> page() {
        String version = files.version();
        String page = files.page(version);
        return page == null
                ? ResponseEntity.notFound().build()
                : ResponseEntity.ok()
                        .cacheControl(CacheControl.noCache())
                        .eTag(version)
                        .body(page);
    }
}
