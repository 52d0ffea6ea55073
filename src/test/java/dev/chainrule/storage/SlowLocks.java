package dev.chainrule.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Scanner;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A process that opens a database and locks it only when it is told to: {@code SlowLocks FILE waits|rushes}. It says {@code opened},
 * reads a line, locks, adds a row, says {@code written} and waits for the end of its input.
 */
public final class SlowLocks extends FilePathWrapper {

    static final String WAITS = "waits";
    static final String RUSHES = "rushes";

    /** H2 makes one for each path. */
    public SlowLocks() {}

    public static void main(String[] arguments) throws Exception {
        FilePath.register(new SlowLocks());
        Path file = Path.of(arguments[0]);
        String url = "jdbc:h2:slow:" + file.toString().replace(".mv.db", "") + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
        StartLock start = arguments[1].equals(WAITS) ? StartLock.on(file) : null;
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            if (start != null) {
                start.close();
            }
            statement.execute("insert into place (name) values ('theirs')");
            System.out.println("written");
            System.in.readAllBytes();
            Runtime.getRuntime().halt(0);
        }
    }

    @Override
    public String getScheme() {
        return "slow";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        return new Slow(getBase().open(mode));
    }

    private static final class Slow extends FileBase {

        private final FileChannel file;

        Slow(FileChannel file) {
            this.file = file;
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            System.out.println("opened");
            new Scanner(System.in).nextLine();
            return file.tryLock(position, size, shared);
        }

        @Override
        public int read(ByteBuffer target) throws IOException {
            return file.read(target);
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            return file.write(source);
        }

        @Override
        public long position() throws IOException {
            return file.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            file.position(position);
            return this;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            file.truncate(size);
            return this;
        }

        @Override
        public void force(boolean metadata) throws IOException {
            file.force(metadata);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
