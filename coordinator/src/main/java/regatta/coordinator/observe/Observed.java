package regatta.coordinator.observe;

/** What observers have gathered; any thread may read it. */
public record Observed(Metrics metrics, Lanes lanes, FileBytes files) {}
