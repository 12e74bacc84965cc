package regatta.workload.download;

/**
 * One download.
 *
 * @param rate the most bytes of body per second: an even share of the job's rate; 0 for no limit
 */
public record DownloadTask(Source source, double rate) {
    public DownloadTask {
        if (!(rate >= 0)) {
            throw new IllegalArgumentException("a rate below 0");
        }
    }
}
