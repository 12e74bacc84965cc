package regatta.comparison.plan;

/**
 * What else happened on a round's machines while the round ran.
 *
 * @param others the part, 0 to 1, of the machines' slot time that other jobs used
 * @param foreignSeconds processor time that programs other than Regatta's nodes used on the cores
 *     that the coordinator may use. The value can be slightly below 0, because clocks are coarse.
 * @param processorSeconds processor time that passed on the cores that the coordinator may use,
 *     summed over these cores; 0 if unknown
 * @param cores the number of cores that the round's workers could keep busy, over all machines; a
 *     fraction if a quota limits the cores; 0 if unknown
 * @param elapsedSeconds the time from the round's submission to the round's end, including time
 *     spent waiting for other jobs
 * @param stoodStillSeconds how long the coordinator's process stood still
 * @param lostWorkers how many workers of the round's mode were lost
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

    /** Describes a round in which no worker was lost and the coordinator never stood still. */
    public Conditions(
            double others,
            double foreignSeconds,
            double processorSeconds,
            double cores,
            double elapsedSeconds) {
        this(others, foreignSeconds, processorSeconds, cores, elapsedSeconds, 0, 0);
    }

    /** Returns the part of the processor time that other programs used, 0 to 1; −1 if unknown. */
    public double foreign() {
        return processorSeconds <= 0 ? -1 : Math.clamp(foreignSeconds / processorSeconds, 0, 1);
    }

    /** Returns how many cores the coordinator may run on; 1 if unknown. */
    double processors() {
        return processorSeconds <= 0 || elapsedSeconds <= 0
                ? 1
                : Math.max(1, Math.rint(processorSeconds / elapsedSeconds));
    }

    /**
     * Returns which part, 0 to 1, of the cores that {@code slots} slots could use was taken by
     * other programs. Programs that use otherwise idle cores take nothing.
     *
     * <p>The time that passed comes from the clock and not from {@code processorSeconds}. The
     * system counts {@code processorSeconds} in ticks and may miss ticks. A missed tick would look
     * like time that other programs took.
     */
    double coresTaken(int slots) {
        double here = cores > 0 ? Math.min(cores, processors()) : processors();
        double usable = elapsedSeconds * Math.min(slots, here);
        if (processorSeconds <= 0 || usable <= 0) {
            return 0;
        }
        double left = elapsedSeconds * processors() - Math.max(0, foreignSeconds);
        return Math.clamp((usable - left) / usable, 0, 1);
    }
}
