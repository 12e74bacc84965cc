package regatta.protocol;

/** Marks every message that may cross the wire. Pekko's serializer is bound to this type alone. */
public sealed interface WireMessage permits WorkerCommand, WorkerEvent, FileRequest, FileReply {}
