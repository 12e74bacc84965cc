package regatta.coordinator.observe;

/** What observers have gathered, to be read from any thread. */
public record Observed(Metrics metrics, Lanes lanes, FileBytes files) {}
