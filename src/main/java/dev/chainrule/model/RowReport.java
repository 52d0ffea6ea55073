package dev.chainrule.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One row a model was judged by.
 *
 * @param row its number in the dataset, from 0
 * @param line where it began in the uploaded file; its number from 1 where the file has no lines, absent where unknown
 * @param loss the model's loss of this row alone
 * @param gradientNorm length of that loss's gradient by all parameters
 * @param meant class or number of the dataset
 * @param answered class or number of the model
 * @param probability given to what was meant; absent for numbers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RowReport(
        int row,
        @Nullable Long line,
        double loss,
        double gradientNorm,
        Object meant,
        Object answered,
        @Nullable Double probability) {}
