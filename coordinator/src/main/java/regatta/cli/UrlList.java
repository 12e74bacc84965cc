package regatta.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The URLs of a download job. They are sent while they are read, because a file may have a million
 * lines.
 */
record UrlList(List<String> urls, @Nullable Path fileOrNull) {

    /** Checks the URLs before the request begins. */
    void check() {
        if (urls.isEmpty() && fileOrNull == null) {
            throw new CommandException(
                    Exit.USAGE,
                    "submit download needs --url URL, --urls FILE or --retry-failed JOB");
        }
        if (fileOrNull != null) {
            checkReadable(fileOrNull);
        }
    }

    /** Writes a job with these URLs in its workload. */
    void write(ObjectNode job, OutputStream out) throws IOException {
        try (JsonGenerator json = ApiClient.JSON.createGenerator(out)) {
            // If the file cannot be read to its end, the list must not look complete. So the
            // generator never adds closing brackets by itself.
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT);
            json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> field : job.properties()) {
                if (field.getKey().equals("workload")) {
                    json.writeObjectFieldStart("workload");
                    for (Map.Entry<String, JsonNode> own : field.getValue().properties()) {
                        json.writeObjectField(own.getKey(), own.getValue());
                    }
                    json.writeArrayFieldStart("urls");
                    forEach(json::writeString);
                    json.writeEndArray();
                    json.writeEndObject();
                } else {
                    json.writeObjectField(field.getKey(), field.getValue());
                }
            }
            json.writeEndObject();
        }
    }

    /** Receives the URLs. */
    interface Taker {
        void take(String url) throws IOException;
    }

    /**
     * Passes every URL to {@code taker}.
     *
     * @throws CommandException if the file cannot be read to its end
     * @throws IOException if {@code taker} cannot take a URL
     */
    void forEach(Taker taker) throws IOException {
        for (String url : urls) {
            taker.take(url);
        }
        if (fileOrNull != null) {
            checkReadable(fileOrNull);
            try (BufferedReader lines = Files.newBufferedReader(fileOrNull)) {
                for (String line = line(lines); line != null; line = line(lines)) {
                    String url = line.strip();
                    if (!url.isEmpty() && !url.startsWith("#")) {
                        taker.take(url);
                    }
                }
            }
        }
    }

    private static void checkReadable(Path file) {
        if (!Files.isReadable(file)) {
            throw unreadable(file.toString());
        }
    }

    private @Nullable String line(BufferedReader lines) {
        try {
            return lines.readLine();
        } catch (CharacterCodingException notUtf8) {
            throw unreadable(fileOrNull + ": it is not UTF-8");
        } catch (IOException failure) {
            throw unreadable(fileOrNull + ": " + failure.getMessage());
        }
    }

    private static CommandException unreadable(String what) {
        return new CommandException(Exit.USAGE, "--urls: cannot read " + what);
    }
}
