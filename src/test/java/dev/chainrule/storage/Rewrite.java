package dev.chainrule.storage;

/** Rewrites a database in a process of its own, which may be made to die in between: {@code Rewrite url}. */
final class Rewrite {

    private Rewrite() {}

    public static void main(String[] arguments) {
        SparseDatabase.rewrite(arguments[0], "sa", "");
    }
}
