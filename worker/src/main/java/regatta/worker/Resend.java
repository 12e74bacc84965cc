package regatta.worker;

/**
 * When to send unacknowledged reports again: a report or its acknowledgement may have been lost,
 * but a slow link is not made faster by saying everything twice, so each try is more patient.
 */
final class Resend {
    private static final int FIRST_TICKS = 3;
    private static final int MAX_TICKS = 30;

    private long oldest;
    private int ticks;
    private int patience = FIRST_TICKS;

    /**
     * Counts a tick; returns whether to send again.
     *
     * @param oldestNow sequence of the oldest unacknowledged report, 0 for none
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

    /** Something was acknowledged. */
    void progress() {
        patience = FIRST_TICKS;
    }
}
