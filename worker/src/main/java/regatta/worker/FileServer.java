package regatta.worker;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import regatta.protocol.FileReply;
import regatta.protocol.FileRequest;
import regatta.protocol.Payload;
import regatta.workload.JobFiles;
import regatta.workload.TaskFile;
import regatta.workload.Workload;
import regatta.workload.Workloads;

/**
 * Answers requests for the files that tasks wrote on this node. A reply carries at most one piece
 * of a file.
 *
 * <p>Separate threads read the disk, so that no actor waits for the disk.
 */
final class FileServer {
    private final Workloads workloads;

    private FileServer(Workloads workloads) {
        this.workloads = workloads;
    }

    static Behavior<FileRequest> create(Workloads workloads) {
        FileServer server = new FileServer(workloads);
        return Behaviors.setup(context -> {
            Executor disk = context.getSystem().dispatchers().lookup(DispatcherSelector.blocking());
            // A peer may send any object that Pekko can deserialize. The actor drops an object that
            // is not a request.
            return Behaviors.receive(FileRequest.class)
                    .onMessage(
                            FileRequest.class,
                            request -> {
                                disk.execute(() -> server.answer(request));
                                return Behaviors.same();
                            })
                    .build();
        });
    }

    private void answer(FileRequest request) {
        switch (request) {
            case FileRequest.Find find -> find.replyTo().tell(find(find));
            case FileRequest.Read read -> read.replyTo().tell(read(read));
        }
    }

    private FileReply find(FileRequest.Find find) {
        TaskFile wanted = new TaskFile(find.name(), find.bytes(), find.sha256());
        Optional<JobFiles> files = files(find.kind());
        return files.isEmpty()
                ? new FileReply.Missing()
                : switch (files.get().find(find.job().value(), wanted)) {
                    case JobFiles.Found.Here(String stamp) -> new FileReply.Here(stamp);
                    case JobFiles.Found.Missing _ -> new FileReply.Missing();
                    case JobFiles.Found.Changed _ -> new FileReply.Changed();
                };
    }

    private FileReply read(FileRequest.Read read) {
        Optional<JobFiles> files = files(read.kind());
        if (files.isEmpty()) {
            return new FileReply.Unreadable("this node cannot send it");
        }
        try {
            byte[] piece =
                    files.get()
                            .read(
                                    read.job().value(),
                                    read.name(),
                                    read.stamp(),
                                    read.offset(),
                                    read.length());
            return new FileReply.Piece(new Payload(piece));
        } catch (IOException failure) {
            return new FileReply.Unreadable(String.valueOf(failure.getMessage()));
        }
    }

    private Optional<JobFiles> files(String kind) {
        return workloads.find(kind).flatMap(Workload::files);
    }
}
