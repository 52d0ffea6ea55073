package dev.chainrule.model;

import dev.chainrule.access.Sight;
import dev.chainrule.storage.RowHolds;
import dev.chainrule.web.Fault;
import dev.chainrule.web.ProblemException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.jdbc.support.KeyHolder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Names of models: several models of one owner and name are its versions 1, 2, …, and an alias such as {@code champion} points at one of them.
 * {@code name@alias}, {@code name@version} and {@code name@latest} stand for a model wherever its id does.
 */
@Component
final class ModelNames {

    private static final int REMEMBERED = 10_000;
    private static final String LATEST = "latest";
    private static final String OWN_FIRST = " order by tenant <> :sightTenant, tenant";
    private static final Pattern ALIAS = Pattern.compile("[a-z][a-z0-9_-]{0,63}");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,18}");

    private final JdbcClient database;
    private final TransactionTemplate transactions;
    private final RowHolds holds;
    private final Clock clock;
    /** Names known to have their row: jobs come by hundreds of one name. */
    private final Set<List<String>> prepared = ConcurrentHashMap.newKeySet();

    ModelNames(JdbcClient database, TransactionTemplate transactions, RowHolds holds, Clock clock) {
        this.holds = holds;
        this.database = database;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Makes sure that an owner's name has a row to count by, which stays for ever; not in a transaction that matters. */
    void prepare(String tenant, String name) {
        List<String> owned = List.of(tenant, name);
        if (prepared.contains(owned)) {
            return;
        }
        insert(tenant, name);
        if (prepared.size() < REMEMBERED) {
            prepared.add(owned);
        }
    }

    private void insert(String tenant, String name) {
        try {
            transactions.executeWithoutResult(tx -> database.sql("""
                            insert into model_name (tenant, name, versions)
                            select cast(:tenant as varchar), cast(:name as varchar), 0
                            where not exists (select 1 from model_name where tenant = :tenant and name = :name)
                            """)
                    .param("tenant", tenant)
                    .param("name", name)
                    .update());
        } catch (DuplicateKeyException e) {
            // somebody else has made it
        }
    }

    /** The next version of a prepared name, in the caller's transaction: it is taken once that commits. */
    long next(String tenant, String name) {
        KeyHolder versions = new GeneratedKeyHolder();
        database.sql("update model_name set versions = versions + 1 where tenant = :tenant and name = :name")
                .param("tenant", tenant)
                .param("name", name)
                .update(versions, "versions");
        return Objects.requireNonNull(versions.getKey()).longValue();
    }

    /** Whether a reference names a model other than by its id. */
    static boolean isName(String reference) {
        return reference.indexOf('@') >= 0;
    }

    /** Id of the model that a reference stands for; an admin's own come before those of others. Empty where the caller may not see it. */
    Optional<String> resolve(String reference) {
        if (!isName(reference)) {
            return query("select id from model where id = :name and " + Sight.CONDITION, reference, "");
        }
        int at = reference.lastIndexOf('@');
        String name = reference.substring(0, at);
        String tag = reference.substring(at + 1);
        if (tag.equals(LATEST)) {
            return query(
                    "select id from model where name = :name and " + Sight.CONDITION + OWN_FIRST
                            + ", version desc limit 1",
                    name,
                    "");
        }
        if (VERSION.matcher(tag).matches()) {
            return database.sql("select id from model where name = :name and version = :version and " + Sight.CONDITION
                            + OWN_FIRST + " limit 1")
                    .params(Sight.now().params())
                    .param("name", name)
                    .param("version", Long.parseLong(tag))
                    .query(String.class)
                    .optional();
        }
        return query(
                "select model_id from model_alias where name = :name and alias = :tag and " + Sight.CONDITION
                        + OWN_FIRST + " limit 1",
                name,
                tag);
    }

    private Optional<String> query(String sql, String name, String tag) {
        JdbcClient.StatementSpec statement =
                database.sql(sql).param("name", name).params(Sight.now().params());
        return (tag.isEmpty() ? statement : statement.param("tag", tag))
                .query(String.class)
                .optional();
    }

    List<String> aliasesOf(String id) {
        return aliasesOf(List.of(id)).getOrDefault(id, List.of());
    }

    /** Aliases by the model that they point at, where there are any. */
    Map<String, List<String>> aliasesOf(List<String> ids) {
        Map<String, List<String>> aliases = new HashMap<>();
        if (!ids.isEmpty()) {
            database.sql("select model_id, alias from model_alias where model_id in (:ids) order by alias")
                    .param("ids", ids)
                    .query(row -> {
                        aliases.computeIfAbsent(row.getString("model_id"), id -> new ArrayList<>())
                                .add(row.getString("alias"));
                    });
        }
        return aliases;
    }

    /**
     * Points an alias at a model; whoever asks meanwhile gets the model of before or this one.
     *
     * @return false where the model has been deleted
     * @throws ProblemException 422 where it cannot be an alias
     */
    boolean move(String tenant, String name, String alias, String id) {
        if (!ALIAS.matcher(alias).matches() || alias.equals(LATEST)) {
            String message =
                    "An alias is 1 to 64 of a-z, 0-9, - and _, begins with a letter and is not \"latest\", was "
                            + ProblemException.abbreviate(alias);
            throw ProblemException.unprocessable(new Fault("/alias", "INVALID", message));
        }
        try {
            return point(tenant, name, alias, id);
        } catch (DuplicateKeyException e) { // somebody else has made it
            return point(tenant, name, alias, id);
        }
    }

    private boolean point(String tenant, String name, String alias, String id) {
        return Boolean.TRUE.equals(transactions.execute(tx -> {
            boolean there = holds.hold(Models.TABLE, id);
            if (there && update(tenant, name, alias, id) == 0) {
                database.sql("""
                                insert into model_alias (tenant, name, alias, model_id, moved_at)
                                values (:tenant, :name, :alias, :id, :now)
                                """)
                        .param("tenant", tenant)
                        .param("name", name)
                        .param("alias", alias)
                        .param("id", id)
                        .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                        .update();
            }
            return there;
        }));
    }

    private int update(String tenant, String name, String alias, String id) {
        return database.sql(
                        "update model_alias set model_id = :id, moved_at = :now where tenant = :tenant and name = :name and alias = :alias")
                .param("tenant", tenant)
                .param("name", name)
                .param("alias", alias)
                .param("id", id)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Removes an alias of a model; false where it has none such. */
    boolean remove(String alias, String id) {
        return database.sql("delete from model_alias where alias = :alias and model_id = :id")
                        .param("alias", alias)
                        .param("id", id)
                        .update()
                > 0;
    }
}
