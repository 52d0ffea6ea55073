package dev.chainrule.dataset;

import dev.chainrule.access.Sight;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

/** The table of datasets, in SQL as that of models; one row is found by {@link DatasetLookup}. */
interface DatasetRows extends Repository<DatasetRow, String> {

    DatasetRow saveAndFlush(DatasetRow row);

    void delete(DatasetRow row);

    /** Names of all files. */
    @NativeQuery("select file from dataset")
    Set<String> files();

    /** Length of all files. */
    @NativeQuery("select cast(coalesce(sum(file_bytes), 0) as bigint) from dataset")
    long fileBytes();

    /** The newest datasets that come after one in that order. */
    @NativeQuery("select * from dataset where " + Sight.OF_ROW
            + " and created_at <= :at and (created_at < :at or id < :id) order by created_at desc, id desc")
    List<DatasetRow> newestAfter(Instant at, String id, Sight sight, Limit limit);
}
