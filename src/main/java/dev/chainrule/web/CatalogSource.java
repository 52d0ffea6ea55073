package dev.chainrule.web;

import java.util.Map;

/**
 * What a room adds to the catalog: the records of its requests. Every family and record that their fields mention, at any
 * depth, is listed with them.
 */
@FunctionalInterface
public interface CatalogSource {

    /** Records by the name of their schema: {@code job} is served at {@code /api/v1/schemas/job}. */
    Map<String, Class<? extends Record>> requests();

    /** Requests that are one member of a sealed family, likewise. */
    default Map<String, Class<?>> families() {
        return Map.of();
    }
}
