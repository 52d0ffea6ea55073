package dev.chainrule.engine.graph;

import java.util.List;

/** Text that is no expression. */
public final class ExpressionException extends RuntimeException {

    /**
     * One thing wrong with the text.
     *
     * @param column where, from 1
     * @param code SYNTAX, UNKNOWN_FUNCTION or WRONG_ARGUMENTS
     * @param message a sentence
     * @param name the unknown name, empty where there is none
     */
    public record Complaint(int column, String code, String message, String name) {}

    private final transient List<Complaint> complaints;

    ExpressionException(List<Complaint> complaints) {
        super(complaints.getFirst().message());
        this.complaints = List.copyOf(complaints);
    }

    static ExpressionException syntax(int column, String message) {
        return new ExpressionException(List.of(new Complaint(column, "SYNTAX", message, "")));
    }

    /** At least one, in order of their columns. */
    public List<Complaint> complaints() {
        return complaints;
    }
}
