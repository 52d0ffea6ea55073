package dev.chainrule.analysis;

import dev.chainrule.analysis.Planes.Wanted;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The plane of jobs of two inputs. */
@RestController
@RequestMapping("/api/v1/jobs")
final class PlaneController {

    private final Planes planes;

    PlaneController(Planes planes) {
        this.planes = planes;
    }

    /** What the network says over the plane of its two inputs and what its units see, now. */
    @Operation(
            description =
                    "What the network of a job of two numeric inputs says all over the plane, and what each hidden unit"
                            + " sees: of a running job after the step under way, or else at its model, its newest checkpoint or its"
                            + " first parameters. Axes are in the columns' own units. units are of each layer at most, 0 for none;"
                            + " points=false leaves out the examples. A large network is drawn in fewer cells than wanted.")
    @GetMapping(path = "/{id}/plane", produces = MediaType.APPLICATION_JSON_VALUE)
    PlaneAnswer plane(
            @PathVariable String id,
            @RequestParam(defaultValue = "48") int resolution,
            @RequestParam(defaultValue = "20") int unitResolution,
            @RequestParam(defaultValue = "16") int units,
            @RequestParam(defaultValue = "true") boolean points) {
        return planes.of(id, new Wanted(resolution, unitResolution, units, points));
    }
}
