package regatta.protocol;

/**
 * The slots that a worker offers. The numbers of the slots begin at 0: first come the slots for any
 * workload, then the slots for workloads that compute, then the slots for workloads that wait.
 *
 * @param any how many slots take any workload; only workers in the coordinator's JVM and in child
 *     processes offer these slots
 * @param computing how many slots take only workloads that compute; only worker nodes offer these
 *     slots
 * @param waiting how many slots take only workloads that wait; only worker nodes offer these slots
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
