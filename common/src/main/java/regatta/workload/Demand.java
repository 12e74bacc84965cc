package regatta.workload;

/** The activity in which a workload's tasks spend most of their time. */
public enum Demand {
    /** Tasks keep a core busy, so more slots than cores do not help. */
    COMPUTING,
    /** Tasks wait for something outside of this JVM, so many slots can share a core. */
    WAITING
}
