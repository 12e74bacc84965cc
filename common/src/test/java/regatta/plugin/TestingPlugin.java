package regatta.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import regatta.workload.Workload;

/**
 * Builds a plug-in: compiles sources against the extension point alone, as a stranger would, and
 * puts them into a jar.
 */
public final class TestingPlugin {
    private static final String SERVICES = "META-INF/services/regatta.workload.WorkloadProvider";

    /** A workload whose one task answers a word. */
    private static final String ECHO =
            """
            package stranger;
            import java.util.*;
            import java.util.stream.Stream;
            import regatta.workload.*;
            public final class Echo implements WorkloadProvider {
                public record Spec(Integer times) {
                    public Spec { times = Objects.requireNonNullElse(times, 1); }
                }
                public record Output(List<String> words) {}
                @Override public String kind() { return "KIND"; }
                @Override public Workload<?, ?, ?, ?> create(WorkloadSettings settings) {
                    CREATE
                    return new Works(WORD);
                }
                static final class Text implements Codec<String> {
                    @Override public byte[] encode(String text) { return text.getBytes(); }
                    @Override public String decode(byte[] bytes) { return new String(bytes); }
                }
                record Works(String word) implements Workload<Spec, String, String, Output> {
                    @Override public String kind() { return "KIND"; }
                    @Override public String description() { return word; }
                    @Override public Class<Spec> specType() { return Spec.class; }
                    @Override public Class<Output> outputType() { return Output.class; }
                    @Override public List<Field> fields() {
                        return List.of(Field.optional(
                            "times", FieldType.whole(1, 1000), 1, "How many tasks there are."));
                    }
                    @Override public String title(Spec spec) { return "Echo × " + spec.times(); }
                    @Override public Demand demand() { return Demand.COMPUTING; }
                    @Override public String defaultMode() { return "batch"; }
                    @Override public List<Violation> check(Spec spec) {
                        return spec.times() < 1 || spec.times() > 1000
                            ? List.of(new Violation("/times", "must be from 1 to 1000"))
                            : List.of();
                    }
                    @Override public int taskCount(Spec spec) { return spec.times(); }
                    @Override public String task(Spec spec, int index) { return word + index; }
                    @Override public Codec<String> taskCodec() { return new Text(); }
                    @Override public Codec<String> outputCodec() { return new Text(); }
                    @Override public String run(String task, TaskContext context) {
                        return task + Thread.currentThread().getContextClassLoader().getName();
                    }
                    @Override public Output combine(
                            Spec spec, Stream<TaskOutput<String>> outputs) {
                        return new Output(outputs.map(TaskOutput::output).sorted().toList());
                    }
                    @Override public List<String> answer(Spec spec, Output output) {
                        return List.of("echo of " + output.words());
                    }
                    @Override public Object shown(String output) { return output; }
                }
            }
            """;

    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    private TestingPlugin() {}

    /** A plug-in without anything in it. */
    public static TestingPlugin empty() {
        return new TestingPlugin();
    }

    /** A plug-in with the workload {@code kind}, whose tasks answer what they are told. */
    public static TestingPlugin echo(String kind) {
        return echo(kind, "", "\"echo\"");
    }

    /**
     * A plug-in with a workload.
     *
     * @param create statements that run when it is created
     * @param word an expression, its description and the beginning of its outputs
     */
    public static TestingPlugin echo(String kind, String create, String word) {
        return empty().source(
                        "stranger.Echo",
                        ECHO.replace("KIND", kind).replace("CREATE", create).replace("WORD", word))
                .file(SERVICES, "stranger.Echo\n".getBytes(UTF_8));
    }

    public TestingPlugin source(String name, String text) {
        sources.put(name, text);
        return this;
    }

    public TestingPlugin file(String name, byte[] bytes) {
        files.put(name, bytes);
        return this;
    }

    /** Changes every source. */
    public TestingPlugin replacing(String text, String by) {
        sources.replaceAll((_, source) -> source.replace(text, by));
        return this;
    }

    public TestingPlugin defaults(String hocon) {
        return file("reference.conf", hocon.getBytes(UTF_8));
    }

    /** Writes the jar and returns it. */
    public Path writeTo(Path jar) throws IOException {
        Files.createDirectories(jar.getParent());
        Path classes = Files.createTempDirectory(jar.getParent(), ".classes");
        compile(classes);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path file : compiled.filter(Files::isRegularFile).sorted().toList()) {
                String name = classes.relativize(file).toString().replace('\\', '/');
                add(out, name, Files.readAllBytes(file));
            }
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                add(out, file.getKey(), file.getValue());
            }
        }
        return jar;
    }

    private static void add(JarOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new JarEntry(name));
        out.write(bytes);
        out.closeEntry();
    }

    private void compile(Path classes) {
        if (sources.isEmpty()) {
            return;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter said = new StringWriter();
        List<SimpleJavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(new Source(name, text)));
        List<String> options =
                List.of("-proc:none", "-cp", extensionPoint(), "-d", classes.toString());
        if (!compiler.getTask(said, null, null, options, null, units).call()) {
            throw new IllegalArgumentException(said.toString());
        }
    }

    private static String extensionPoint() {
        try {
            URI place = Workload.class.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(place).toString();
        } catch (URISyntaxException impossible) {
            throw new UncheckedIOException(new IOException(impossible));
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String name, String text) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
