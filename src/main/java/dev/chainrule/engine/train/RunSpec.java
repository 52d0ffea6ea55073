package dev.chainrule.engine.train;

import dev.chainrule.engine.network.NetworkSpec;

/** Everything that, with the data, fixes a run bit by bit. */
public record RunSpec(NetworkSpec network, TrainingSpec training, MonitorSpec monitor) {}
