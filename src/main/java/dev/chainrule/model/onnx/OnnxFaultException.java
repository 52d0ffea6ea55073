package dev.chainrule.model.onnx;

/** Bytes that are no ONNX model, or one that cannot be taken over; the message is shown to whoever sent it. */
public final class OnnxFaultException extends Exception {

    private final String code;
    private final String told;

    OnnxFaultException(String code, String message) {
        super(message);
        this.code = code;
        this.told = message;
    }

    static OnnxFaultException malformed(String what) {
        return new OnnxFaultException("NOT_ONNX", "This is no ONNX model: " + what + ".");
    }

    static OnnxFaultException unsupported(String what) {
        return new OnnxFaultException("UNSUPPORTED", what);
    }

    static OnnxFaultException tooLarge(String what) {
        return new OnnxFaultException("TOO_LARGE", what);
    }

    @Override
    public String getMessage() {
        return told;
    }

    /** NOT_ONNX, UNSUPPORTED or TOO_LARGE. */
    public String code() {
        return code;
    }
}
