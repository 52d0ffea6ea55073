package dev.chainrule.dataset;

import dev.chainrule.access.Sight;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of datasets; one row is found by {@link DatasetLookup}. */
interface DatasetRows extends Repository<DatasetRow, String> {

    DatasetRow saveAndFlush(DatasetRow row);

    void delete(DatasetRow row);

    /** Names of all files. */
    @Query("select r.file from DatasetRow r")
    Set<String> files();

    /** Length of all files. */
    @Query("select coalesce(sum(r.fileBytes), 0) from DatasetRow r")
    long fileBytes();

    /** The newest datasets that come after one in that order. */
    @Query("from DatasetRow r where " + Sight.OF_ROW
            + " and (r.createdAt < :at or r.createdAt = :at and r.id < :id) order by r.createdAt desc, r.id desc")
    List<DatasetRow> newestAfter(Instant at, String id, Sight sight, Limit limit);
}
