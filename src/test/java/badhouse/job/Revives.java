package badhouse.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;

/** Runs what it reads. */
public final class Revives {
    public Object read(InputStream in) throws IOException, ClassNotFoundException {
        return new ObjectInputStream(in).readObject();
    }
}
