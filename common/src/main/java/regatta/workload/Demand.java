package regatta.workload;

/** What a workload's tasks mostly do while they run. */
public enum Demand {
    /** They keep a core busy, so more slots than cores do not help. */
    COMPUTING,
    /** They wait for something elsewhere, so many slots can share a core. */
    WAITING
}
