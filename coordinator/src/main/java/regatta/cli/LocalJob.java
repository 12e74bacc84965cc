package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Runs one job on a coordinator that this command starts for the job. The job's programs run with
 * the rights of the user. The store is temporary, but the job's files go to the same folders as
 * with an ordinary coordinator on this machine.
 */
final class LocalJob {
    /** The keys of the folders to which tasks write files. */
    private static final List<String> FOLDERS_OF_FILES =
            List.of("regatta.download.directory", "regatta.command.directory");

    private final ClientOptions options;

    LocalJob(ClientOptions options) {
        this.options = options;
    }

    /**
     * Runs a job until its end and prints its answer.
     *
     * @param timeout the longest wait; null for no limit
     * @return the exit code
     */
    int run(ApiClient.Content body, Map<String, String> headers, @Nullable Duration timeout)
            throws IOException, InterruptedException {
        Config usual = options.node();
        List<String> lasting =
                FOLDERS_OF_FILES.stream()
                        .map(key -> key + "=" + ConfigUtil.quoteString(usual.getString(key)))
                        .toList();
        try (EmbeddedCoordinator own = EmbeddedCoordinator.startForJob(options::node, lasting)) {
            ApiClient client = new ApiClient(own.uri().toString(), own.token());
            Watching watching = new Watching(options, client, true);
            own.beforeInterruption(watching::interrupted);
            String key = UUID.randomUUID().toString();
            JsonNode job = client.post("/api/v1/jobs", body, headers, key, "it ends with this");
            startNodes(own, client, job);
            String id = job.path("id").asText();
            int code = watching.followHere(id, timeout);
            sayFolders(id, usual);
            return code;
        }
    }

    /** Starts worker nodes if the job's mode runs its tasks on worker nodes. */
    private static void startNodes(EmbeddedCoordinator own, ApiClient client, JsonNode job) {
        String mode = job.path("mode").asText();
        for (JsonNode each : client.get("/api/v1/modes").path("items")) {
            if (each.path("name").asText().equals(mode)
                    && each.path("placement").asText().equals("NODES")) {
                int asked = job.path("slots").asInt();
                own.startNodes(
                        mode, asked > 0 ? asked : Runtime.getRuntime().availableProcessors());
            }
        }
    }

    private void sayFolders(String id, Config usual) {
        PrintWriter to = options.json() ? options.err() : options.out();
        for (String key : FOLDERS_OF_FILES) {
            Path folder = Path.of(usual.getString(key)).resolve(id);
            if (Files.isDirectory(folder)) {
                to.println("  files   in " + folder);
            }
        }
        to.flush();
    }
}
