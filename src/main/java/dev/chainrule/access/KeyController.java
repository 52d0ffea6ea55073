package dev.chainrule.access;

import dev.chainrule.web.AnswersCreated;
import dev.chainrule.web.AnswersNoContent;
import dev.chainrule.web.BodyOf;
import dev.chainrule.web.ProblemException;
import dev.chainrule.web.SpecReader;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Keys over HTTP, for admins: made, listed, revoked. A key is shown once, when it is made. */
@RestController
@RequestMapping("/api/v1/keys")
@Needs(Scope.ADMIN)
final class KeyController {

    private static final int MOST_LIVE = 1_000;
    private static final int MOST_SHOWN = 2_000;

    private final KeyRing keys;
    private final KeyTable table;

    KeyController(KeyRing keys, KeyTable table) {
        this.keys = keys;
        this.table = table;
    }

    /** Makes a key. It is in this answer and nowhere else. */
    @AnswersCreated
    @PostMapping
    ResponseEntity<KeyView> make(@RequestBody @BodyOf(KeyRequest.class) JsonNode body) {
        KeyRequest request = SpecReader.read(body, KeyRequest.class);
        if (keys.isOff()) {
            throw conflict(
                    "KEYS_OFF",
                    "This service asks nobody for a key; configure one in chainrule.access.api-keys first.");
        }
        if (table.live() >= MOST_LIVE) {
            throw conflict("TOO_MANY_KEYS", "There are " + MOST_LIVE + " keys; revoke one first.");
        }
        Secret secret = Secret.make();
        KeyRow row = table.insert(secret, request);
        return ResponseEntity.created(URI.create("/api/v1/keys/" + row.id())).body(KeyView.of(row, secret));
    }

    private static ProblemException conflict(String code, String detail) {
        return ProblemException.of(HttpStatus.CONFLICT, code, detail);
    }

    /** The newest keys, without what would open anything. */
    @GetMapping
    KeyView.KeyList list() {
        return new KeyView.KeyList(table.newest(MOST_SHOWN).stream()
                .map(row -> KeyView.of(row, null))
                .toList());
    }

    @GetMapping("/{id}")
    KeyView get(@PathVariable String id) {
        return KeyView.of(table.find(id).orElseThrow(() -> ProblemException.notFound("key", id)), null);
    }

    /** Revokes a key, for good: the next call with it is refused by every instance. */
    @AnswersNoContent
    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(@PathVariable String id) {
        if (!table.revoke(id)) {
            throw ProblemException.notFound("key", id);
        }
        return ResponseEntity.noContent().build();
    }
}
