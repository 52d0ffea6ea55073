package dev.chainrule.access;

import dev.chainrule.ServiceTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.test.context.TestPropertySource;

/** A test against the whole service where it asks for keys; {@link #ADMIN} is configured, nothing is counted, and a body that
 * trickles is ended after two seconds. All such tests share one. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ServiceTest
@TestPropertySource(
        properties = {
            "chainrule.access.api-keys=" + KeyedServiceTest.DIGEST,
            "chainrule.access.rates.submits-per-minute=1000000",
            "chainrule.access.rates.uploads-per-hour=1000000",
            "chainrule.access.rates.bad-keys-per-minute=1000000",
            "chainrule.access.pace.window=2s"
        })
@interface KeyedServiceTest {

    /** The header of the configured key. */
    String ADMIN = "Authorization: Bearer open sesame";

    /** SHA-256 of the configured key. */
    String DIGEST = "41ef4bb0b23661e66301aac36066912dac037827b4ae63a7b1165a5aa93ed4eb";
}
