package regatta.comparison.plan;

/** How sure a verdict is. */
public enum Level {
    /** With an error of 1 %, no other arm is more than 3 % faster than the one to use. */
    CERTAIN("Certain"),
    /** With an error of 5 %, no other arm is more than 10 % faster. */
    LIKELY("Likely"),
    /** The rounds do not tell which arm is fastest. */
    CANNOT_BE_TOLD("Cannot be told"),
    /** Something made the rounds unfit to judge by, or no arm is fit, whatever they measured. */
    NOT_FIT("Not fit to judge");

    private final String words;

    Level(String words) {
        this.words = words;
    }

    /** For people, at the beginning of a sentence. */
    public String words() {
        return words;
    }
}
