package regatta.comparison.plan;

/** How sure a verdict is. */
public enum Level {
    /** No other arm is more than 3 % faster; this is wrong in at most one of 100 verdicts. */
    CERTAIN("Certain", "no other is more than 3 %% %s (wrong in at most 1 of 100)"),
    /** No other arm is more than 10 % faster; this is wrong in at most one of 20 verdicts. */
    LIKELY("Likely", "no other is more than 10 %% %s (wrong in at most 1 of 20)"),
    /** The rounds do not tell which arm is fastest. */
    CANNOT_BE_TOLD("Cannot be told", ""),
    /**
     * No verdict is possible, whatever times were measured: something made the rounds unfit, or no
     * arm is fit.
     */
    NOT_FIT("Not fit to judge", "");

    private final String words;
    private final String meaning;

    Level(String words, String meaning) {
        this.words = words;
        this.meaning = meaning;
    }

    /** Returns the level in words for people, as the start of a sentence. */
    public String words() {
        return words;
    }

    /**
     * Returns what the words promise, as a phrase for people; empty if they promise nothing.
     *
     * @param better what the recommended arm is, such as {@code faster}
     */
    public String meaning(String better) {
        return meaning.formatted(better);
    }
}
