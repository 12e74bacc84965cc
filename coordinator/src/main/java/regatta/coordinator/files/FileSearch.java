package regatta.coordinator.files;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.util.ByteString;
import regatta.coordinator.api.LeftFile;
import regatta.protocol.FileReply;
import regatta.protocol.FileRequest;
import regatta.workload.JobFiles;
import regatta.workload.TaskFile;
import regatta.workload.Workload;
import regatta.workload.Workloads;

/**
 * Looks for files: first in this machine's own directory, then at the worker that made it, then at
 * all others. Safe from any thread; no stage runs on the coordinator's actor.
 */
public final class FileSearch {
    /** A gigabyte may have to be read before a node can tell that it has the file. */
    private static final Duration FIND = Duration.ofSeconds(30);

    private static final Duration PIECE = Duration.ofSeconds(30);

    private final ActorSystem<?> system;
    private final Workloads workloads;
    private final Executor disk;

    public FileSearch(ActorSystem<?> system, Workloads workloads) {
        this.system = system;
        this.workloads = workloads;
        this.disk = system.dispatchers().lookup(DispatcherSelector.blocking());
    }

    /** Finds who has a file; empty where nobody who can be asked has it. */
    public CompletionStage<Optional<FileSource>> find(LeftFile left) {
        return CompletableFuture.supplyAsync(() -> here(left), disk)
                .thenCompose(here ->
                        here.isPresent()
                                ? CompletableFuture.completedStage(here)
                                : first(left)
                                        .thenCompose(found ->
                                                found.isPresent()
                                                        ? CompletableFuture.completedStage(found)
                                                        : any(left)));
    }

    private Optional<FileSource> here(LeftFile left) {
        JobFiles files = workloads.find(left.kind()).flatMap(Workload::files).orElse(null);
        if (files == null
                || !(files.find(left.job().value(), left.file())
                        instanceof JobFiles.Found.Here(String stamp))) {
            return Optional.empty();
        }
        return Optional.of(
                new FileSource(
                        left.file(),
                        (offset, length) ->
                                CompletableFuture.supplyAsync(
                                        () -> read(files, left, stamp, offset, length), disk)));
    }

    private static ByteString read(
            JobFiles files, LeftFile left, String stamp, long offset, int length) {
        try {
            return ByteString.fromArrayUnsafe(
                    files.read(left.job().value(), left.file().name(), stamp, offset, length));
        } catch (IOException failure) {
            throw new CompletionException(failure);
        }
    }

    private CompletionStage<Optional<FileSource>> first(LeftFile left) {
        return left.maker()
                .map(maker -> at(maker.files(), left))
                .orElse(CompletableFuture.completedStage(Optional.empty()));
    }

    private CompletionStage<Optional<FileSource>> any(LeftFile left) {
        List<CompletableFuture<Optional<FileSource>>> asked = new ArrayList<>();
        left.others().forEach(other -> asked.add(at(other.files(), left).toCompletableFuture()));
        CompletableFuture<Optional<FileSource>> result = new CompletableFuture<>();
        // The first that has it answers for all; the slow and the dead are not waited for.
        for (CompletableFuture<Optional<FileSource>> one : asked) {
            var _ =
                    one.thenAccept(found -> {
                        if (found.isPresent()) {
                            boolean _ = result.complete(found);
                        }
                    });
        }
        var _ =
                CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                        .thenRun(() -> result.complete(Optional.empty()));
        return result;
    }

    private CompletionStage<Optional<FileSource>> at(ActorRef<FileRequest> files, LeftFile left) {
        TaskFile file = left.file();
        return this.ask(
                        files,
                        FIND,
                        replyTo ->
                                new FileRequest.Find(
                                        left.job(),
                                        left.kind(),
                                        file.name(),
                                        file.bytes(),
                                        file.sha256(),
                                        replyTo))
                .thenApply(reply ->
                        reply instanceof FileReply.Here(String stamp)
                                ? Optional.of(remote(files, left, stamp))
                                : Optional.<FileSource>empty())
                .exceptionally(_ -> Optional.empty());
    }

    private FileSource remote(ActorRef<FileRequest> files, LeftFile left, String stamp) {
        return new FileSource(
                left.file(),
                (offset, length) ->
                        ask(
                                        files,
                                        PIECE,
                                        replyTo ->
                                                new FileRequest.Read(
                                                        left.job(),
                                                        left.kind(),
                                                        left.file().name(),
                                                        stamp,
                                                        offset,
                                                        length,
                                                        replyTo))
                                .thenApply(FileSearch::bytes));
    }

    private static ByteString bytes(FileReply reply) {
        return switch (reply) {
            case FileReply.Piece(var bytes) -> ByteString.fromArrayUnsafe(bytes.bytes());
            case FileReply.Unreadable(String why) ->
                    throw new CompletionException(new IOException(why));
            case FileReply.Here _, FileReply.Missing _, FileReply.Changed _ ->
                    throw new IllegalStateException("no piece of a file: " + reply);
        };
    }

    private CompletionStage<FileReply> ask(
            ActorRef<FileRequest> files,
            Duration within,
            Function<ActorRef<FileReply>, FileRequest> request) {
        CompletableFuture<FileReply> own = new CompletableFuture<>();
        AskPattern.ask(files, request, within, system.scheduler())
                .whenCompleteAsync(
                        (reply, failure) -> {
                            if (failure == null) {
                                own.complete(reply);
                            } else {
                                own.completeExceptionally(failure);
                            }
                        },
                        system.executionContext());
        return own;
    }
}
