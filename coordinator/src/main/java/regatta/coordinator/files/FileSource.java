package regatta.coordinator.files;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import regatta.protocol.FileRequest;
import regatta.workload.TaskFile;

/** A file that was found, and a way to read its pieces. Safe from any thread. */
public final class FileSource {
    /**
     * How many pieces one reader requests ahead. Together these pieces take half a megabyte of
     * memory.
     */
    private static final int AHEAD = 8;

    private final TaskFile file;
    private final Pieces pieces;

    FileSource(TaskFile file, Pieces pieces) {
        this.file = file;
        this.pieces = pieces;
    }

    /** Reads a piece. The stage fails when the piece cannot be read. */
    interface Pieces {
        CompletionStage<ByteString> read(long offset, int length);
    }

    public TaskFile file() {
        return file;
    }

    /**
     * Streams a range of the file. The stream requests a piece only when the reader is ready for
     * the piece. The stream fails when a piece cannot be read, so a truncated file never looks
     * complete.
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
