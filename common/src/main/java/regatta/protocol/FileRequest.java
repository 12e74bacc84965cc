package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Asks a node for a file that a task wrote on the node, or for a piece of that file. The node
 * remembers nothing between two requests. The asker requests a piece only when the asker has room
 * for the piece.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FileRequest.Find.class, name = "find"),
    @JsonSubTypes.Type(value = FileRequest.Read.class, name = "read"),
})
public sealed interface FileRequest extends WireMessage {
    /**
     * The largest number of bytes in a piece of a file. A message between nodes may have four times
     * as many bytes.
     */
    int MAX_PIECE = 64 * 1024;

    int MAX_FILE_NAME = 1_024;
    int MAX_STAMP = 256;
    int SHA256_DIGITS = 64;

    /**
     * Asks whether the node has a file with this name, length and digest.
     *
     * @param kind the kind of the workload whose task wrote the file
     * @param sha256 the digest of the whole file: 64 lower-case hexadecimal digits
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
     * @param stamp the file's stamp, which the node stated in {@link FileReply.Here}
     * @param length how many bytes to read, at most {@link #MAX_PIECE}
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
