/** The door, and the map of the house: {@code engine} computes, {@code dataset}, {@code job}, {@code history}, {@code model} and {@code analysis} serve, {@code web} speaks JSON, {@code storage} keeps files, {@code access} decides who may call. */
@NullMarked
package dev.chainrule;

import org.jspecify.annotations.NullMarked;
