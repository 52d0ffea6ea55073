package dev.chainrule.job;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How many jobs this instance trains side by side. */
@Component
final class Crew {

    private final int workers;

    /**
     * @param workers 0 is one for each core
     * @param role a server has none
     */
    @Autowired
    Crew(@Value("${chainrule.workers:0}") int workers, @Value("${chainrule.role:all}") Role role) {
        int wanted = workers > 0 ? workers : Runtime.getRuntime().availableProcessors();
        this.workers = role == Role.SERVER ? 0 : wanted;
    }

    int workers() {
        return workers;
    }
}
