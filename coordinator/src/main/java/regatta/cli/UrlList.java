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

/** The URLs of a download job, which are sent as they are read: a file may have a million lines. */
public record UrlList(List<String> urls, @Nullable Path fileOrNull) {

    /** Checks before anything is sent. */
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

    /** Writes a job as NDJSON: its first line is the job, and each URL is a line after it. */
    void write(ObjectNode job, OutputStream out) throws IOException {
        writeLine(job, out);
        forEach(url -> writeLine(TextNode.valueOf(url), out));
    }

    private static void writeLine(JsonNode line, OutputStream out) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Takes a URL. */
    public interface Taker {
        void take(String url) throws IOException;
    }

    /**
     * Gives every URL in turn.
     *
     * @throws CommandException when the file cannot be read to its end
     * @throws IOException when a URL could not be taken
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
