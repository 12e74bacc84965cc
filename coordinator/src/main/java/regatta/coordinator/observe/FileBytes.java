package regatta.coordinator.observe;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToLongBiFunction;
import regatta.coordinator.api.Progress;
import regatta.coordinator.jobs.Entry;
import regatta.coordinator.jobs.Job;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.JobId;

/**
 * Counts the bytes of the files that tasks of open jobs left. The coordinator's actor updates the
 * counts, and any thread may read the counts.
 */
public final class FileBytes implements JobObserver {
    private final ToLongBiFunction<Job, List<Settlement>> bytes;
    private final Consumer<Long> total;
    private final Map<JobId, Count> open = new ConcurrentHashMap<>();

    private static final class Count {
        private final Job job;
        private volatile long bytes;

        Count(Job job) {
            this.job = job;
        }
    }

    /**
     * Creates a count of no files.
     *
     * @param bytes returns the bytes of the files of settled tasks; negative if the job's kind
     *     leaves no files
     * @param total receives, each time that settlements are kept, the bytes of the files of these
     *     tasks
     */
    public FileBytes(ToLongBiFunction<Job, List<Settlement>> bytes, Consumer<Long> total) {
        this.bytes = bytes;
        this.total = total;
    }

    /**
     * Returns the bytes of an open job's files so far; empty if the job is not open or its kind
     * leaves no files.
     */
    public OptionalLong of(JobId job) {
        Count count = open.get(job);
        return count == null ? OptionalLong.empty() : OptionalLong.of(count.bytes);
    }

    /** Counts the files of tasks that an earlier coordinator settled. */
    public void recovered(Job job, List<Settlement> settlements) {
        open(job);
        add(job.id(), settlements);
    }

    @Override
    public void recovered(Job job, Progress progress) {
        open(job);
    }

    private void open(Job job) {
        if (bytes.applyAsLong(job, List.of()) >= 0) {
            open.putIfAbsent(job.id(), new Count(job));
        }
    }

    @Override
    public void kept(Entry entry, long nanos) {
        switch (entry) {
            case Entry.Accept(Job job, var _) -> open(job);
            case Entry.Settle(JobId job, var settlements) -> total.accept(add(job, settlements));
            case Entry.End(var end) -> open.remove(end.job().id());
            case Entry.Start _, Entry.Retry _ -> {}
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the coordinator's actor writes the field
    private long add(JobId job, List<Settlement> settlements) {
        Count count = open.get(job);
        if (count == null) {
            return 0;
        }
        long more = bytes.applyAsLong(count.job, settlements);
        count.bytes += more;
        return more;
    }
}
