package regatta.plugin;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Loads the classes of one plug-in. The loader stays open as long as the JVM lives. */
final class PluginClassLoader extends URLClassLoader {
    private static final ClassLoader SHARED = new SharedClasses();

    static {
        registerAsParallelCapable();
    }

    /** Creates the loader of some jars without reading the jars. */
    PluginClassLoader(String name, List<Path> jars) {
        super(name, jars.stream().map(PluginClassLoader::url).toArray(URL[]::new), SHARED);
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * Loads what every plug-in shares with Regatta: the JDK, and the package {@code
     * regatta.workload} without the packages below it.
     */
    private static final class SharedClasses extends ClassLoader {
        private static final String API = "regatta.workload";
        private static final ClassLoader REGATTA = PluginClassLoader.class.getClassLoader();

        static {
            registerAsParallelCapable();
        }

        /**
         * All packages of the JDK. The platform's class loader lacks some of these packages. The
         * system's class loader loads the packages that the platform's loader lacks.
         */
        private final Set<String> jdk =
                ModuleLayer.boot().modules().stream()
                        .flatMap(module -> module.getPackages().stream())
                        .collect(Collectors.toUnmodifiableSet());

        SharedClasses() {
            super("regatta-shared", ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            int dot = name.lastIndexOf('.');
            String home = dot < 0 ? "" : name.substring(0, dot);
            if (home.equals(API)) {
                return REGATTA.loadClass(name);
            }
            if (jdk.contains(home)) {
                return ClassLoader.getSystemClassLoader().loadClass(name);
            }
            throw new ClassNotFoundException(name);
        }
    }
}
