package dev.chainrule.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.RawHttp;
import dev.chainrule.ServiceTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The description knows the media types of all formats that models are exported in. */
@ServiceTest
final class ExportDescriptionTest {

    @LocalServerPort
    private int port;

    @Autowired
    private List<ExportFormat> formats;

    @Test
    void everyFormatsMediaTypeIsDescribed() {
        assertThat(new RawHttp(port)
                        .get("/v3/api-docs")
                        .json()
                        .at("/paths/~1api~1v1~1models~1{id}~1export/get/responses/200/content")
                        .propertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        formats.stream().map(ExportFormat::mediaType).distinct().toList());
    }
}
