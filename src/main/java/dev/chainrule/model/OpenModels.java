package dev.chainrule.model;

import dev.chainrule.web.ProblemException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** Keeps the networks of the models asked last in memory, so that one row is answered without reading a file. */
@Component
final class OpenModels implements DisposableBean {

    private static final int KEPT = 4;

    private final Models models;
    private final ModelNames names;
    private final Map<String, OpenModel> open = new LinkedHashMap<>(KEPT, 0.75f, true);

    OpenModels(Models models, ModelNames names) {
        this.names = names;
        this.models = models;
    }

    /**
     * Lets a function use a model.
     *
     * @throws dev.chainrule.web.ProblemException 404 where there is none
     */
    <T> T use(String reference, Function<OpenModel, T> function) {
        String id = names.resolve(reference).orElseThrow(() -> ProblemException.notFound("model", reference));
        OpenModel model = enter(id);
        try {
            return function.apply(model);
        } finally {
            model.leave();
        }
    }

    private OpenModel enter(String id) {
        synchronized (open) {
            OpenModel known = open.get(id);
            if (known != null && known.enter()) {
                return known;
            }
        }
        OpenModel opened = new OpenModel(models.open(id));
        opened.enter();
        synchronized (open) {
            OpenModel other = open.put(id, opened);
            if (other != null) {
                other.evict();
            }
            if (open.size() > KEPT) {
                forget(open.keySet().iterator().next());
            }
        }
        return opened;
    }

    /** Drops a model: it was deleted, or others are asked more. */
    void forget(String id) {
        synchronized (open) {
            OpenModel model = open.remove(id);
            if (model != null) {
                model.evict();
            }
        }
    }

    @Override
    public void destroy() {
        synchronized (open) {
            open.values().forEach(OpenModel::evict);
            open.clear();
        }
    }
}
