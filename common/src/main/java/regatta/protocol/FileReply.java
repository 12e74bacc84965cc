package regatta.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The answer to a {@link FileRequest}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FileReply.Here.class, name = "here"),
    @JsonSubTypes.Type(value = FileReply.Missing.class, name = "missing"),
    @JsonSubTypes.Type(value = FileReply.Changed.class, name = "changed"),
    @JsonSubTypes.Type(value = FileReply.Piece.class, name = "piece"),
    @JsonSubTypes.Type(value = FileReply.Unreadable.class, name = "unreadable"),
})
public sealed interface FileReply extends WireMessage {
    /** The node has the file. The file's stamp changes when somebody writes to the file. */
    record Here(String stamp) implements FileReply {
        public Here {
            Checks.text("stamp", stamp, FileRequest.MAX_STAMP);
        }
    }

    record Missing() implements FileReply {}

    /** The node has a file with the requested name, but with other content. */
    record Changed() implements FileReply {}

    record Piece(Payload bytes) implements FileReply {
        public Piece {
            Checks.there("bytes", bytes);
            Checks.within("the length of a piece", bytes.size(), 0, FileRequest.MAX_PIECE);
        }
    }

    /** The node cannot read the piece; {@code why} tells people the reason. */
    record Unreadable(String why) implements FileReply {
        public Unreadable {
            why = Checks.shortened(why, Failure.MAX_MESSAGE);
        }
    }
}
