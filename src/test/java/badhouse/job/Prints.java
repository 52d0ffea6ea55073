package badhouse.job;

/** Prints instead of logging. */
public final class Prints {
    public void print() {
        System.out.println("hello");
    }
}
