package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What is asked of a node's files. A node keeps nothing between two requests: who reads asks for
 * the next pieces as it can take them, so that nothing is sent that nobody waits for.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FileRequest.Find.class, name = "find"),
    @JsonSubTypes.Type(value = FileRequest.Read.class, name = "read"),
})
public sealed interface FileRequest extends WireMessage {
    /** The most bytes of a piece; a quarter of Artery's frame. */
    int MAX_PIECE = 64 * 1024;

    /**
     * Is a file of these bytes there?
     *
     * @param kind the workload that left it
     * @param sha256 64 hexadecimal digits, lower case
     */
    record Find(
            JobId job,
            String kind,
            String name,
            long bytes,
            String sha256,
            ActorRef<FileReply> replyTo)
            implements FileRequest {}

    /**
     * A piece of a file.
     *
     * @param stamp of the file as it was found
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
            implements FileRequest {}
}
