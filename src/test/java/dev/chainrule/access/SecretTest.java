package dev.chainrule.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretTest {

    @Test
    void aKeyHas256BitsOfItsOwnAndIsReadAgain() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            Secret secret = Secret.make();
            assertThat(secret.text()).matches("cr_[0-9a-f]{12}_[0-9a-f]{64}");
            assertThat(Secret.read(secret.text())).contains(secret);
            assertThat(seen.add(secret.text().substring(16))).isTrue();
        }
    }

    @Test
    void itsLogLineDoesNotOpenAnything() {
        Secret secret = Secret.make();

        assertThat(secret.toString())
                .contains(secret.prefix())
                .doesNotContain(secret.text().substring(16));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "cr_", "cr__", "cr_00000000000_", "xx_000000000000_", "cr_00000000000g_", " cr_000000000000_"
            })
    void anythingElseIsNoKey(String start) {
        assertThat(Secret.read("cr_000000000000_" + "0".repeat(64))).isPresent();
        assertThat(Secret.read(start)).isEmpty();
        assertThat(Secret.read(start + "0".repeat(64))).isEmpty();
    }
}
