package regatta.workload.download;

import java.util.Locale;
import regatta.workload.SignedUrl;

/**
 * The output of one task: the file that the task fetched.
 *
 * @param url the URL that the job lists
 * @param status the status of the response that had the body
 * @param file the file's name in the job's folder, on the worker that ran the task
 * @param bytes the file's length
 * @param sha256 the digest of the file: 64 lower-case hexadecimal digits
 */
public record Downloaded(
        @SignedUrl String url, int status, String file, long bytes, String sha256) {
    public Downloaded {
        sha256 = sha256.toLowerCase(Locale.ROOT);
    }
}
