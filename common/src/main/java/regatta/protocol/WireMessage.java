package regatta.protocol;

/**
 * Marks every message that may cross the wire. Regatta's configuration uses {@link WireSerializer}
 * for this type only.
 */
public sealed interface WireMessage permits WorkerCommand, WorkerEvent, FileRequest, FileReply {}
