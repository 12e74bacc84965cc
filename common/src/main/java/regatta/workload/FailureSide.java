package regatta.workload;

import java.io.IOException;

/**
 * Whose a failure is, as far as the attempt itself can tell.
 *
 * <p>A task pays only for what it alone did. What a node or an origin did would meet every other
 * task as well, so whoever schedules charges it to that node or origin.
 */
public enum FailureSide {
    /** The task itself failed, wherever it runs. */
    TASK,
    /** What the task asked answered, but not with what the task needs: it is away or busy. */
    ORIGIN,
    /**
     * Nothing answered, so that the node, the origin or a link between them may be the cause. The
     * node is, where another node reaches that origin; the origin is, where this node reaches
     * others.
     */
    LINK,
    /** The node could not do its part: disk, names, network, proxy, descriptors or memory. */
    NODE;

    /** The side of a failure of input or output that the workload did not tell apart. */
    public static FailureSide of(IOException failure) {
        String words = String.valueOf(failure.getMessage());
        boolean node =
                words.contains("Too many open files")
                        || words.contains("No space left on device")
                        || words.contains("Read-only file system")
                        || words.contains("Disk quota exceeded")
                        || words.contains("Cannot allocate memory")
                        || words.contains("Input/output error");
        return node ? NODE : TASK;
    }
}
