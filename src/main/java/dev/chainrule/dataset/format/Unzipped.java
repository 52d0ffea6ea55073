package dev.chainrule.dataset.format;

import dev.chainrule.dataset.table.FileFaults;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Gzip while it is unzipped: stops when it is more than any honest file would be. */
final class Unzipped extends FilterInputStream {

    private static final int BUFFER = 1 << 16;
    /** An honest file seldom shrinks to a hundredth. */
    private static final int RATIO = 100;
    /** Small files may: a megabyte harms nobody. */
    private static final long HARMLESS = 1 << 20;

    private final long most;
    private long read;

    /**
     * @param file zipped
     * @param packed its length
     * @param most bytes in any case
     */
    Unzipped(InputStream file, long packed, long most) throws IOException {
        super(unzip(file));
        this.most = Math.min(most, Math.max(HARMLESS, RATIO * packed));
    }

    private static InputStream unzip(InputStream file) throws IOException {
        try {
            return new GZIPInputStream(file, BUFFER);
        } catch (EOFException e) {
            file.close();
            throw FileFaults.refusal("TRUNCATED", "The gzip file ends in the middle.");
        } catch (ZipException e) {
            file.close();
            throw FileFaults.refusal("BAD_GZIP", "The gzip file is damaged: " + e.getMessage() + ".");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        try {
            int n = in.read(buffer, offset, length);
            read += Math.max(0, n);
            if (read > most) {
                throw FileFaults.refusal("GZIP_BOMB", "The file unzips to more than " + most + " bytes.");
            }
            return n;
        } catch (EOFException e) {
            throw FileFaults.refusal("TRUNCATED", "The gzip file ends in the middle.");
        } catch (ZipException e) {
            throw FileFaults.refusal("BAD_GZIP", "The gzip file is damaged: " + e.getMessage() + ".");
        }
    }
}
