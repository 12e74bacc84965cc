package regatta.workload;

/**
 * A file that a task wrote into its job's folder. The file's name and content identify the file,
 * not the node: every node with the same bytes under the same name has the file.
 *
 * @param name the file's name in the folder of the job
 * @param bytes the file's length
 * @param sha256 the digest of the file: 64 lower-case hexadecimal digits
 */
public record TaskFile(String name, long bytes, String sha256) {}
