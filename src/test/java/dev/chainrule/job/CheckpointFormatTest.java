package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chainrule.engine.train.Checkpoint;
import dev.chainrule.storage.CorruptFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What is written is read; what was written by an older program is not taken for it. */
class CheckpointFormatTest {

    private static final String SPEC = "ab".repeat(32);
    private static final Checkpoint STATE = new Checkpoint(7, 2, new double[] {0.5, -1e-300}, new byte[] {1, 2, 3});

    private static byte[] written() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CheckpointFormat.write(bytes, STATE, SPEC);
        return bytes.toByteArray();
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        Checkpoint read = CheckpointFormat.read(written(), SPEC);

        assertThat(read.step()).isEqualTo(7);
        assertThat(read.epoch()).isEqualTo(2);
        assertThat(read.theta()).containsExactly(0.5, -1e-300);
        assertThat(read.rest()).containsExactly(1, 2, 3);
    }

    private static byte[] withVersion(int at) throws IOException {
        byte[] older = written();
        ByteBuffer.wrap(older).putInt(at, 1);
        return older;
    }

    @Test
    void anOlderVersionAndAnotherSpecAreRefused() throws IOException {
        assertThatExceptionOfType(CorruptFileException.class)
                .isThrownBy(() -> CheckpointFormat.read(withVersion(8), SPEC))
                .withMessageContaining("has version 1,");
        assertThatExceptionOfType(CorruptFileException.class)
                .isThrownBy(() -> CheckpointFormat.read(withVersion(12), SPEC))
                .withMessageContaining("has version 1 of the trainer's part,");
        assertThatExceptionOfType(CorruptFileException.class)
                .isThrownBy(() -> CheckpointFormat.read(written(), "cd".repeat(32)))
                .withMessageContaining("another spec");
    }
}
