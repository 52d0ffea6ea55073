package dev.chainrule.dataset.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.dataset.format.Reading.Read;
import dev.chainrule.web.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Good files with random damage: read or refused with a code, and nothing else ever happens. */
final class MutationTest {

    private static final int CASES = Integer.getInteger("mutations", 2_000);
    private static final String SIGNS = ",;\"\n\r\t .-e0(){}':[]N\0";
    private static final long SEED = Long.getLong("mutations.seed", 20_261_123);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private static List<byte[]> goodFiles() throws java.io.IOException {
        byte[] csv = "a,b,c\n1,x,2.5\n2,\"y,z\",\n3,\"q\"\"q\",1e3\n".getBytes(StandardCharsets.UTF_8);
        byte[] npy = Npy.file(1, "<f4", false, new long[] {2, 3}, Npy.bytes("<f4", 1, 2, 3, 4, 5, 6));
        byte[] bigger = Npy.file(2, ">i8", true, new long[] {3, 2}, Npy.bytes(">i8", 1, 2, 3, 4, 5, 6));
        return List.of(
                csv,
                "a;b\r\n1,5;2\r\n\u00e9\u20ac;\uD83D\uDC27\r\n".getBytes(StandardCharsets.UTF_8),
                "1.0  2.0 3\n4 5 6\n".getBytes(StandardCharsets.UTF_8),
                npy,
                bigger,
                Npy.idx(0x08, new int[] {3, 2, 2}, new byte[12]),
                Npy.idx(0x0d, new int[] {2, 2}, Npy.bytes(">f4", 1, 2, 3, 4)),
                Npy.zip("x.npy", npy, "y.npy", npy),
                GoodTextTest.zip(csv),
                "{\"columns\":[\"a\",\"b\"],\"rows\":[[1,\"x\"],[2,null]]}".getBytes(StandardCharsets.UTF_8),
                "{\"rows\":[{\"a\":1,\"b\":\"x\"},{\"b\":\"\\u00e9\"}]}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void damageIsReadOrRefusedAndNothingElse() throws java.io.IOException {
        Random random = new Random(SEED);
        List<byte[]> files = goodFiles();
        Reading reading = new Reading(folder).atMost(1 << 20);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] file = damaged(files.get(i % files.size()), random);
            try {
                check(reading.read(file));
                read++;
            } catch (ProblemException e) {
                assertThat(e.status().is4xxClientError()).isTrue();
                assertThat(e.code()).matches("[A-Z][A-Z_]+");
                assertThat(String.valueOf(e.getMessage())).doesNotContain("Exception", "java.", "tools.jackson");
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("case " + i + " of seed " + SEED + ": " + Arrays.toString(file), e);
            }
        }
        assertThat(read).isGreaterThan(CASES / 20);
        assertThat(refused).isGreaterThan(CASES / 4);
    }

    private static void check(Read read) {
        assertThat(read.rows()).isNotEmpty();
        assertThat(read.names()).doesNotHaveDuplicates();
        read.rows().forEach(row -> assertThat(row).hasSameSizeAs(read.columns()));
    }

    private static byte[] damaged(byte[] good, Random random) {
        byte[] file = good.clone();
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times && file.length > 1; i++) {
            int at = random.nextInt(file.length);
            switch (random.nextInt(6)) {
                case 0 -> file[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> file[at] = (byte) random.nextInt(256);
                case 2 -> file[at] = (byte) SIGNS.charAt(random.nextInt(SIGNS.length()));
                case 3 -> file = Arrays.copyOf(file, at);
                case 4 ->
                    file = spliced(
                            file, at, Arrays.copyOfRange(file, at, Math.min(file.length, at + random.nextInt(20))));
                default -> file = spliced(Arrays.copyOf(file, at), at, good);
            }
        }
        return file;
    }

    private static byte[] spliced(byte[] file, int at, byte[] more) {
        byte[] longer = Arrays.copyOf(file, file.length + more.length);
        System.arraycopy(file, at, longer, at + more.length, file.length - at);
        System.arraycopy(more, 0, longer, at, more.length);
        return longer;
    }
}
