package regatta.comparison.plan;

/**
 * What went on around a round.
 *
 * @param others the part, 0 to 1, of the slot time of its machines that jobs of others used
 * @param foreignSeconds processor time that programs other than Regatta's nodes had on the
 *     coordinator's machine; below 0 within what clocks resolve
 * @param processorSeconds processor time of that machine that passed, over all processors; 0 where
 *     it is not known
 * @param cores of the machines whose workers ran it; 0 where not known
 * @param elapsedSeconds from its submission to its end, waiting for others included
 */
public record Conditions(
        double others,
        double foreignSeconds,
        double processorSeconds,
        int cores,
        double elapsedSeconds) {
    public Conditions {
        if (!(others >= 0 && others <= 1)) {
            throw new IllegalArgumentException("others: " + others + " is not 0 to 1");
        }
    }

    /** The part of the processor time that other programs had, 0 to 1; −1 where not known. */
    public double foreign() {
        return processorSeconds <= 0 ? -1 : Math.clamp(foreignSeconds / processorSeconds, 0, 1);
    }
}
