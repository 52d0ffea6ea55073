package dev.chainrule.web;

/** A failure inside that a caller may be told of in words of its own. */
public interface Answered {

    /** What is answered. */
    ProblemException problem();
}
