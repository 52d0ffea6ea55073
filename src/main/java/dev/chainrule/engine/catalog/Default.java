package dev.chainrule.engine.catalog;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The one place where a default is written: the value a field takes when the caller leaves it out. Text in the JSON short
 * form ({@code "0.9"}, {@code "true"}, {@code "glorot_uniform"}, {@code "[]"}); {@code "{}"} is a record of defaults.
 * A nullable field without this annotation defaults to null, any other field without it is required.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
    String value();
}
