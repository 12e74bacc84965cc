package regatta.workload;

/** What a workload's tasks mostly do with the time in which they run. */
public enum Demand {
    /** Keeps a core busy: more slots than cores do not help. */
    COMPUTING,
    /** Waits for something elsewhere: many slots share a core. */
    WAITING
}
