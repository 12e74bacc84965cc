package regatta.comparison.plan;

/**
 * The reasons why a round counts as disturbed. A disturbed round does not count, and runs again up
 * to three times.
 */
public enum Disturbance {
    /** Other jobs used slot time of the round's machines. */
    OTHER_JOBS("jobs of others ran", "Let the other jobs end"),
    /** Other programs took cores that the round could have used. */
    CORES_TAKEN("other programs took cores", "Stop the other programs"),
    /** A node stood still, because its process was stopped or its machine was frozen. */
    STOOD_STILL("a node stood still", "Keep its machines awake"),
    /**
     * A quota of processor time held the round back, but did not hold back most rounds of the same
     * arm.
     */
    THROTTLED("a quota was used up", "Give it a larger quota"),
    /** A worker of the round's mode was lost. */
    WORKER_LOST("a worker was lost", "Find out why workers are lost"),
    /** The round repeated attempts, although few rounds of the same arm repeat attempts. */
    REPEATED("attempts failed and were repeated", "Find out why attempts fail");

    private final String words;
    private final String remedy;

    Disturbance(String words, String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    /** Returns what happened, as the middle of a sentence for people. */
    public String words() {
        return words;
    }

    /**
     * Returns what the user must do against the disturbance, as the start of a sentence for people.
     */
    String remedy() {
        return remedy;
    }
}
