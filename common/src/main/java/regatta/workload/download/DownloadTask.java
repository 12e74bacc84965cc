package regatta.workload.download;

/**
 * One download.
 *
 * @param rate the largest number of bytes of body per second: an even share of the job's rate; 0 if
 *     there is no limit
 */
public record DownloadTask(Source source, double rate) {
    public DownloadTask {
        if (!(rate >= 0)) {
            throw new IllegalArgumentException("a rate below 0");
        }
    }
}
