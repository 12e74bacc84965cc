package regatta.workload;

import java.io.IOException;

/**
 * The side that is to blame for a failure, as far as the attempt itself can tell.
 *
 * <p>A failure counts against a task only if the task alone caused it. A failure of a node or of an
 * origin (a remote server) would hit every other task as well, so the coordinator counts it against
 * that node or origin instead.
 */
public enum FailureSide {
    /** The task itself, which would fail on every other node, too. */
    TASK,
    /**
     * The origin. It refused the connection, broke it off, or answered that it is busy or out of
     * service.
     */
    ORIGIN,
    /**
     * Either side, because nothing answered: the cause may be the node, the origin or a link
     * between them. If another node reaches that origin, the node is to blame. If this node reaches
     * other origins, the origin is to blame.
     */
    LINK,
    /** The node, whose disk, name resolution, network, proxy, descriptors or memory failed. */
    NODE;

    /** Returns the side of an I/O failure that the workload did not classify. */
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
