package regatta.coordinator.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/**
 * A store as the first release with version 3 of the tables left it after {@code kill -9}: ended
 * jobs of every state, a job that waits for a node of mode {@code cluster}, and a comparison.
 */
public final class EarlierStore {
    public static final String SUCCEEDED = "6r42v5splih845js";
    public static final String FAILED = "dahlf95241vm1ffh";
    public static final String CANCELLED = "lfbo33i8lij8am6j";
    public static final String WAITING = "u3t2qqpam2itesoo";
    public static final String COMPARISON = "e1s46m9797hfprkt";

    private EarlierStore() {}

    /** Writes the store to a file that does not exist yet. */
    public static void writeTo(Path file) throws Exception {
        // A store that others can read is refused.
        Files.createFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        try (InputStream dump = EarlierStore.class.getResourceAsStream("version-3.sql");
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            String sql = new String(requireNonNull(dump).readAllBytes(), UTF_8);
            for (String each : sql.strip().split(";\n", -1)) {
                statement.execute(each);
            }
        }
    }
}
