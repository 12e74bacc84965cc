package regatta.workload;

/**
 * A file that a task left in its job's folder. Its name and content identify it, not its place:
 * every node with these bytes under this name has the file.
 *
 * @param name in the folder of the job
 * @param bytes its length
 * @param sha256 64 hexadecimal digits, lower case
 */
public record TaskFile(String name, long bytes, String sha256) {}
