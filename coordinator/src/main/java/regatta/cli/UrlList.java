package regatta.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The URLs of a download job, which are sent as they are read: a file may have a million lines. */
record UrlList(List<String> urls, @Nullable Path fileOrNull) {

    /** Checks before anything is sent. */
    void check() {
        if (urls.isEmpty() && fileOrNull == null) {
            throw new CommandException(
                    Exit.USAGE,
                    "submit download needs --url URL, --urls FILE or --retry-failed JOB");
        }
        if (fileOrNull != null && !Files.isReadable(fileOrNull)) {
            throw new CommandException(Exit.USAGE, "--urls: cannot read " + fileOrNull);
        }
    }

    /** Writes a job with these URLs in its workload. */
    void write(ObjectNode job, OutputStream out) throws IOException {
        try (JsonGenerator json = ApiClient.JSON.createGenerator(out)) {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> field : job.properties()) {
                if (field.getKey().equals("workload")) {
                    json.writeObjectFieldStart("workload");
                    for (Map.Entry<String, JsonNode> own : field.getValue().properties()) {
                        json.writeObjectField(own.getKey(), own.getValue());
                    }
                    writeUrls(json);
                    json.writeEndObject();
                } else {
                    json.writeObjectField(field.getKey(), field.getValue());
                }
            }
            json.writeEndObject();
        }
    }

    private void writeUrls(JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("urls");
        for (String url : urls) {
            json.writeString(url);
        }
        if (fileOrNull != null) {
            try (BufferedReader lines = Files.newBufferedReader(fileOrNull)) {
                for (String line = line(lines); line != null; line = line(lines)) {
                    String url = line.strip();
                    if (!url.isEmpty() && !url.startsWith("#")) {
                        json.writeString(url);
                    }
                }
            }
        }
        json.writeEndArray();
    }

    private static @Nullable String line(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (IOException unreadable) {
            throw new CommandException(
                    Exit.USAGE, "--urls: cannot read " + unreadable.getMessage());
        }
    }
}
