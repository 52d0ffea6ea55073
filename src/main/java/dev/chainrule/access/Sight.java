package dev.chainrule.access;

import java.util.HexFormat;
import java.util.Map;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Whose things a query may touch. Every query for a caller takes one, so that what is another's is as good as absent.
 *
 * @param all whether everybody's
 * @param tenant whose, where not everybody's; and to whom belongs what is made
 */
public record Sight(boolean all, String tenant) {

    /** What belongs to no key of its own: made without keys, by admins, or before there were owners. */
    public static final String NOBODYS = "";

    /** Of workers and of all else that no request asks for. */
    private static final Sight EVERYTHING = new Sight(true, NOBODYS);

    /** Condition on a row of a table with a column {@code tenant}; takes {@link #params()}. */
    public static final String CONDITION = "(:sightAll or tenant = :sightTenant)";

    /** The same in a repository's SQL that takes a {@code sight}. */
    public static final String OF_ROW = "(:#{#sight.all()} = true or tenant = :#{#sight.tenant()})";

    /** That of the caller of the current request; everything where this thread serves none. */
    public static Sight now() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? Caller.of(attributes.getRequest()).sight()
                : EVERYTHING;
    }

    /** Of the names in {@link #CONDITION}. */
    public Map<String, Object> params() {
        return Map.of("sightAll", all, "sightTenant", tenant);
    }

    /** A text that is unique for each owner, out of one that is unique among one owner's. */
    public String apart(String text) {
        return tenant.equals(NOBODYS) ? text : HexFormat.of().formatHex(Digests.sha256(tenant + "\n" + text));
    }
}
