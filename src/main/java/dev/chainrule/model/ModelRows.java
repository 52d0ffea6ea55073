package dev.chainrule.model;

import dev.chainrule.access.Sight;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.repository.Repository;

/** The table of models. Its statements are SQL: parsing them as queries over entities took a tenth of a start. */
interface ModelRows extends Repository<ModelRow, String> {

    ModelRow save(ModelRow row);

    @NativeQuery("select * from model where id = :id and " + Sight.OF_ROW)
    Optional<ModelRow> find(String id, Sight sight);

    void delete(ModelRow row);

    /** Names of all files. */
    @NativeQuery("select file from model")
    Set<String> files();

    /** Length of all files. */
    @NativeQuery("select cast(coalesce(sum(file_bytes), 0) as bigint) from model")
    long fileBytes();

    @NativeQuery("select * from model where " + Sight.OF_ROW
            + " and created_at <= :at and (created_at < :at or id < :id) order by created_at desc, id desc")
    List<ModelRow> before(Instant at, String id, Sight sight, Limit limit);

    @NativeQuery("select * from model where name = :name and " + Sight.OF_ROW
            + " and created_at <= :at and (created_at < :at or id < :id) order by created_at desc, id desc")
    List<ModelRow> namedBefore(String name, Instant at, String id, Sight sight, Limit limit);
}
