package regatta.workload;

/** The output of the task at an index. */
public record TaskOutput<O>(int index, O output) {}
