package dev.chainrule.web;

import java.util.Set;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON as the contract has it: nothing guessed on the way in, no NaN on the way out. */
@Configuration(proxyBeanMethods = false)
final class JsonConfiguration {

    private static final int DEPTH = 32;
    private static final int TEXT = 65_536;
    private static final int NUMBER = 100;
    private static final int NAME = 1_024;
    private static final Set<String> FOREIGN = Set.of("yaml", "xml", "cbor", "x-jackson-smile");

    @Bean
    JsonFactoryBuilderCustomizer strictFactory() {
        return JsonConfiguration::strict;
    }

    @Bean
    JsonMapperBuilderCustomizer strictMapper() {
        return JsonConfiguration::strict;
    }

    /** Libraries bring converters along for formats that nobody here is meant to send: YAML, XML, CBOR, Smile. */
    @Bean
    ServerHttpMessageConvertersCustomizer onlyJson() {
        return converters -> converters.configureMessageConvertersList(list -> list.removeIf(converter ->
                converter.getSupportedMediaTypes().stream().anyMatch(type -> FOREIGN.contains(type.getSubtype()))));
    }

    static void strict(JsonFactoryBuilder factory) {
        factory.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEPTH)
                        .maxStringLength(TEXT)
                        .maxNumberLength(NUMBER)
                        .maxNameLength(NAME)
                        .build())
                .addDecorator((from, generator) -> new FiniteGenerator(generator));
    }

    static void strict(JsonMapper.Builder mapper) {
        mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
    }
}
