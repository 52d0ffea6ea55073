package dev.chainrule.dataset;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;

/** The table of datasets. */
interface DatasetRows extends JpaRepository<DatasetRow, String> {

    Optional<DatasetRow> findByFingerprint(String fingerprint);

    /** Names of all files. */
    @Query("select d.file from DatasetRow d")
    Set<String> files();

    /** The newest datasets that come after one in that order. */
    @Query("""
            from DatasetRow d where d.createdAt < :at or d.createdAt = :at and d.id < :id
            order by d.createdAt desc, d.id desc
            """)
    List<DatasetRow> newestAfter(Instant at, String id, Limit limit);
}
