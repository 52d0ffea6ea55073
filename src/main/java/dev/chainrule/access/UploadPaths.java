package dev.chainrule.access;

import java.util.List;
import org.springframework.util.AntPathMatcher;

/** Paths that take more than a request of JSON. */
record UploadPaths(List<String> patterns) {

    private static final AntPathMatcher MATCHER = new AntPathMatcher();

    boolean contains(String path) {
        return patterns.stream().anyMatch(pattern -> MATCHER.match(pattern, path));
    }
}
