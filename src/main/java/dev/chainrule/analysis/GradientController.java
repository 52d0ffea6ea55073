package dev.chainrule.analysis;

import dev.chainrule.web.BodyOf;
import dev.chainrule.web.SpecReader;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Gradients of expressions. */
@RestController
@RequestMapping("/api/v1/gradients")
final class GradientController {

    private final GradientService gradients;

    GradientController(GradientService gradients) {
        this.gradients = gradients;
    }

    /** The value, the gradient and every node of an expression at a point. */
    @PostMapping
    GradientAnswer gradient(@RequestBody @BodyOf(GradientRequest.class) JsonNode request) {
        return gradients.answer(SpecReader.read(request, GradientRequest.class));
    }
}
