package badhouse.job;

/** A name that says nothing, on a class that anybody may extend. */
public class JobManager {}
