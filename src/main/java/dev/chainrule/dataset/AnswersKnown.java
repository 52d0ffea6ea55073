package dev.chainrule.dataset;

import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says that a method answers 200 for what it knows already, and where that is, so that OpenAPI says so. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ApiResponse(
        responseCode = "200",
        description = "Known: the same content with the same options.",
        useReturnTypeSchema = true,
        headers =
                @Header(
                        name = "Location",
                        description = "Where it is.",
                        schema = @Schema(type = "string", format = "uri-reference")))
@interface AnswersKnown {}
