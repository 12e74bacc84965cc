package regatta.coordinator.files;

import static org.apache.pekko.actor.typed.DispatcherSelector.fromConfig;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
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
 * Searches for a file: first in this machine's own directory, then at the worker that wrote it,
 * then at all other workers. Safe from any thread. No code of this class runs on the coordinator's
 * actor.
 */
public final class FileSearch {
    /**
     * How long a node may take to answer a search. The node may have to read a gigabyte to find out
     * whether it has the file. If a node takes longer, this search counts the node as silent. When
     * the node has read the file, it can answer the next search immediately.
     */
    private static final Duration FIND = Duration.ofSeconds(15);

    private static final Duration HEDGE = Duration.ofSeconds(1);

    private static final Duration PIECE = Duration.ofSeconds(30);

    private final ActorSystem<?> system;
    private final Workloads workloads;
    private final Executor finding;
    private final Executor reading;
    private final Map<LeftFile, CompletableFuture<Result>> running = new ConcurrentHashMap<>();

    public FileSearch(ActorSystem<?> system, Workloads workloads) {
        this.system = system;
        this.workloads = workloads;
        this.finding = system.dispatchers().lookup(fromConfig("regatta.files.finding"));
        this.reading = system.dispatchers().lookup(fromConfig("regatta.files.reading"));
    }

    /** The result of a search. */
    public sealed interface Result {
        record At(FileSource source) implements Result {}

        /**
         * Every worker that answered lacks the file.
         *
         * @param makerAnswered whether the worker that wrote the file has answered
         * @param silent whether some worker, which may have the file, did not answer in time
         */
        record Nowhere(boolean makerAnswered, boolean silent) implements Result {}
    }

    private sealed interface Answer {
        record Has(FileSource source) implements Answer {}

        record Lacks() implements Answer {}

        record Silent() implements Answer {}

        /** The worker that wrote the file cannot be asked. */
        record Absent() implements Answer {}
    }

    /** Searches for a file. Equal requests at the same time share one search. */
    public CompletionStage<Result> find(LeftFile left) {
        CompletableFuture<Result> fresh = new CompletableFuture<>();
        CompletableFuture<Result> known = running.putIfAbsent(left, fresh);
        if (known != null) {
            return known;
        }
        var _ =
                search(left)
                        .whenComplete((result, failure) -> {
                            running.remove(left);
                            boolean _ =
                                    failure == null
                                            ? fresh.complete(result)
                                            : fresh.completeExceptionally(failure);
                        });
        return fresh;
    }

    private CompletableFuture<Result> search(LeftFile left) {
        return CompletableFuture.supplyAsync(() -> here(left), finding)
                .thenCompose(here ->
                        here.isPresent()
                                ? CompletableFuture.completedFuture(new Result.At(here.get()))
                                : atNodes(left));
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
                                        () -> read(files, left, stamp, offset, length), reading)));
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

    /**
     * Asks the worker that wrote the file. If this worker lacks the file or is slow, asks all other
     * workers, too.
     */
    private CompletableFuture<Result> atNodes(LeftFile left) {
        CompletableFuture<Result> result = new CompletableFuture<>();
        CompletableFuture<Answer> maker =
                left.maker()
                        .map(holder -> at(holder.files(), left))
                        .orElse(CompletableFuture.completedFuture(new Answer.Absent()));
        List<CompletableFuture<Answer>> asked = new ArrayList<>(List.of(maker));
        var _ = maker.thenAccept(answer -> take(answer, result));
        var _ =
                maker.handle((_, _) -> true)
                        .completeOnTimeout(true, HEDGE.toMillis(), TimeUnit.MILLISECONDS)
                        .thenRunAsync(
                                () -> {
                                    if (!result.isDone()) {
                                        askOthers(left, asked, result);
                                    }
                                },
                                system.executionContext());
        return result;
    }

    private void askOthers(
            LeftFile left,
            List<CompletableFuture<Answer>> asked,
            CompletableFuture<Result> result) {
        for (LeftFile.Holder other : left.others()) {
            CompletableFuture<Answer> one = at(other.files(), left);
            asked.add(one);
            var _ = one.thenAccept(answer -> take(answer, result));
        }
        var _ =
                CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                        .thenRun(() -> {
                            boolean answered = asked.getFirst().join() instanceof Answer.Lacks;
                            boolean silent =
                                    asked.stream()
                                            .anyMatch(each -> each.join() instanceof Answer.Silent);
                            boolean _ = result.complete(new Result.Nowhere(answered, silent));
                        });
    }

    private static void take(Answer answer, CompletableFuture<Result> result) {
        if (answer instanceof Answer.Has(FileSource source)) {
            boolean _ = result.complete(new Result.At(source));
        }
    }

    private CompletableFuture<Answer> at(ActorRef<FileRequest> files, LeftFile left) {
        TaskFile file = left.file();
        return ask(
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
                .<Answer>thenApply(reply ->
                        reply instanceof FileReply.Here(String stamp)
                                ? new Answer.Has(remote(files, left, stamp))
                                : new Answer.Lacks())
                .exceptionally(_ -> new Answer.Silent());
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
                    throw new IllegalStateException("expected a piece of a file, got: " + reply);
        };
    }

    private CompletableFuture<FileReply> ask(
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
