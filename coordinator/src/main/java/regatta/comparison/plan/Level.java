package regatta.comparison.plan;

/** How sure a verdict is. */
public enum Level {
    /**
     * No other arm is more than 3 % faster than the recommended arm. The probability that this
     * statement is wrong is at most 1 %.
     */
    CERTAIN("Certain"),
    /**
     * No other arm is more than 10 % faster than the recommended arm. The probability that this
     * statement is wrong is at most 5 %.
     */
    LIKELY("Likely"),
    /** The rounds do not tell which arm is fastest. */
    CANNOT_BE_TOLD("Cannot be told"),
    /**
     * No verdict is possible, whatever times were measured: something made the rounds unfit, or no
     * arm is fit.
     */
    NOT_FIT("Not fit to judge");

    private final String words;

    Level(String words) {
        this.words = words;
    }

    /** Returns the level in words for people, as the start of a sentence. */
    public String words() {
        return words;
    }
}
