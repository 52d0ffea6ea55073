/**
 * Files that are whole or absent: atomic, hashed, addressed by the server.
 *
 * <p>Read {@link dev.chainrule.storage.FileStore}; the rest are its words.
 */
@NullMarked
package dev.chainrule.storage;

import org.jspecify.annotations.NullMarked;
