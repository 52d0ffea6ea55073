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

    @Query("from ModelRow r where r.id = :id and " + Sight.OF_ROW)
    java.util.Optional<ModelRow> find(String id, Sight sight);

    void delete(ModelRow row);

    /** Names of all files. */
    @Query("select r.file from ModelRow r")
    Set<String> files();

    /** Length of all files. */
    @Query("select coalesce(sum(r.fileBytes), 0) from ModelRow r")
    long fileBytes();

    @Query("from ModelRow r where " + Sight.OF_ROW
            + " and (r.createdAt < :at or r.createdAt = :at and r.id < :id) order by r.createdAt desc, r.id desc")
    List<ModelRow> before(Instant at, String id, Sight sight, Limit limit);

    @Query("from ModelRow r where r.name = :name and " + Sight.OF_ROW
            + " and (r.createdAt < :at or r.createdAt = :at and r.id < :id) order by r.createdAt desc, r.id desc")
    List<ModelRow> namedBefore(String name, Instant at, String id, Sight sight, Limit limit);
}
