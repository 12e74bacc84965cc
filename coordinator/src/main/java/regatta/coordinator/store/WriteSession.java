package regatta.coordinator.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.JobId;

/**
 * The writer's access to the store, from an opening to its close. Confined to one thread at a time.
 */
final class WriteSession implements AutoCloseable {
    /**
     * Once more than this number of bytes was logged, a checkpoint copies the log into the
     * database.
     */
    private static final long CHECKPOINT_AT = 4 << 20;

    /** A rough number of bytes that each transaction writes beside its payload. */
    private static final long OVERHEAD = 16 << 10;

    private final Connection database;
    private final DiskSpace space;
    private final OpenFiles files;
    private final Retention retention;
    private final Lifetime lifetime;
    private final long epoch;
    private final JobRows jobs;
    private final BlockRows blocks;
    private final RetriedRows retried;
    private final ComparisonRows comparisons;
    private final PreparedStatement readEpoch;
    private long logged;

    private WriteSession(
            Connection database,
            DiskSpace space,
            OpenFiles files,
            JobJson json,
            Retention retention,
            Lifetime lifetime,
            long epoch)
            throws SQLException {
        this.database = database;
        this.space = space;
        this.files = files;
        this.retention = retention;
        this.epoch = epoch;
        this.lifetime = lifetime;
        this.jobs = new JobRows(database, json, epoch, lifetime);
        this.blocks = new BlockRows(database, epoch);
        this.retried = new RetriedRows(database);
        this.comparisons = new ComparisonRows(database, lifetime);
        this.readEpoch = database.prepareStatement("SELECT epoch FROM store");
    }

