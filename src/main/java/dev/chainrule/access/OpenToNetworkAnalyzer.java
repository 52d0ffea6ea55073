package dev.chainrule.access;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in a few lines why the service does not start. */
final class OpenToNetworkAnalyzer extends AbstractFailureAnalyzer<OpenToNetworkException> {

    @Override
    protected FailureAnalysis analyze(Throwable failure, OpenToNetworkException cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Keep it at 127.0.0.1, or set chainrule.access.api-keys to the SHA-256 of a key: "
                        + "key=$(openssl rand -hex 32); printf %s \"$key\" | sha256sum",
                cause);
    }
}
