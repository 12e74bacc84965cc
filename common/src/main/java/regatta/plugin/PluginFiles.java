package regatta.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The files of one plug-in: a jar, or a folder of jars; immutable.
 *
 * @param name the name of the jar or the folder, which messages show
 * @param jars the absolute paths of the jars, sorted
 */
record PluginFiles(String name, List<Path> jars) {
    private static final String JAR = ".jar";
    private static final int BUFFER = 64 * 1024;

    /** The largest number of bytes that are read from a plug-in's {@code reference.conf}. */
    private static final int MAX_DEFAULTS = 1 << 20;

    PluginFiles {
        jars = List.copyOf(jars);
    }

    /**
     * Finds the plug-ins in a folder, sorted by name. Each jar in the folder is a plug-in, and each
     * subfolder with jars is a plug-in. A jar or subfolder whose name begins with a dot is skipped.
     *
     * @throws IOException if the folder cannot be listed
     */
    static List<PluginFiles> in(Path folder) throws IOException {
        List<PluginFiles> found = new ArrayList<>();
        for (Path each : sorted(folder)) {
            String name = each.getFileName().toString();
            if (name.startsWith(".")) {
                continue;
            }
            if (Files.isDirectory(each)) {
                List<Path> jars = sorted(each).stream().filter(PluginFiles::isJar).toList();
                if (!jars.isEmpty()) {
                    found.add(new PluginFiles(name, jars));
                }
            } else if (isJar(each)) {
                found.add(new PluginFiles(name, List.of(each)));
            }
        }
        return found;
    }

    private static boolean isJar(Path file) {
        return file.getFileName().toString().endsWith(JAR) && Files.isRegularFile(file);
    }

    private static List<Path> sorted(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> listed = Files.newDirectoryStream(folder.toAbsolutePath())) {
            listed.forEach(found::add);
        } catch (DirectoryIteratorException unreadable) {
            throw unreadable.getCause();
        }
        found.sort(null);
        return found;
    }

    /**
     * Returns a digest that shows whether two nodes have the same plug-in. The digest of a single
     * jar is its SHA-256, as {@code sha256sum} prints it. The digest of several jars is the SHA-256
     * of their sorted digests, so the names of the files do not matter.
     */
    String digest() throws IOException {
        List<String> digests = new ArrayList<>();
        for (Path jar : jars) {
            digests.add(digest(jar));
        }
        if (digests.size() == 1) {
            return digests.getFirst();
        }
        digests.sort(null);
        String all = String.join("\n", digests);
        return HexFormat.of().formatHex(sha256().digest(all.getBytes(StandardCharsets.UTF_8)));
    }

    private static String digest(Path jar) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(jar)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Reads the {@code reference.conf} of the first jar that has this file. Returns empty if no jar
     * has a {@code reference.conf}.
     *
     * @throws UncheckedIOException if a jar is not a readable archive
     */
    Optional<String> defaults() {
        for (Path jar : jars) {
            try (ZipFile archive = new ZipFile(jar.toFile())) {
                ZipEntry entry = archive.getEntry("reference.conf");
                if (entry != null) {
                    try (InputStream in = archive.getInputStream(entry)) {
                        byte[] text = in.readNBytes(MAX_DEFAULTS);
                        return Optional.of(new String(text, StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
        return Optional.empty();
    }
}
