package badhouse.job;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;

/** Calls whomever it is told to. */
public final class CallsOut {
    public InputStream fetch(String address) throws IOException {
        return URI.create(address).toURL().openStream();
    }

    public Socket open(String host) throws IOException {
        return new Socket(host, 80);
    }
}
