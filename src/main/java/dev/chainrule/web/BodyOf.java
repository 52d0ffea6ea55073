package dev.chainrule.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which described record, or member of which sealed family, a JSON body is read as, so that OpenAPI shows its fields:
 * {@code create(@RequestBody @BodyOf(JobRequest.class) JsonNode body)}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface BodyOf {
    Class<?> value();

    /** Whether the body is a JSON merge patch of the record: any of its fields, null for one that takes its default. */
    boolean patch() default false;
}
