package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Asks a node for a file that a task left there, or for a piece of that file. The node remembers
 * nothing between two requests. The asker requests each piece when it has room for the piece.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FileRequest.Find.class, name = "find"),
    @JsonSubTypes.Type(value = FileRequest.Read.class, name = "read"),
})
public sealed interface FileRequest extends WireMessage {
    /** The most bytes of a piece of a file. A message between nodes may have four times as many. */
    int MAX_PIECE = 64 * 1024;

    int MAX_FILE_NAME = 1_024;
    int MAX_STAMP = 256;
    int SHA256_DIGITS = 64;

    /**
     * Asks whether a file with these bytes is there.
     *
     * @param kind the kind of the workload whose task left the file
     * @param sha256 64 hexadecimal digits, lower case
     */
    record Find(
            JobId job,
            String kind,
            String name,
            long bytes,
            String sha256,
            ActorRef<FileReply> replyTo)
            implements FileRequest {
        public Find {
            Checks.there("job", job);
            Checks.text("kind", kind, WorkerEvent.MAX_NAME);
            Checks.text("name", name, MAX_FILE_NAME);
            Checks.within("bytes", bytes, 0, Long.MAX_VALUE);
            Checks.text("sha256", sha256, SHA256_DIGITS);
            Checks.there("replyTo", replyTo);
        }
    }

    /**
     * Asks for a piece of a file.
     *
     * @param stamp the stamp of {@link FileReply.Here}
     * @param length at most {@link #MAX_PIECE}
     */
    record Read(
            JobId job,
            String kind,
            String name,
            String stamp,
            long offset,
            int length,
            ActorRef<FileReply> replyTo)
            implements FileRequest {
        public Read {
            Checks.there("job", job);
            Checks.text("kind", kind, WorkerEvent.MAX_NAME);
            Checks.text("name", name, MAX_FILE_NAME);
            Checks.text("stamp", stamp, MAX_STAMP);
            Checks.within("offset", offset, 0, Long.MAX_VALUE);
            Checks.within("length", length, 0, MAX_PIECE);
            Checks.there("replyTo", replyTo);
        }
    }
}
