package dev.chainrule.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.chainrule.web.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file is whole or absent, and not what it was is not read. */
final class FileStoreTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private FileStore store() {
        return new FileStore(folder.resolve("data"));
    }

    private static Content text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> files(String room) throws IOException {
        try (Stream<Path> paths = Files.list(folder.resolve("data").resolve(room))) {
            return paths.map(path -> path.getFileName().toString()).toList();
        }
    }

    @Test
    void aFileIsHashedWhileItIsWritten() throws IOException {
        Stored stored = store().write("models", "bin", text("abc"));
        assertThat(stored.bytes()).isEqualTo(3);
        // FIPS 180-2, appendix B.1
        assertThat(stored.sha256()).isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assertThat(stored.name()).matches("models/[0-9a-f-]{36}\\.bin");
        assertThat(Files.readString(store().verified(stored))).isEqualTo("abc");
        assertThat(store().read(stored)).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void largeContentIsTheSameByteForByte() throws IOException {
        byte[] bytes = new byte[3_000_001];
        new Random(1).nextBytes(bytes);
        Stored stored = store().write("models", "bin", out -> {
            for (int i = 0; i < bytes.length; i += 1_000) {
                out.write(bytes, i, Math.min(1_000, bytes.length - i));
            }
        });
        assertThat(Files.readAllBytes(store().verified(stored))).isEqualTo(bytes);
        assertThat(stored.sha256()).isEqualTo(Hashes.of(bytes));
    }

    @Test
    void contentThatFailsLeavesNothing() throws IOException {
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> store().write("models", "bin", out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("the source broke");
                }));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> store().write("models", "bin", out -> {
                    out.write(1);
                    throw new IllegalStateException("a bug");
                }));
        assertThat(files("models")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "No space left on device",
                "Disk quota exceeded",
                "There is not enough space on the disk",
                "File too large"
            })
    void aFullDiskIs507(String reason) throws IOException {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> store().write("models", "bin", out -> {
                    throw new IOException(reason);
                }))
                .satisfies(e -> assertThat(e.status().value()).isEqualTo(507))
                .satisfies(e -> assertThat(e.code()).isEqualTo("DISK_FULL"));
        assertThat(files("models")).isEmpty();
    }

    @Test
    void everyFlippedBitAndEveryCutIsSeen() throws IOException {
        FileStore store = store();
        Stored stored = store.write("models", "bin", text("the whole truth"));
        Path path = store.verified(stored);
        byte[] good = Files.readAllBytes(path);
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(path, bad);
            assertThatExceptionOfType(CorruptFileException.class).isThrownBy(() -> store.verified(stored));
            assertThatExceptionOfType(CorruptFileException.class).isThrownBy(() -> store.read(stored));
        }
        for (int length = 0; length < good.length; length++) {
            Files.write(path, java.util.Arrays.copyOf(good, length));
            assertThatExceptionOfType(CorruptFileException.class).isThrownBy(() -> store.verified(stored));
            assertThatExceptionOfType(CorruptFileException.class).isThrownBy(() -> store.sized(stored));
        }
        Files.delete(path);
        assertThatExceptionOfType(CorruptFileException.class)
                .isThrownBy(() -> store.verified(stored))
                .withMessageContaining("gone");
        assertThatExceptionOfType(CorruptFileException.class).isThrownBy(() -> store.read(stored));
    }

    @Test
    void whatADeadProcessLeftHalfWrittenIsSwept() throws IOException {
        FileStore store = store();
        Stored kept = store.write("models", "bin", text("kept"));
        Path home = folder.resolve("data/models");
        Path stale = Files.writeString(home.resolve("x.bin.tmp-1"), "half");
        Path fresh = Files.writeString(home.resolve("y.bin.tmp-2"), "half");
        Files.setLastModifiedTime(fresh, FileTime.from(Instant.now().plusSeconds(3_600)));
        FileStore next = store();
        assertThat(stale).doesNotExist();
        assertThat(fresh).exists();
        assertThat(next.verified(kept)).exists();
    }

    @Test
    void foldersAndFilesAreTheirOwnersAlone() throws IOException {
        FileStore store = store();
        Stored stored = store.write("models", "bin", text("secret"));
        assertThat(permissions(store.root())).isEqualTo("rwx------");
        assertThat(permissions(store.root().resolve("models"))).isEqualTo("rwx------");
        assertThat(permissions(store.verified(stored))).isEqualTo("rw-------");
        try (Scratch scratch = store.scratch("models")) {
            assertThat(permissions(scratch.path())).isEqualTo("rw-------");
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void anExistingFolderIsMadePrivateAndOneOpenToAllRefused() throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(permissions(store().root())).isEqualTo("rwx------");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatIllegalStateException().isThrownBy(this::store).withMessageContaining("written by anyone");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "/etc/passwd",
                "models/../../x.bin",
                "models/x.bin",
                "",
                "models/00000000-0000-0000-0000-000000000000.bin/.."
            })
    void namesItDidNotMakeAreRefused(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> store().delete(name));
        assertThatIllegalArgumentException().isThrownBy(() -> store().verified(new Stored(name, 1, "0")));
        assertThatIllegalArgumentException().isThrownBy(() -> store().write(name, "bin", text("x")));
    }

    @Test
    void aScratchFileIsGoneWhenClosedAndADeletedFileStaysDeleted() throws IOException {
        FileStore store = store();
        try (Scratch scratch = store.scratch("models")) {
            Stored filled = scratch.take(text("abc"));
            assertThat(filled.bytes()).isEqualTo(3);
            assertThat(filled.sha256()).isEqualTo(Hashes.of("abc".getBytes(StandardCharsets.UTF_8)));
            assertThat(Files.readString(scratch.path())).isEqualTo("abc");
        }
        Stored stored = store.write("models", "bin", text("abc"));
        store.delete(stored.name());
        store.delete(stored.name());
        assertThat(files("models")).isEmpty();
    }
}
