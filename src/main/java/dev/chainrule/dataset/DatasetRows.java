package dev.chainrule.dataset;

import dev.chainrule.access.Sight;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of datasets. */
interface DatasetRows extends Repository<DatasetRow, String> {

    DatasetRow saveAndFlush(DatasetRow row);

    void delete(DatasetRow row);

    @Query("from DatasetRow d where d.id = :id and (:#{#sight.all()} = true or d.tenant = :#{#sight.tenant()})")
    Optional<DatasetRow> find(String id, Sight sight);

    @Query(
            "from DatasetRow d where d.fingerprint = :fingerprint and (:#{#sight.all()} = true or d.tenant = :#{#sight.tenant()})")
    Optional<DatasetRow> findByFingerprint(String fingerprint, Sight sight);

    /** Names of all files. */
    @Query("select d.file from DatasetRow d")
    Set<String> files();

    /** The newest datasets that come after one in that order. */
    @Query("""
            from DatasetRow d where (:#{#sight.all()} = true or d.tenant = :#{#sight.tenant()})
            and (d.createdAt < :at or d.createdAt = :at and d.id < :id)
            order by d.createdAt desc, d.id desc
            """)
    List<DatasetRow> newestAfter(Instant at, String id, Sight sight, Limit limit);
}
