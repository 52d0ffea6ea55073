package dev.chainrule.model;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of models. */
interface ModelRows extends Repository<ModelRow, String> {

    ModelRow save(ModelRow row);

    java.util.Optional<ModelRow> findById(String id);

    void delete(ModelRow row);

    /** Names of all files. */
    @Query("select m.file from ModelRow m")
    Set<String> files();

    @Query(
            "from ModelRow m where m.createdAt < ?1 or m.createdAt = ?1 and m.id < ?2 order by m.createdAt desc, m.id desc")
    List<ModelRow> before(Instant createdAt, String id, Limit limit);

    @Query("""
            from ModelRow m where m.name = ?1 and (m.createdAt < ?2 or m.createdAt = ?2 and m.id < ?3)
            order by m.createdAt desc, m.id desc
            """)
    List<ModelRow> namedBefore(String name, Instant createdAt, String id, Limit limit);
}
