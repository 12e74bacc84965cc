package regatta.comparison.plan;

/**
 * What went on around a round.
 *
 * @param others the part, 0 to 1, of the slot time of its machines that jobs of others used
 * @param foreignSeconds processor time that programs other than Regatta's nodes had on the cores
 *     that the coordinator may use; below 0 within what clocks resolve
 * @param processorSeconds processor time that passed on these cores, over all of them; 0 where it
 *     is not known
 * @param cores that its workers could keep busy on all their machines: a fraction where a quota
 *     says so; 0 where not known
 * @param elapsedSeconds from its submission to its end, waiting for others included
 * @param stoodStillSeconds for which the coordinator's process stood still
 * @param lostWorkers of its mode that were lost meanwhile
 */
public record Conditions(
        double others,
        double foreignSeconds,
        double processorSeconds,
        double cores,
        double elapsedSeconds,
        double stoodStillSeconds,
        int lostWorkers) {
    public Conditions {
        if (!(others >= 0 && others <= 1)) {
            throw new IllegalArgumentException("others: " + others + " is not 0 to 1");
        }
    }

    /** The conditions of a round in which nothing was lost and nothing stood still. */
    public Conditions(
            double others,
            double foreignSeconds,
            double processorSeconds,
            double cores,
            double elapsedSeconds) {
        this(others, foreignSeconds, processorSeconds, cores, elapsedSeconds, 0, 0);
    }

    /** The part of the processor time that other programs had, 0 to 1; −1 where not known. */
    public double foreign() {
        return processorSeconds <= 0 ? -1 : Math.clamp(foreignSeconds / processorSeconds, 0, 1);
    }

    /** How many cores the coordinator may run on; 1 where not known. */
    double processors() {
        return processorSeconds <= 0 || elapsedSeconds <= 0
                ? 1
                : Math.max(1, Math.rint(processorSeconds / elapsedSeconds));
    }

    /**
     * The part, 0 to 1, of the cores that so many slots could use which other programs left them
     * none of: what others use of cores that would be idle takes nothing.
     */
    double coresTaken(int slots) {
        double here = cores > 0 ? Math.min(cores, processors()) : processors();
        double usable = elapsedSeconds * Math.min(slots, here);
        if (processorSeconds <= 0 || usable <= 0) {
            return 0;
        }
        double left = processorSeconds - Math.max(0, foreignSeconds);
        return Math.clamp((usable - left) / usable, 0, 1);
    }
}
