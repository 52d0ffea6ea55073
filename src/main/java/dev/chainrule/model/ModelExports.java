package dev.chainrule.model;

import dev.chainrule.web.Fault;
import dev.chainrule.web.Names;
import dev.chainrule.web.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Models as files, in every format there is. */
@Component
final class ModelExports {

    private final Models models;
    private final List<ExportFormat> formats;

    ModelExports(Models models, List<ExportFormat> formats) {
        this.models = models;
        this.formats = formats;
    }

    /** A whole file in memory: a model deleted meanwhile never leaves half a download. */
    record File(String name, String mediaType, byte[] content) {}

    /**
     * Writes a model.
     *
     * @throws ProblemException 404, or 422 with the formats there are
     */
    File export(String id, String formatName) {
        ExportFormat format = formats.stream()
                .filter(f -> f.name().equals(formatName))
                .findFirst()
                .orElseThrow(() -> unknown(formatName));
        Models.Trained trained = models.open(id);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try {
            format.write(trained, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new File(
                "model-" + trained.model().id() + "." + format.name(), format.mediaType(), content.toByteArray());
    }

    private ProblemException unknown(String formatName) {
        List<String> names = formats.stream().map(ExportFormat::name).sorted().toList();
        String message = "There is no export format \"" + ProblemException.abbreviate(formatName) + "\".";
        return ProblemException.unprocessable(
                new Fault("format", "UNKNOWN_NAME", message, names, Names.nearest(formatName, names)));
    }
}
