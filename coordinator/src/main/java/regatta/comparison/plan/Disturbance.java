package regatta.comparison.plan;

/**
 * What disturbed a round, so that it does not count while an undisturbed one can take its place.
 */
public enum Disturbance {
    /** Jobs of others used slot time of its machines. */
    OTHER_JOBS("jobs of others ran", "Let the other jobs end"),
    /** Programs other than Regatta's took cores that it could have used. */
    CORES_TAKEN("other programs took cores", "Stop the other programs"),
    /** A node was stopped, or its machine was frozen. */
    STOOD_STILL("a node stood still", "Keep its machines awake"),
    /** A quota held it back, but not most rounds of its arm. */
    THROTTLED("a quota was used up", "Give it a larger quota"),
    /** A worker was lost. */
    WORKER_LOST("a worker was lost", "Find out why workers are lost"),
    /** It repeated attempts, but no other round of its arm did. */
    REPEATED("attempts failed and were repeated", "Find out why attempts fail");

    private final String words;
    private final String remedy;

    Disturbance(String words, String remedy) {
        this.words = words;
        this.remedy = remedy;
    }

    /** For people: what happened, to go on a sentence with. */
    public String words() {
        return words;
    }

    /** For people: the one thing to do, to begin a sentence with. */
    String remedy() {
        return remedy;
    }
}
