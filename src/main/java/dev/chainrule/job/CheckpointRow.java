package dev.chainrule.job;

/** Where a checkpoint lies. */
record CheckpointRow(long step, int epoch, String file, long bytes, String sha256) {}
