package dev.chainrule.storage;

import dev.chainrule.fault.FailPoint;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Length and hash of what was written. */
record Digested(long bytes, String sha256) {

    private static final int BUFFER = 1 << 16;

    /** Writes a new file and forces it to the disk. */
    static Digested write(Path file, Content content, String folder) throws IOException {
        try (FileChannel channel = DataFolder.create(file)) {
            MessageDigest digest = Hashes.sha256();
            OutputStream digesting = new DigestOutputStream(Channels.newOutputStream(channel), digest);
            try (OutputStream out = new BufferedOutputStream(digesting, BUFFER)) {
                content.writeTo(out);
                out.flush();
                FailPoint.AFTER_WRITE.pass(folder);
                channel.force(true);
                return new Digested(channel.position(), HexFormat.of().formatHex(digest.digest()));
            }
        }
    }
}
