package regatta.coordinator.files;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import regatta.protocol.FileRequest;
import regatta.workload.TaskFile;

/** A file that was found, and how its pieces are had; safe from any thread. */
public final class FileSource {
    /** Pieces on their way to one reader: together half a megabyte, also of its memory. */
    private static final int AHEAD = 8;

    private final TaskFile file;
    private final Pieces pieces;

    FileSource(TaskFile file, Pieces pieces) {
        this.file = file;
        this.pieces = pieces;
    }

    /** Reads a piece; fails when it cannot be had. */
    interface Pieces {
        CompletionStage<ByteString> read(long offset, int length);
    }

    public TaskFile file() {
        return file;
    }

    /**
     * Streams a range; pieces are asked for only as the reader takes them. It fails when a piece
     * cannot be had, so that what is cut short never looks whole.
     */
    public Source<ByteString, NotUsed> stream(long from, long until) {
        return Source.unfold(
                        from,
                        at ->
                                at >= until
                                        ? Optional.empty()
                                        : Optional.of(
                                                Pair.create(
                                                        Math.min(until, at + FileRequest.MAX_PIECE),
                                                        at)))
                .mapAsync(
                        AHEAD,
                        at -> pieces.read(at, (int) Math.min(FileRequest.MAX_PIECE, until - at)));
    }
}
