package regatta.workload.download;

import java.util.Locale;

/**
 * What one task brought.
 *
 * @param url as it was asked for
 * @param status of the response that had the body
 * @param file the name in the job's folder, on the worker that ran the task
 * @param bytes the file's length
 * @param sha256 64 hexadecimal digits, lower case
 */
public record Downloaded(String url, int status, String file, long bytes, String sha256) {
    public Downloaded {
        sha256 = sha256.toLowerCase(Locale.ROOT);
    }
}
