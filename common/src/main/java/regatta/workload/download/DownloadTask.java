package regatta.workload.download;

/**
 * One download as a slot gets it.
 *
 * @param rate the most bytes of body a second, the slot's share of the job's; 0 for no limit
 */
public record DownloadTask(Source source, double rate) {
    public DownloadTask {
        if (!(rate >= 0)) {
            throw new IllegalArgumentException("a rate below 0");
        }
    }
}
