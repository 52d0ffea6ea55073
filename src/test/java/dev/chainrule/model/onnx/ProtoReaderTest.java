package dev.chainrule.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProtoReaderTest {

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    /** The examples of the Protocol Buffers documentation: field 1 is 150; field 2 is "testing". */
    @Test
    void theDocumentedExamplesAreReadAndWritten() throws Exception {
        assertThat(new ProtoWriter().put(1, 150).bytes()).containsExactly(0x08, 0x96, 0x01);
        byte[] testing = bytes(0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67);
        assertThat(new ProtoWriter().put(2, "testing").bytes()).containsExactly(testing);
        ProtoReader reader = ProtoReader.of(bytes(0x08, 0x96, 0x01));
        assertThat(reader.next()).isTrue();
        assertThat(reader.field()).isEqualTo(1);
        assertThat(reader.whole()).isEqualTo(150);
        assertThat(reader.next()).isFalse();
        ProtoReader text = ProtoReader.of(testing);
        assertThat(text.next()).isTrue();
        assertThat(text.text()).isEqualTo("testing");
    }

    @Test
    void whatIsWrittenIsReadWhateverIsSkipped() throws Exception {
        Random random = new Random(5);
        for (int round = 0; round < 500; round++) {
            long whole = random.nextLong() >>> random.nextInt(64) * (random.nextBoolean() ? 1 : -1);
            float real = random.nextFloat();
            byte[] message = new ProtoWriter()
                    .put(1, whole)
                    .put(2, real)
                    .put(3, "größer")
                    .put(4, new ProtoWriter().put(1, 7))
                    .put(100_000, -1)
                    .bytes();
            int skipped = random.nextInt(5);
            List<Object> read = new ArrayList<>();
            ProtoReader reader = ProtoReader.of(message);
            while (reader.next()) {
                int field = reader.field();
                if (field == skipped) {
                    continue;
                }
                read.add(
                        switch (field) {
                            case 2 -> (Object) reader.real();
                            case 3 -> reader.text();
                            case 4 -> reader.message().next();
                            default -> (Object) reader.whole();
                        });
            }
            List<Object> expected = new ArrayList<>(List.of(whole, real, "größer", true, -1L));
            if (skipped > 0) {
                expected.remove(skipped - 1);
            }
            assertThat(read).isEqualTo(expected);
        }
    }

    @Test
    void lengthsAndNumbersThatLieAreRefused() {
        for (byte[] lie : List.of(
                bytes(0x0a, 0x7f), // 127 bytes where none are
                bytes(0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01), // -1 bytes
                bytes(0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01), // eleven bytes
                bytes(0x0b), // a group
                bytes(0x00, 0x00), // field 0
                bytes(0x0d, 0x00))) { // half a float
            assertThatThrownBy(() -> {
                        ProtoReader reader = ProtoReader.of(lie);
                        while (reader.next()) {
                            // skips
                        }
                    })
                    .isInstanceOf(OnnxFaultException.class);
        }
    }
}
