package dev.chainrule.job;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What every run writes with. */
@Component
record RunRoom(LeasedWrites writes, JobMetrics metrics, Failures failures, JsonMapper json) {}
