package dev.chainrule.history;

import org.springframework.stereotype.Component;

/** All tables of this room. */
@Component
record Tables(RunTable runs, ChunkTable chunks, HistogramTable histograms, FindingTable findings) {

    /** Removes everything of a run, in the caller's transaction. */
    void deleteAll(long runNo) {
        chunks.deleteAll(runNo);
        histograms.deleteAfter(runNo, -1);
        findings.deleteAfter(runNo, -1);
        runs.delete(runNo);
    }
}
