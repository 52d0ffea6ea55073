package badhouse.job;

import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/** Components that no scan finds. */
@Configuration
final class Unscanned {

    @Component
    static final class Nested {}
}
