package dev.chainrule.access;

import java.util.List;

/**
 * Jobs that need something, as the caller of the current request may hear of them.
 *
 * @param seen ids of those the caller sees
 * @param count of all, another owner's among them
 */
public record JobsInSight(List<String> seen, int count) {}
