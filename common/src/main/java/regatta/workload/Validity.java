package regatta.workload;

/** The result of a check whether an output is what its spec asks for. */
public sealed interface Validity {

    /** The output is right, as far as the workload can tell. */
    record Right() implements Validity {}

    /**
     * The output is wrong, so reports show no figure of the output's run.
     *
     * @param why a phrase that names what is wrong, such as {@code target 3 (10): 284, not 285}
     */
    record Wrong(String why) implements Validity {}

    /**
     * The run did what the spec says, but in a bad way. Reports show the run's figures, but never
     * recommend the run's arm.
     *
     * @param why a phrase such as {@code lost 812 of 1000 updates}
     */
    record Unfit(String why) implements Validity {}
}
