package regatta.workload;

/** The result of a check whether an output is what its spec asks for. */
public sealed interface Validity {

    /** The output is right, as far as the workload can tell. */
    record Right() implements Validity {}

    /**
     * The output is wrong, so no figure of its run is shown.
     *
     * @param why a phrase that names what is wrong, such as {@code target 3 (10): 284, not 285}
     */
    record Wrong(String why) implements Validity {}

    /**
     * The run did what its spec says, but its way to do so is bad. Its figures are shown, but its
     * arm is never recommended.
     *
     * @param why a phrase such as {@code lost 812 of 1000 updates}
     */
    record Unfit(String why) implements Validity {}
}
