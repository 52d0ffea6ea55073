package dev.chainrule.engine.catalog;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The values a numeric field may take. Infinite and NaN values are never in range. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
    /** Smallest value; itself allowed unless {@link #openMin()}. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Largest value; itself allowed unless {@link #openMax()}. */
    double max() default Double.POSITIVE_INFINITY;

    boolean openMin() default false;

    boolean openMax() default false;
}
