package regatta.protocol;

/**
 * The slots that a worker offers. They are numbered from 0: first those for any workload, then
 * those for workloads that compute, then those for workloads that wait.
 *
 * @param any slots that take any workload (in-process workers, child processes)
 * @param computing slots for workloads that compute (worker nodes)
 * @param waiting slots for workloads that wait (worker nodes)
 */
public record SlotOffer(int any, int computing, int waiting) {
    public static final int MAX = 4_096;

    public SlotOffer {
        if (any < 0 || computing < 0 || waiting < 0) {
            throw new IllegalArgumentException("numbers of slots must not be negative");
        }
        if ((long) any + computing + waiting > MAX || any + computing + waiting == 0) {
            throw new IllegalArgumentException("a worker offers 1 to " + MAX + " slots");
        }
    }

    public static SlotOffer any(int slots) {
        return new SlotOffer(slots, 0, 0);
    }

    public int total() {
        return any + computing + waiting;
    }
}
