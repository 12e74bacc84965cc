package regatta.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import regatta.comparison.ReportJson;
import regatta.secret.FileFailures;

/** Reads a job from a file, in the form that {@code submit} takes. */
public final class JobFile {
    private JobFile() {}

    /**
     * Reads the job.
     *
     * @throws IllegalArgumentException if the file holds no job; the message is for people
     */
    public static ObjectNode read(Path file) {
        try {
            if (ReportJson.tree(Files.readString(file)) instanceof ObjectNode job
                    && job.path("workload").isObject()) {
                return job;
            }
            throw new IllegalArgumentException(
                    file + ": not a job: a JSON object with a field \"workload\"");
        } catch (JsonProcessingException wrong) {
            throw new IllegalArgumentException(
                    file + ": " + wrong.getOriginalMessage() + " " + line(wrong), wrong);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    file + ": cannot be read: " + FileFailures.text(unreadable), unreadable);
        }
    }

    private static String line(JsonProcessingException wrong) {
        return wrong.getLocation() == null ? "" : "(line " + wrong.getLocation().getLineNr() + ")";
    }
}
