package regatta.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import regatta.cli.Collected.Wanted;
import regatta.workload.FileName;
import regatta.workload.FreeName;

/**
 * Fetches one file. The file has a hidden name until the file is complete and the file's sha256
 * matches. A later call of {@code collect} resumes the download of a hidden file. No call ever
 * replaces another file.
 */
final class CollectedFile {
    private static final int TRIES = 4;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final int MOST_NUMBERS = 9;
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int SHOWN = 16;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int UNAVAILABLE = 503;

    private final ApiClient client;
    private final String source;
    private final Wanted wanted;
    private final Path directory;
    private final List<String> names;
    private final Path part;
    private final CollectProgress progress;

    CollectedFile(
            ApiClient client,
            String source,
            Path directory,
            Wanted wanted,
            CollectProgress progress) {
        this.client = client;
        this.source = source;
        this.wanted = wanted;
        this.progress = progress;
        this.directory = directory;
        names = names(wanted);
        String version = wanted.sha256().substring(0, Math.min(SHOWN, wanted.sha256().length()));
        part = directory.resolve(".part-%d-%s".formatted(wanted.task(), version));
    }

    /**
     * Returns the names to try: first the file's own name, then numbered names, because another
     * file in the folder may have the file's own name.
     */
    private static List<String> names(Wanted wanted) {
        List<String> names = new ArrayList<>(List.of(wanted.name()));
        String number = "-" + wanted.task();
        names.add(FileName.numbered(wanted.name(), number));
        for (int more = 2; more <= MOST_NUMBERS; more++) {
            names.add(FileName.numbered(wanted.name(), number + "-" + more));
        }
        return names;
    }

    /** How a fetch ended. A {@code name} is the name of the fetched file in the folder. */
    sealed interface End {
        record Present(String name) implements End {}

        record Brought(String name) implements End {}

        record Absent(String why) implements End {}
    }

    /**
     * Fetches the file, and tries again if another try may help.
     *
     * @throws CommandException if the coordinator no longer answers
     */
    End bring() throws InterruptedException {
        String why = "";
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            try {
                for (String name : names) {
                    if (isWhole(directory.resolve(name))) {
                        Files.deleteIfExists(part);
                        return new End.Present(name);
                    }
                }
                if (isWhole(part)) {
                    // An earlier call fetched the file, but was killed before the call could rename
                    // the file.
                    return publish();
                }
                try (ApiClient.Body body = client.open(source, headers())) {
                    if (body.status() == OK || body.status() == PARTIAL) {
                        append(body);
                    } else if (body.status() != UNAVAILABLE) {
                        return new End.Absent(body.problem());
                    } else {
                        why = body.problem();
                    }
                }
                if (isWhole(part)) {
                    return publish();
                }
                if (length(part) >= wanted.bytes()) {
                    why = "the received file has another sha256";
                    Files.deleteIfExists(part);
                }
            } catch (ConnectException gone) {
                if (attempt == TRIES) {
                    throw new CommandException(
                            Exit.UNREACHABLE, "no coordinator answers: " + gone.getMessage());
                }
            } catch (IOException broken) {
                why = String.valueOf(broken.getMessage());
            }
            if (attempt < TRIES) {
                Thread.sleep(PAUSE.multipliedBy(attempt));
            }
        }
        return new End.Absent("%s: %s".formatted(wanted.name(), why));
    }

    /**
     * Gives the file its final name, but never replaces another file. The name comes from the job,
     * and a file of the user may have the same name.
     */
    private End publish() throws IOException {
        try {
            String name = FreeName.take(part, directory, names);
            Files.deleteIfExists(part);
            return new End.Brought(name);
        } catch (FileAlreadyExistsException _) {
            return new End.Absent(
                    "other files have its name, %s, and every alternative"
                            .formatted(wanted.name()));
        }
    }

    private Map<String, String> headers() throws IOException {
        long have = length(part);
        String accept = "application/octet-stream";
        return have == 0 || have >= wanted.bytes()
                ? Map.of("Accept", accept)
                : Map.of(
                        "Accept",
                        accept,
                        "Range",
                        "bytes=" + have + "-",
                        "If-Range",
                        "\"" + wanted.sha256() + "\"");
    }

    private void append(ApiClient.Body body) throws IOException {
        OpenOption how = StandardOpenOption.APPEND;
        if (body.status() != PARTIAL) {
            // Delete the hidden file instead of truncating the file: after a killed call the hidden
            // file may be a second hard link of a finished file.
            Files.deleteIfExists(part);
            how = StandardOpenOption.CREATE_NEW;
        }
        try (InputStream in = body.stream();
                OutputStream out =
                        Files.newOutputStream(
                                part, StandardOpenOption.WRITE, how, LinkOption.NOFOLLOW_LINKS)) {
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                progress.received(read);
            }
        }
    }

    private static long length(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
    }

    private boolean isWhole(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == wanted.bytes()
                && sha256(file).equals(wanted.sha256());
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
