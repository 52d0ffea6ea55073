package badhouse.cellar;

/** In no room, and its package is not null-marked. */
public final class Unmarked {}
