package dev.chainrule.web;

import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says that a method answers 201 and where it is from now on, so that OpenAPI says so. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@ApiResponse(
        responseCode = "201",
        description = "Created.",
        useReturnTypeSchema = true,
        headers =
                @Header(
                        name = "Location",
                        description = "Where it is from now on.",
                        schema = @Schema(type = "string", format = "uri-reference")))
public @interface AnswersCreated {}
