package dev.chainrule.job;

import dev.chainrule.history.LiveFeed;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells those who follow a job that its row has changed, once the change is durable. */
@Component
final class LiveNews implements JobNews {

    private final LiveFeed feed;

    LiveNews(LiveFeed feed) {
        this.feed = feed;
    }

    @Override
    public void changed(String jobId) {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            feed.changed(jobId);
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                feed.changed(jobId);
            }
        });
    }
}
