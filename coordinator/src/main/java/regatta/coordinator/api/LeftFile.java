package regatta.coordinator.api;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import regatta.protocol.FileRequest;
import regatta.protocol.JobId;
import regatta.workload.TaskFile;

/**
 * A file that a task left, and the workers that can be asked for it.
 *
 * @param kind the kind of the workload whose task left the file
 * @param worker the worker that ran the task
 * @param remote whether {@code worker} is a worker node, which may keep its files in a directory
 *     that the coordinator cannot read
 * @param maker the holder that stands for {@code worker}; empty if {@code worker} cannot be asked
 *     for the file
 * @param others the other workers that can be asked for the file. If {@code worker} restarted, it
 *     may be among the others under another id.
 */
public record LeftFile(
        JobId job,
        String kind,
        TaskFile file,
        String worker,
        boolean remote,
        Optional<Holder> maker,
        List<Holder> others) {
    public LeftFile {
        others = List.copyOf(others);
    }

    /** A worker that can be asked for files. */
    public record Holder(String worker, ActorRef<FileRequest> files) {}

    /** The answer to a request for a task's file. */
    public sealed interface Lookup {
        record Left(LeftFile file) implements Lookup {}

        /** The task left no file and never will. */
        record NoFile(String why) implements Lookup {}

        /** The task has not ended. */
        record NotYet(String why) implements Lookup {}
    }
}
