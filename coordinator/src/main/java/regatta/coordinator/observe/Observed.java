package regatta.coordinator.observe;

/**
 * The observers from which the HTTP API reads metrics, lanes and sizes of files; any thread may
 * read these observers.
 */
public record Observed(Metrics metrics, Lanes lanes, FileBytes files) {}