    /** Opens the database, brings its tables up to date and takes the next epoch. */
    static WriteSession open(
            Path file, StoreSettings settings, JobJson json, LongSupplier nanos, List<String> steps)
            throws IOException, SQLException {
        Connection database = Connections.writing(file, settings.synced());
        try {
            Connections.execute(database, "BEGIN IMMEDIATE");
            Schema.migrate(database, steps);
            long epoch = nextEpoch(database);
            Connections.execute(database, "COMMIT");
            if (settings.synced()) {
                // If an earlier process ended after a failed sync, parts of the log may not be on
                // disk. The session must not append to an incomplete log, so the session empties
                // the log first.
                emptyLog(database);
            }
            Lifetime lifetime = Lifetime.since(lived(database), nanos);
            Retention retention = new Retention(database, settings, lifetime);
            return new WriteSession(
                    database,
                    new DiskSpace(file),
                    OpenFiles.of(file, settings.file().toAbsolutePath()),
                    json,
                    retention,
                    lifetime,
                    epoch);
        } catch (IOException | SQLException | RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    /**
     * Copies the log into the database and empties the log. If the disk is full, the log stays, and
     * the jobs in the log can still be read.
     */
    private static void emptyLog(Connection database) throws SQLException {
        try {
            Connections.execute(database, "PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException failure) {
            if (!Connections.passes(failure)) {
                throw failure;
            }
        }
    }

    private static long nextEpoch(Connection database) throws SQLException {
        long last;
        boolean closed;
        try (PreparedStatement select =
                        database.prepareStatement("SELECT epoch, closed FROM store");
                ResultSet row = select.executeQuery()) {
            last = row.getLong(1);
            closed = row.getInt(2) == 1;
        }
        if (!closed) {
            JobRows.chargeDeath(database, last);
        }
        // If the store was restored from a copy, workers may have obeyed a later epoch than the
        // copy's. The present time in milliseconds exceeds such an epoch.
        Connections.execute(
                database,
                "UPDATE store SET epoch = MAX(epoch + 1, unixepoch() * 1000), closed = 0");
        return number(database, "SELECT epoch FROM store");
    }

    private static long lived(Connection database) throws SQLException {
        return number(database, "SELECT lived FROM store");
    }

    private static long number(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.getLong(1);
        }
    }

    long epoch() {
        return epoch;
    }

    OpenFiles files() {
        return files;
    }

    /**
     * Keeps all of the writes. If this method throws, it has kept none of the writes.
     *
     * @return actions to run now that the writes are kept
     */
    List<Runnable> keep(List<Write> writes) throws SQLException {
        List<Runnable> afterwards = new ArrayList<>();
        transaction(() -> write(writes, afterwards));
        return afterwards;
    }

    /** Makes a tiny write, which throws if the store cannot be written. */
    void probe() throws SQLException {
        transaction(() -> Connections.execute(database, "UPDATE store SET retries = retries + 1"));
    }

    /**
     * Deletes rows of ended jobs and comparisons for a few milliseconds. Returns whether there may
     * be more rows to delete.
     */
    boolean delete() throws SQLException {
        boolean[] more = new boolean[1];
        transaction(() -> {
            grow();
            more[0] = retention.steps();
        });
        return more[0];
    }

    /**
     * Records that the coordinator stopped normally, so that the next opening counts no death of
     * the coordinator against its jobs.
     */
    void markClosed() throws SQLException {
        transaction(() -> {
            grow();
            Connections.execute(database, "UPDATE store SET closed = 1");
        });
    }

    private void grow() throws SQLException {
        Connections.execute(database, "UPDATE store SET lived = " + lifetime.millis());
    }

    /**
     * Copies the log into the database, except pages that a reader still needs. Does nothing while
     * the disk lacks space for the whole copy. Half a copy would use up the space that the log
     * needs to grow, and no write could succeed any more.
     */
    void checkpoint() throws SQLException {
        if (growth() > space.usable()) {
            return;
        }
        logged = 0;
        Connections.execute(database, "PRAGMA wal_checkpoint(PASSIVE)");
    }

    /** Returns by how many bytes a full copy of the log would lengthen the database's file. */
    private long growth() throws SQLException {
        return number(
                        database,
                        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
                - space.used();
    }

    boolean checkpointDue() {
        return logged > CHECKPOINT_AT;
    }

    @Override
    public void close() throws SQLException {
        files.closed();
        database.close();
    }

    /**
     * Checks this session's epoch and runs a change, both in one transaction.
     *
     * @throws StoreException FENCED if a newer coordinator has opened the store; MOVED if the
     *     store's files were deleted, moved or replaced. Then nothing is kept
     */
    void transaction(Change change) throws SQLException {
        Connections.execute(database, "BEGIN IMMEDIATE");
        try {
            checkEpoch();
            change.make();
            files.check();
            Connections.execute(database, "COMMIT");
            logged += OVERHEAD;
        } catch (SQLException | RuntimeException failure) {
            Connections.rollback(database);
            throw failure;
        }
    }

    private void checkEpoch() throws SQLException {
        try (ResultSet row = readEpoch.executeQuery()) {
            if (row.getLong(1) != epoch) {
                throw new StoreException(
                        StoreException.Kind.FENCED,
                        "a newer coordinator, of epoch %d, has taken over this one's store (epoch %d)"
                                .formatted(row.getLong(1), epoch));
            }
        }
    }

    /**
     * Carries out writes. Settlements of one job share blocks, even if several calls brought the
     * settlements.
     */
    private void write(List<Write> writes, List<Runnable> afterwards) throws SQLException {
        Map<JobId, List<Settlement>> settled = new LinkedHashMap<>();
        for (Write write : writes) {
            switch (write) {
                case Write.Accept accept -> logged += jobs.accept(accept, afterwards);
                case Write.Start start -> jobs.start(start, afterwards);
                case Write.Retry retry -> {
                    retry(retry);
                    afterwards.add(() -> retry.done().complete(null));
                }
                case Write.Settle settle -> {
                    settled.computeIfAbsent(settle.job(), _ -> new ArrayList<>())
                            .addAll(settle.settlements());
                    afterwards.add(() -> settle.done().complete(null));
                }
                case Write.End end -> {
                    settle(end.end().job().id(), settled);
                    end(end.end().job().id());
                    logged += jobs.end(end, afterwards);
                }
                case Write.Delete delete -> jobs.delete(delete, afterwards);
                case Write.AcceptComparison accept ->
                        logged += comparisons.accept(accept, afterwards);
                case Write.KeepComparison keep -> logged += comparisons.keep(keep, afterwards);
                case Write.AddRound add -> logged += comparisons.add(add, afterwards);
            }
        }
        for (JobId job : List.copyOf(settled.keySet())) {
            settle(job, settled);
        }
    }

    private void settle(JobId job, Map<JobId, List<Settlement>> settled) throws SQLException {
        List<Settlement> settlements = settled.remove(job);
        Long place = jobs.place(job);
        if (settlements != null && place != null) {
            logged += blocks.insert(place, settlements);
            retried.settled(place, settlements);
        }
    }

    /**
     * Writes the attempt counts of tasks that run again. A task's settlement is written later and
     * deletes the row with the task's counts.
     */
    private void retry(Write.Retry retry) throws SQLException {
        Long place = jobs.place(retry.job());
        if (place != null) {
            logged += retried.keep(place, retry.retried());
        }
    }

    private void end(JobId job) throws SQLException {
        Long place = jobs.place(job);
        if (place != null) {
            retried.ended(place);
        }
    }

    /** A change within a transaction. */
    @FunctionalInterface
    interface Change {
        void make() throws SQLException;
    }
}
