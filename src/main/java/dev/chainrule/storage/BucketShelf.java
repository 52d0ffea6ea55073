package dev.chainrule.storage;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Files in a bucket (S3 or what speaks its language), for instances that share no folder. The folder of this machine keeps a copy of
 * what was written or read here; a file never changes, so that a copy is never stale. The bucket has it before the name is known.
 */
final class BucketShelf implements Shelf {

    private static final int GONE = 404;

    private final FolderShelf copies;
    private final S3Client s3;
    private final String bucket;
    private final String prefix;
    private final String temporary;

    /**
     * @param prefix before each name in the bucket, empty or with a slash at its end
     * @param temporary in the name of a file that is not whole yet
     */
    BucketShelf(FolderShelf copies, S3Client s3, String bucket, String prefix, String temporary) {
        this.copies = copies;
        this.s3 = s3;
        this.bucket = bucket;
        this.prefix = prefix;
        this.temporary = temporary;
    }

    @Override
    public void keep(String name, Path written) throws IOException {
        try {
            s3.putObject(request -> request.bucket(bucket).key(prefix + name), RequestBody.fromFile(written));
        } catch (SdkException e) {
            throw unreachable(e);
        }
        copies.keep(name, written);
    }

    @Override
    public Path find(String name) throws IOException {
        Path copy = copies.find(name);
        if (!Files.exists(copy)) {
            fetch(name, copy);
        }
        return copy;
    }

    /** Two at once fetch it twice: each under a name of its own, and the later rename changes nothing. */
    private void fetch(String name, Path copy) throws IOException {
        Path part = copy.resolveSibling(copy.getFileName() + temporary + UUID.randomUUID());
        DataFolder.createPrivate(Objects.requireNonNull(copy.getParent()));
        try {
            try (FileChannel channel = DataFolder.create(part)) {
                s3.getObject(
                        request -> request.bucket(bucket).key(prefix + name),
                        ResponseTransformer.toOutputStream(Channels.newOutputStream(channel)));
                channel.force(true);
            }
            copies.keep(name, part);
        } catch (NoSuchKeyException e) {
            throw new NoSuchFileException(name);
        } catch (SdkException e) {
            throw unreachable(e);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        try {
            s3.deleteObject(request -> request.bucket(bucket).key(prefix + name));
        } catch (SdkException e) {
            throw unreachable(e);
        }
        copies.delete(name);
    }

    /** Those of the bucket and those of the folder: a copy whose file another instance deleted is among them. */
    @Override
    public List<String> before(Instant limit, String folder) throws IOException {
        try {
            Stream<String> theirs = s3
                    .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix + folder + "/"))
                    .contents()
                    .stream()
                    .filter(object -> object.lastModified().isBefore(limit))
                    .map(S3Object::key)
                    .map(key -> key.substring(prefix.length()));
            return Stream.concat(theirs, copies.before(limit, folder).stream())
                    .distinct()
                    .toList();
        } catch (SdkException e) {
            throw unreachable(e);
        }
    }

    /** The caller hears that it is the storage; which bucket and why is in the log. */
    private static IOException unreachable(SdkException e) {
        boolean absent = e instanceof S3Exception s3 && s3.statusCode() == GONE;
        return new BucketException(absent ? "the bucket is not there" : "the bucket cannot be used", e);
    }
}
