package dev.chainrule.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.storage.Asked;
import org.junit.jupiter.api.Test;

/** How the database finds datasets for whoever sees everything. */
class DatasetPlansTest {

    @Test
    void aPageDoesNotReadTheNewerDatasetsAgain() {
        assertThat(Asked.migrated().planOfPage(DatasetRows.class, "newestAfter"))
                .contains("DATASET_CREATED: CREATED_AT <= ", "/* index sorted */");
    }
}
