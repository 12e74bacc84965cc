package regatta.workload;

import java.io.IOException;

/**
 * The side that is to blame for a failure, as far as the attempt itself can tell.
 *
 * <p>A failure counts against a task only if the task alone caused the failure. A failure of a node
 * or of an origin (a remote server) would hit every other task as well, so the coordinator counts
 * this failure against the node or origin instead.
 */
public enum FailureSide {
    /** The task itself, which would fail on every other node, too. */
    TASK,
    /**
     * The origin, which refused or broke off the connection, or answered that the origin is busy or
     * out of service.
     */
    ORIGIN,
    /**
     * Either the node or the origin, because the node got no answer from the origin or from a name
     * server: the cause may be the node, the origin or a link between node and origin. If another
     * node reaches the origin, this node is to blame. If this node reaches other origins, the
     * origin is to blame.
     */
    LINK,
    /** The node, whose disk, network, proxy, descriptors or memory failed. */
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
