package dev.chainrule.model;

import dev.chainrule.access.Sight;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The table of models. */
interface ModelRows extends Repository<ModelRow, String> {

    ModelRow save(ModelRow row);

    @Query("from ModelRow m where m.id = :id and (:#{#sight.all()} = true or m.tenant = :#{#sight.tenant()})")
    java.util.Optional<ModelRow> find(String id, Sight sight);

    void delete(ModelRow row);

    /** Names of all files. */
    @Query("select m.file from ModelRow m")
    Set<String> files();

    @Query("""
            from ModelRow m where (:#{#sight.all()} = true or m.tenant = :#{#sight.tenant()})
            and (m.createdAt < :at or m.createdAt = :at and m.id < :id) order by m.createdAt desc, m.id desc
            """)
    List<ModelRow> before(Instant at, String id, Sight sight, Limit limit);

    @Query("""
            from ModelRow m where m.name = :name and (:#{#sight.all()} = true or m.tenant = :#{#sight.tenant()})
            and (m.createdAt < :at or m.createdAt = :at and m.id < :id)
            order by m.createdAt desc, m.id desc
            """)
    List<ModelRow> namedBefore(String name, Instant at, String id, Sight sight, Limit limit);
}
