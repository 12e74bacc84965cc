package regatta.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the promise of {@link regatta.workload} to plug-ins: what a released version had stays, and
 * what plug-ins implement asks for nothing more. A release records what it has in workload-api.txt.
 */
class ExtensionPointTest {
    private static final String RECORDED = "workload-api.txt";

    @Test
    void hasAllThatPluginsWereCompiledAgainst() throws Exception {
        assertThat(signatures()).containsAll(recorded());
    }

    @Test
    void asksPluginsForNoMoreThanBefore() throws Exception {
        for (Class<?> implemented : Set.of(Workload.class, WorkloadProvider.class, Codec.class)) {
            assertThat(recorded())
                    .containsAll(
                            Arrays.stream(implemented.getDeclaredMethods())
                                    .filter(method -> Modifier.isAbstract(method.getModifiers()))
                                    .map(ExtensionPointTest::signature)
                                    .toList());
        }
    }

    private static Set<String> recorded() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(ExtensionPointTest.class.getResourceAsStream(RECORDED))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    static Set<String> signatures() throws Exception {
        Set<String> all = new TreeSet<>();
        for (Class<?> type : types()) {
            Stream.of(type.getDeclaredMethods())
                    .filter(each -> isOpen(each.getModifiers()) && !each.isSynthetic())
                    .map(ExtensionPointTest::signature)
                    .forEach(all::add);
            Stream.of(type.getDeclaredConstructors())
                    .filter(each -> isOpen(each.getModifiers()))
                    .map(ExtensionPointTest::signature)
                    .forEach(all::add);
            Stream.of(type.getDeclaredFields())
                    .filter(each -> isOpen(each.getModifiers()))
                    .map(ExtensionPointTest::signature)
                    .forEach(all::add);
        }
        return all;
    }

    /** The public types of the package, in a folder or a jar. */
    private static Set<Class<?>> types() throws Exception {
        URI place = Workload.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        if (Files.isDirectory(Path.of(place))) {
            return types(Path.of(place));
        }
        try (FileSystem jar = FileSystems.newFileSystem(Path.of(place))) {
            return types(jar.getPath("/"));
        }
    }

    private static Set<Class<?>> types(Path top) throws Exception {
        Set<Class<?>> found = new HashSet<>();
        try (Stream<Path> files = Files.list(top.resolve("regatta/workload"))) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".class") && !name.equals("package-info.class")) {
                    Class<?> type = Class.forName("regatta.workload." + name.replace(".class", ""));
                    if (Modifier.isPublic(type.getModifiers())) {
                        found.add(type);
                    }
                }
            }
        }
        return found;
    }

    private static boolean isOpen(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String signature(Method method) {
        return "%s.%s(%s) %s"
                .formatted(
                        name(method.getDeclaringClass()),
                        method.getName(),
                        names(method.getParameterTypes()),
                        name(method.getReturnType()));
    }

    private static String signature(Constructor<?> made) {
        return "%s(%s)".formatted(name(made.getDeclaringClass()), names(made.getParameterTypes()));
    }

    private static String signature(Field field) {
        return "%s.%s %s"
                .formatted(name(field.getDeclaringClass()), field.getName(), name(field.getType()));
    }

    private static String names(Class<?>... types) {
        return Stream.of(types).map(ExtensionPointTest::name).collect(Collectors.joining(", "));
    }

    private static String name(Class<?> type) {
        return type.getTypeName().replaceFirst("^(java\\.lang|regatta\\.workload)\\.", "");
    }
}
