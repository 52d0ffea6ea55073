package dev.chainrule.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chainrule.web.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;

/** Instances that share no folder read each other's files from a bucket; one that is away loses nothing. */
final class BucketShelfTest {

    private static final byte[] BYTES = "the whole truth".getBytes(java.nio.charset.StandardCharsets.UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private Bucket bucket;

    @BeforeAll
    static void sign() {
        System.setProperty("aws.accessKeyId", Bucket.KEY);
        System.setProperty("aws.secretAccessKey", "secret");
    }

    @AfterAll
    static void forget() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
    }

    @BeforeEach
    void open() throws IOException {
        bucket = new Bucket();
    }

    @AfterEach
    void close() {
        bucket.close();
    }

    private FileStore instance(String name) {
        return instance(name, Bucket.NAME);
    }

    private FileStore instance(String name, String bucketName) {
        return FileStore.inBucket(
                folder.resolve(name), new BucketProperties(bucketName, bucket.address(), "eu-central-1", "here/"));
    }

    private static Stored write(FileStore store) {
        return store.write("models", "theta", out -> out.write(BYTES));
    }

    @Test
    void whatOneInstanceWritesAnotherReadsAndKeepsACopyOf() throws IOException {
        Stored stored = write(instance("one"));
        FileStore other = instance("other");

        assertThat(bucket.names()).containsExactly("here/" + stored.name());
        assertThat(other.read(stored)).isEqualTo(BYTES);
        assertThat(other.verified(stored)).hasBinaryContent(BYTES);
        assertThat(other.sized(stored)).hasBinaryContent(BYTES);
        assertThat(bucket.read()).containsExactly("here/" + stored.name());
        assertThat(files("other")).containsExactly(stored.name().substring("models/".length()));
    }

    @Test
    void aFileThatWasDeletedIsGoneForThoseWithoutACopy() {
        FileStore one = instance("one");
        Stored stored = write(one);
        one.delete(stored.name());

        assertThat(bucket.names()).isEmpty();
        assertThatExceptionOfType(CorruptFileException.class)
                .isThrownBy(() -> instance("other").read(stored))
                .withMessageContaining("gone");
    }

    @Test
    void theSweepRemovesOrphansOfTheBucketAndCopiesOfWhatOthersDeleted() throws IOException {
        FileStore one = instance("one");
        Stored named = write(one);
        Stored orphan = write(one);
        Stored deleted = write(one);
        FileStore other = instance("other");
        other.read(named);
        other.read(deleted);
        one.delete(deleted.name());
        bucket.age(Instant.now().minusSeconds(7_200));
        assertThat(other.olderThan("models", Duration.ofHours(1)))
                .containsExactlyInAnyOrder(named.name(), orphan.name());

        new OrphanSweep(other, List.of(new Owner(Set.of(named.name()))), Duration.ZERO).sweep();

        assertThat(bucket.names()).containsExactly("here/" + named.name());
        assertThat(files("other")).containsExactly(named.name().substring("models/".length()));
    }

    private record Owner(Set<String> files) implements FileOwner {
        @Override
        public String folder() {
            return "models";
        }
    }

    @Test
    void aBucketThatIsAwayIs503UntilItIsBack() throws IOException {
        FileStore one = instance("one");
        Stored stored = write(one);
        FileStore other = instance("other");
        bucket.away = true;

        unavailable(() -> write(one));
        unavailable(() -> other.read(stored));
        unavailable(() -> other.verified(stored));
        unavailable(() -> one.delete(stored.name()));
        assertThat(one.read(stored)).as("its own copy").isEqualTo(BYTES);
        assertThat(new StorageHealth(one).health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(files("one")).hasSize(1);

        bucket.away = false;
        assertThat(other.read(stored)).isEqualTo(BYTES);
        assertThat(new StorageHealth(one).health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aFileThatIsCutOnItsWayIsNoCopy() throws IOException {
        Stored stored = write(instance("one"));
        FileStore other = instance("other");
        bucket.cuts = true;

        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> other.read(stored));
        assertThat(files("other")).isEmpty();

        bucket.cuts = false;
        assertThat(other.read(stored)).isEqualTo(BYTES);
    }

    @Test
    void aBucketThatIsNotThereTakesNothing() throws IOException {
        FileStore lost = instance("lost", "another-bucket");
        unavailable(() -> write(lost));
        assertThat(files("lost")).isEmpty();
        assertThat(new StorageHealth(lost).health().getStatus()).isEqualTo(Status.DOWN);
    }

    private static void unavailable(Runnable task) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(task::run)
                .satisfies(e -> assertThat(e.code()).isEqualTo("STORAGE_UNAVAILABLE"))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(Bucket.NAME, "http"));
    }

    private List<String> files(String instance) throws IOException {
        Path room = folder.resolve(instance).resolve("models");
        try (Stream<Path> paths = Files.list(room)) {
            return paths.map(path -> path.getFileName().toString()).toList();
        }
    }
}
