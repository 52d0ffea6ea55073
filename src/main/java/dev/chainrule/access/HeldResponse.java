package dev.chainrule.access;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.springframework.dao.DataAccessException;

/** An answer that breaks off once its caller's key is revoked: an event stream may last for hours. */
final class HeldResponse extends HttpServletResponseWrapper {

    private final BooleanSupplier held;

    HeldResponse(HttpServletResponse response, BooleanSupplier held) {
        super(response);
        this.held = held;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return new HeldStream(super.getOutputStream(), held);
    }

    private static final class HeldStream extends ServletOutputStream {

        private final ServletOutputStream body;
        private final BooleanSupplier held;

        HeldStream(ServletOutputStream body, BooleanSupplier held) {
            this.body = body;
            this.held = held;
        }

        private void check() throws IOException {
            try {
                if (held.getAsBoolean()) {
                    return;
                }
            } catch (DataAccessException e) {
                throw new IOException("nobody knows whether the key of this answer still holds", e);
            }
            throw new IOException("the key of this answer was revoked");
        }

        @Override
        public void write(int value) throws IOException {
            check();
            body.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            check();
            body.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            body.flush();
        }

        @Override
        public void close() throws IOException {
            body.close();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            body.setWriteListener(listener);
        }
    }
}
