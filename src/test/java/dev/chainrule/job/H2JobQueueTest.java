package dev.chainrule.job;

class H2JobQueueTest extends JobQueueContract {

    private static final JobDatabase DATABASE = JobDatabase.h2();

    @Override
    JobDatabase database() {
        return DATABASE;
    }
}
