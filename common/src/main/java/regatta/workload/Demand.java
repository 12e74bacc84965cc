package regatta.workload;

/** What a workload's tasks mostly do while they run. */
public enum Demand {
    /** Tasks keep a core busy, so more slots than cores do not help. */
    COMPUTING,
    /** Tasks wait for something outside of this JVM, so many slots can share a core. */
    WAITING
}
