package dev.chainrule.storage;

/**
 * A file that is whole: what a database row keeps to find it and to trust it.
 *
 * @param name folder and file, made by the server: {@code datasets/6f1c….table}
 * @param bytes its length
 * @param sha256 of its bytes, 64 hex digits
 */
public record Stored(String name, long bytes, String sha256) {}
