package regatta.worker;

/**
 * Decides when to send unacknowledged reports again, because a report or its acknowledgement may be
 * lost. Repeated reports make a slow link slower, so each try waits longer than the try before.
 */
final class Resend {
    private static final int FIRST_TICKS = 3;
    private static final int MAX_TICKS = 30;

    private long oldest;
    private int ticks;
    private int patience = FIRST_TICKS;

    /**
     * Counts one interval between two hellos; returns whether to send the unacknowledged reports
     * again now.
     *
     * @param oldestNow the sequence number of the oldest unacknowledged report; 0 if every report
     *     is acknowledged
     */
    boolean tick(long oldestNow) {
        ticks = oldestNow == oldest ? ticks + 1 : 0;
        oldest = oldestNow;
        if (oldest == 0 || ticks < patience) {
            return false;
        }
        patience = Math.min(2 * patience, MAX_TICKS);
        ticks = 0;
        return true;
    }

    /**
     * Sets the wait before the next try back to the shortest wait, because the coordinator
     * acknowledged a report.
     */
    void progress() {
        patience = FIRST_TICKS;
    }
}
