package regatta.coordinator.schedule;

/**
 * Limits how many tasks a second go to a host. The rate rises in small steps and falls by factors,
 * like the rate of TCP's congestion control (RFC 5681). Confined to the schedule.
 *
 * <p>At first the rate doubles each second. After the first overload it rises by a hundredth with
 * each task that the host takes, so that the host refuses a similar share of its tasks whatever
 * rate it can take. An overload halves the rate. If the host took even fewer tasks a second than
 * half the rate, the rate falls further, but at most to a quarter.
 */
final class HostRate {
    private static final double SECOND = 1e9;
    private static final double FIRST = 2;
    private static final double LEAST = 0.2;
    private static final double UNLIMITED = 1_000;
    private static final double RISE = 0.01;

    /**
     * The least rise of the rate with a task, for each second since the task before, at most one.
     */
    private static final double LEAST_RISE = 0.02;

    private static final double FALL = 0.5;
    private static final double BELOW_TAKEN = 0.9;

    /**
     * For how many seconds the host may save up tasks that were allowed but did not come. All saved
     * tasks may go to the host at the same time. Within this number of seconds, the schedule checks
     * each host at least once.
     */
    private static final double BURST_SECONDS = 0.1;

    private double rate = FIRST;
    private boolean fell;
    private double allowed;
    private long allowedAt;
    private long roseAt;
    private long begunAt;
    private long taken;

    /** Begins to limit the rate, because the host has taken a task again after refusals. */
    void begin(long now) {
        allowed = 1;
        allowedAt = now;
        roseAt = now;
        begunAt = now;
        taken = 0;
    }

    /** Counts a task that the host took, and raises the rate. */
    void rise(long now) {
        taken++;
        double seconds = Math.min(1, (now - roseAt) / SECOND);
        earn(now);
        roseAt = now;
        rate =
                fell
                        ? rate + Math.max(LEAST_RISE * seconds, RISE * rate)
                        : rate * Math.pow(2, seconds);
    }

    /** Lowers the rate, because the host is overloaded. */
    void fall(long now) {
        double seconds = Math.max(1, (now - begunAt) / SECOND);
        fell = true;
        double below = Math.min(FALL * rate, BELOW_TAKEN * taken / seconds);
        rate = Math.max(LEAST, Math.max(FALL * FALL * rate, below));
    }

    boolean allows(long now) {
        earn(now);
        return allowed >= 1;
    }

    void take(long now) {
        earn(now);
        allowed--;
    }

    private void earn(long now) {
        double most = Math.max(1, rate * BURST_SECONDS);
        allowed = Math.min(most, allowed + rate * (now - allowedAt) / SECOND);
        allowedAt = now;
    }

    /** Returns whether the rate still rises fast, because the host was never overloaded at it. */
    boolean isSearching() {
        return !fell;
    }

    boolean isUnlimited() {
        return rate >= UNLIMITED;
    }
}
