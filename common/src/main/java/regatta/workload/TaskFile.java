package regatta.workload;

/**
 * A file that a task left in its job's folder, named by what is in it rather than by where it is:
 * whoever has these bytes under this name has the file.
 *
 * @param name in the folder of the job
 * @param bytes its length
 * @param sha256 64 hexadecimal digits, lower case
 */
public record TaskFile(String name, long bytes, String sha256) {}
