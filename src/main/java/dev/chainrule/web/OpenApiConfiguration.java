package dev.chainrule.web;

import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The description of the API at {@code /v3/api-docs}: what springdoc finds, with bodies and errors as they are. */
@Configuration(proxyBeanMethods = false)
final class OpenApiConfiguration {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final String PROBLEM = "application/problem+json";

    static {
        SpringDocUtils.getConfig()
                .replaceWithSchema(JsonNode.class, new Schema<>())
                .replaceWithSchema(ObjectNode.class, new Schema<>().type("object"))
                .replaceWithSchema(byte[].class, new Schema<>().type("string").format("binary"));
    }

    @Bean
    OpenAPI openApi(ObjectProvider<BuildProperties> build) {
        BuildProperties properties = build.getIfAvailable();
        return new OpenAPI()
                .info(new Info()
                        .title("Chainrule")
                        .version(properties == null ? "development" : properties.getVersion())
                        .description(
                                "Trains neural networks by back-propagation as a service, and shows you every gradient. "
                                        + "What a field may hold stands in /api/v1/catalog, with formulas."))
                .servers(List.of(new Server().url("/").description("This server.")));
    }

    /** Bodies that are read as described records, seen on the controllers' parameters while springdoc walks over them. */
    @Bean
    DescribedBodies describedBodies() {
        return new DescribedBodies();
    }

    @Bean
    DescribedAnswers describedAnswers() {
        return new DescribedAnswers();
    }

    /** Finishes the document: schemas of described records, the problem document as the answer to anything else, tags. */
    @Bean
    OpenApiCustomizer finished(DescribedBodies bodies, DescribedAnswers answers) {
        return document -> {
            SchemaDocument described = new SchemaDocument(SCHEMAS);
            ObjectNode schemas = described.definitions(new Catalog(bodies.roots(), List.of()));
            bodies.patched().forEach((name, type) -> schemas.set(name, described.patch(type)));
            schemas.properties()
                    .forEach(entry -> document.getComponents().addSchemas(entry.getKey(), schema(entry.getValue())));
            answers.complete(document.getComponents().getSchemas());
            document.getComponents().addSchemas("problem", problem());
            document.getPaths()
                    .forEach((path, item) -> item.readOperations().forEach(operation -> finish(path, operation)));
        };
    }

    private static void finish(String path, Operation operation) {
        String[] parts = path.split("/", -1);
        String tag = parts.length > 3 ? parts[3] : parts[parts.length - 1];
        operation.setTags(List.of(tag));
        operation.setOperationId(operationId(tag, operation.getOperationId()));
        operation
                .getResponses()
                .addApiResponse(
                        "default",
                        new ApiResponse()
                                .description("A problem document (RFC 9457).")
                                .content(new Content()
                                        .addMediaType(PROBLEM, new MediaType().schema(reference("problem")))));
    }

    /** A name that generated clients call it by: {@code jobs_list}; springdoc's own would be {@code list_2}. */
    static String operationId(String tag, String method) {
        String plain = method.replaceFirst("_\\d+$", "").replaceFirst("(AsText|AsCsv|OrCheck)$", "");
        return tag.replace('-', '_') + "_" + plain;
    }

    private static Schema<?> problem() {
        return schema(Problem.schema());
    }

    private static Schema<?> reference(String name) {
        return new Schema<>().$ref(SCHEMAS + name);
    }

    private static Schema<?> schema(JsonNode json) {
        try {
            return Json31.mapper().readValue(json.toString(), Schema.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Remembers which records bodies are read as. */
    static final class DescribedBodies implements OperationCustomizer {

        private final Set<Class<?>> roots = new LinkedHashSet<>();
        private final Map<String, Class<? extends Record>> patched = new TreeMap<>();

        synchronized List<Class<?>> roots() {
            return new ArrayList<>(roots);
        }

        /** Records of which bodies are merge patches, by the names of the patches. */
        synchronized Map<String, Class<? extends Record>> patched() {
            return new TreeMap<>(patched);
        }

        @Override
        public synchronized Operation customize(
                Operation operation, org.springframework.web.method.HandlerMethod handler) {
            for (MethodParameter parameter : handler.getMethodParameters()) {
                BodyOf body = parameter.getParameterAnnotation(BodyOf.class);
                if (body != null && operation.getRequestBody() != null) {
                    String name = Catalog.nameOf(body.value());
                    if (body.patch()) {
                        patched.put(name + "Patch", body.value().asSubclass(Record.class));
                    } else {
                        roots.add(body.value());
                    }
                    Schema<?> schema = reference(body.patch() ? name + "Patch" : name);
                    operation.getRequestBody().getContent().values().forEach(type -> type.setSchema(schema));
                }
            }
            return operation;
        }
    }
}
