package dev.chainrule.access;

import jakarta.servlet.ServletException;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;

/** Holds every body to a {@link Pace}, below whatever reads it. */
final class PaceValve extends ValveBase {

    private final Pace pace;

    PaceValve(Pace pace) {
        super(true);
        this.pace = pace;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        org.apache.coyote.Request server = request.getCoyoteRequest();
        InputBuffer body = server.getInputBuffer();
        PacedBody paced = new PacedBody(body, pace, System::nanoTime);
        server.setInputBuffer(paced);
        try {
            getNext().invoke(request, response);
        } finally {
            server.setInputBuffer(body);
            if (paced.wasTooSlow()) {
                // Else the server would wait for the rest of it, to throw it away.
                server.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }
}
