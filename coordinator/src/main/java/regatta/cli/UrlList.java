package regatta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The URLs of a download job. The client sends the URLs while it reads the file, because the file
 * may have a million lines.
 */
public record UrlList(List<String> urls, @Nullable Path fileOrNull) {

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

    /** Writes a job as NDJSON: the job in the first line, then one URL in each line. */
    void write(ObjectNode job, OutputStream out) throws IOException {
        writeLine(job, out);
        forEach(url -> writeLine(TextNode.valueOf(url), out));
    }

    private static void writeLine(JsonNode line, OutputStream out) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Receives the URLs. */
    public interface Taker {
        void take(String url) throws IOException;
    }

    /**
     * Passes every URL to {@code taker}.
     *
     * @throws CommandException if the file cannot be read to its end
     * @throws IOException if {@code taker} cannot take a URL
     */
    public void forEach(Taker taker) throws IOException {
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
