package regatta.coordinator.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import regatta.coordinator.schedule.Settlement;
import regatta.protocol.JobId;

/** One opening of the store as its writer sees it; confined to one thread at a time. */
final class WriteSession implements AutoCloseable {
    /** Beyond so much in the log, it is copied into the database. */
    private static final long CHECKPOINT_AT = 4 << 20;

    /** About what a transaction writes besides what it is for. */
    private static final long OVERHEAD = 16 << 10;

    private final Connection database;
    private final DiskSpace space;
    private final Retention retention;
    private final long epoch;
    private final JobRows jobs;
    private final BlockRows blocks;
    private final ComparisonRows comparisons;
    private final PreparedStatement readEpoch;
    private long logged;

    private WriteSession(
            Connection database, DiskSpace space, JobJson json, Retention retention, long epoch)
            throws SQLException {
        this.database = database;
        this.space = space;
        this.retention = retention;
        this.epoch = epoch;
        this.jobs = new JobRows(database, json, epoch);
        this.blocks = new BlockRows(database, epoch);
        this.comparisons = new ComparisonRows(database);
        this.readEpoch = database.prepareStatement("SELECT epoch FROM store");
    }

    /** Brings the tables up to date and takes the next epoch. */
    static WriteSession open(
            Path file, StoreSettings settings, JobJson json, Clock clock, List<String> steps)
            throws SQLException {
        Connection database = Connections.writing(file, settings.synced());
        try {
            Connections.execute(database, "BEGIN IMMEDIATE");
            Schema.migrate(database, steps);
            long epoch = nextEpoch(database);
            Connections.execute(database, "COMMIT");
            if (settings.synced()) {
                // Where a sync failed before the last end, what the log holds may be on no disk:
                // nothing is to be appended behind it.
                Connections.execute(database, "PRAGMA wal_checkpoint(TRUNCATE)");
            }
            Retention retention = new Retention(database, settings, clock);
            return new WriteSession(database, new DiskSpace(file), json, retention, epoch);
        } catch (SQLException | RuntimeException failure) {
            database.close();
            throw failure;
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
        Connections.execute(database, "UPDATE store SET epoch = epoch + 1, closed = 0");
        return last + 1;
    }

    long epoch() {
        return epoch;
    }

    /**
     * Keeps all of it or, throwing, nothing.
     *
     * @return what remains to be done now that it is kept
     */
    List<Runnable> keep(List<Write> writes) throws SQLException {
        List<Runnable> afterwards = new ArrayList<>();
        transaction(() -> write(writes, afterwards));
        return afterwards;
    }

    /** Finds out whether anything can be written. */
    void probe() throws SQLException {
        transaction(() -> Connections.execute(database, "UPDATE store SET retries = retries + 1"));
    }

    /** Deletes a little of what is not to be kept; whether there is more of it. */
    boolean delete() throws SQLException {
        boolean[] more = new boolean[1];
        transaction(() -> more[0] = retention.steps());
        return more[0];
    }

    /** Notes that nobody died. */
    void markClosed() throws SQLException {
        transaction(() -> Connections.execute(database, "UPDATE store SET closed = 1"));
    }

    /**
     * Copies the log into the database, as far as nobody reads older pages. Waits for space where
     * the database could not grow by all of it: half a copy would take what the log has left to
     * grow by, so that nothing could be written any more.
     */
    void checkpoint() throws SQLException {
        if (growth() > space.usable()) {
            return;
        }
        logged = 0;
        Connections.execute(database, "PRAGMA wal_checkpoint(PASSIVE)");
    }

    /** By how many bytes the database's file is shorter than what is committed. */
    private long growth() throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT page_count * page_size"
                                        + " FROM pragma_page_count, pragma_page_size")) {
            return row.getLong(1) - space.used();
        }
    }

    boolean checkpointDue() {
        return logged > CHECKPOINT_AT;
    }

    @Override
    public void close() throws SQLException {
        database.close();
    }

    /** Runs a change as one transaction of this session's epoch. */
    void transaction(Change change) throws SQLException {
        Connections.execute(database, "BEGIN IMMEDIATE");
        try {
            checkEpoch();
            change.make();
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

    /** Settlements of one job go into common blocks, however many calls they came in. */
    private void write(List<Write> writes, List<Runnable> afterwards) throws SQLException {
        Map<JobId, List<Settlement>> settled = new LinkedHashMap<>();
        for (Write write : writes) {
            switch (write) {
                case Write.Accept accept -> logged += jobs.accept(accept, afterwards);
                case Write.Start start -> jobs.start(start, afterwards);
                case Write.Settle settle -> {
                    settled.computeIfAbsent(settle.job(), _ -> new ArrayList<>())
                            .addAll(settle.settlements());
                    afterwards.add(() -> settle.done().complete(null));
                }
                case Write.End end -> {
                    settle(end.job().id(), settled);
                    logged += jobs.end(end, afterwards);
                }
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
        }
    }

    /** What is done within a transaction. */
    @FunctionalInterface
    interface Change {
        void make() throws SQLException;
    }
}
