package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.FileFaults;
import dev.chainrule.storage.FileStore;
import dev.chainrule.storage.Scratch;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An uploaded file that can be read more than once, unzipped where it is gzip. For one thread, and closed by it: then what was
 * unzipped on disk and mapped is gone.
 */
public final class Source implements AutoCloseable {

    static final int HEAD = 1 << 16;

    private final Path path;
    private final FileStore files;
    private final String folder;
    private final long most;
    private final boolean gzip;
    private final long packed;
    private final Head head;
    private @Nullable Scratch plain;
    private @Nullable Arena arena;
    private @Nullable MemorySegment mapped;
    private final List<Source> members = new ArrayList<>();

    /**
     * Opens a file.
     *
     * @param folder where scratch files go
     * @param most bytes unzipped
     */
    public Source(Path path, FileStore files, String folder, long most) throws IOException {
        this.path = path;
        this.files = files;
        this.folder = folder;
        this.most = most;
        this.packed = Files.size(path);
        try (InputStream in = Files.newInputStream(path)) {
            byte[] magic = in.readNBytes(2);
            this.gzip = new Head(magic).startsWith(0x1f, 0x8b);
        }
        try (InputStream in = open()) {
            this.head = new Head(in.readNBytes(HEAD));
        }
    }

    /** The first 64 kB. */
    public Head head() {
        return head;
    }

    /** The whole content, from the beginning. Gzip that is broken or a bomb ends in a ProblemException while it is read. */
    public InputStream open() throws IOException {
        InputStream file = Files.newInputStream(path);
        return gzip ? new Unzipped(file, packed, most) : new BufferedInputStream(file, HEAD);
    }

    /** The whole content in memory, mapped from disk. */
    @SuppressWarnings("MustBeClosedChecker") // close() closes it.
    MemorySegment map() throws IOException {
        if (mapped == null) {
            arena = Arena.ofConfined();
            try (FileChannel channel = FileChannel.open(path())) {
                mapped = channel.map(MapMode.READ_ONLY, 0, channel.size(), arena);
            }
        }
        return mapped;
    }

    /** A file that holds the content as it is, not zipped. */
    Path path() {
        if (!gzip) {
            return path;
        }
        if (plain == null) {
            plain = files.scratch(folder);
            plain.fill(out -> {
                try (InputStream in = open()) {
                    in.transferTo(out);
                }
            });
        }
        return Objects.requireNonNull(plain).path();
    }

    /** A member of an archive, as a source of its own; closed with this one. */
    Source member(InputStream content) throws IOException {
        Scratch scratch = files.scratch(folder);
        try {
            scratch.fill(out -> copy(content, out));
            Source member = new Source(scratch, files, folder, most);
            members.add(member);
            return member;
        } catch (IOException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    private Source(Scratch scratch, FileStore files, String folder, long most) throws IOException {
        this(scratch.path(), files, folder, most);
        this.plain = scratch;
    }

    private void copy(InputStream content, java.io.OutputStream out) throws IOException {
        byte[] buffer = new byte[HEAD];
        long total = 0;
        for (int n = read(content, buffer); n >= 0; n = read(content, buffer)) {
            total += n;
            if (total > most) {
                throw FileFaults.refusal("TOO_LARGE", "A member of the archive is over " + most + " bytes.");
            }
            out.write(buffer, 0, n);
        }
    }

    private static int read(InputStream content, byte[] buffer) {
        try {
            return content.read(buffer);
        } catch (IOException e) {
            throw FileFaults.refusal("BAD_ARCHIVE", "A member of the archive is damaged.");
        }
    }

    /** Most bytes that the content may have once it is unzipped. */
    long most() {
        return most;
    }

    @Override
    public void close() {
        members.forEach(Source::close);
        if (arena != null) {
            arena.close();
        }
        if (plain != null) {
            plain.close();
        }
    }
}
