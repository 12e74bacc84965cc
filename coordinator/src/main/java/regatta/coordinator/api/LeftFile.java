package regatta.coordinator.api;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import regatta.protocol.FileRequest;
import regatta.protocol.JobId;
import regatta.workload.TaskFile;

/**
 * A file that a task left, and who can be asked for it.
 *
 * @param kind the workload that left it
 * @param worker who ran the task
 * @param remote whether that worker kept its files itself, as opposed to in this machine's
 *     directory
 * @param maker that worker, when it can be asked
 * @param others the other workers that can be asked: one may have been that worker before it was
 *     started again
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

    /** What there is to say about a task's file. */
    public sealed interface Lookup {
        record Left(LeftFile file) implements Lookup {}

        /** It left none and never will. */
        record NoFile(String why) implements Lookup {}

        /** It has not ended. */
        record NotYet(String why) implements Lookup {}
    }
}
