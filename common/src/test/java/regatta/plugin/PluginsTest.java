package regatta.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import regatta.workload.Workload;
import regatta.workload.Workloads;

class PluginsTest {
    private static final String SERVICES = "META-INF/services/regatta.workload.WorkloadProvider";

    @TempDir private Path folder;

    @Test
    void loadsTheWorkloadsOfAJarAndOfAFolderOfJars() throws Exception {
        Path jar = TestingPlugin.echo("rowing").writeTo(folder.resolve("rowing.jar"));
        TestingPlugin.echo("sailing", "", "stranger.lib.Wind.NAME")
                .source(
                        "stranger.lib.Wind",
                        "package stranger.lib; public class Wind {"
                                + " public static final String NAME = new String(\"east\"); }")
                .writeTo(folder.resolve("sailing/one.jar"));
        Files.writeString(folder.resolve("README"), "no plug-in");

        Workloads workloads = load("");

        assertThat(workloads.find("rowing")).isPresent();
        assertThat(workloads.find("sailing").map(Workload::description)).contains("east");
        assertThat(workloads.find("sum-of-squares")).isPresent();
        assertThat(workloads.digests())
                .containsOnlyKeys("rowing", "sailing")
                .containsEntry("rowing", sha256(jar));
        assertThat(problems("")).isEmpty();
    }

    @Test
    void aPluginSharesTheJdkAndTheExtensionPointAlone() throws Exception {
        String sees =
                """
                String seen = "";
                for (String name : new String[] {"java.sql.Connection", "javax.tools.ToolProvider",
                        "regatta.workload.Workload", "regatta.workload.download.Download",
                        "regatta.plugin.Plugins", "com.typesafe.config.Config",
                        "org.slf4j.Logger", "com.fasterxml.jackson.annotation.JsonCreator"}) {
                    try { Class.forName(name); seen += name + " "; }
                    catch (ClassNotFoundException hidden) { }
                }
                seen += Echo.class.getClassLoader().getResource("reference.conf");
                """;
        TestingPlugin.echo("rowing", sees, "seen").writeTo(folder.resolve("rowing.jar"));

        assertThat(load("").find("rowing").map(Workload::description))
                .contains(
                        "java.sql.Connection javax.tools.ToolProvider regatta.workload.Workload null");
    }

    @Test
    void twoPluginsMayBringDifferentClassesOfOneName() throws Exception {
        for (String kind : List.of("rowing", "sailing")) {
            TestingPlugin.echo(kind, "", "stranger.Library.version()")
                    .source(
                            "stranger.Library",
                            "package stranger; class Library { static String version() { return \""
                                    + kind
                                    + " 1\"; } }")
                    .writeTo(folder.resolve(kind + ".jar"));
        }

        Workloads workloads = load("");

        for (String kind : List.of("rowing", "sailing")) {
            assertThat(workloads.find(kind).map(Workload::description)).contains(kind + " 1");
        }
    }

    @Test
    void whatCannotBeUsedCostsALineAndNothingElse() throws Exception {
        Files.writeString(folder.resolve("a-broken.jar"), "no archive");
        Files.createDirectories(folder.resolve("no-plug-in"));
        TestingPlugin.empty().file("x", new byte[1]).writeTo(folder.resolve("c-other.jar"));
        TestingPlugin.empty()
                .file(SERVICES, "stranger.Gone".getBytes(UTF_8))
                .writeTo(folder.resolve("d-gone.jar"));
        throwing("e-throws", "if (true) throw new IllegalStateException(\"no\\nwind\");");
        throwing("f-error", "if (true) throw new NoClassDefFoundError(\"stranger/Lost\");");
        throwing("g-endless", "create(settings);");
        TestingPlugin.echo("download").writeTo(folder.resolve("h-reserved.jar"));
        TestingPlugin.echo("cluster").writeTo(folder.resolve("i-block.jar"));
        TestingPlugin.echo("Row.ing").writeTo(folder.resolve("j-name.jar"));
        TestingPlugin.echo("rowing").writeTo(folder.resolve("k-good.jar"));
        TestingPlugin.echo("rowing").writeTo(folder.resolve("l-again.jar"));

        assertThat(load("").digests()).containsOnlyKeys("rowing");
        assertThat(problems(""))
                .satisfiesExactly(
                        line ->
                                isAbout(
                                        line,
                                        "a-broken.jar",
                                        "no jar of it contains META-INF/services"),
                        line ->
                                isAbout(
                                        line,
                                        "c-other.jar",
                                        "no jar of it contains META-INF/services"),
                        line -> isAbout(line, "d-gone.jar", "Provider stranger.Gone not found"),
                        line -> isAbout(line, "e-throws.jar", "IllegalStateException: no wind"),
                        line -> isAbout(line, "f-error.jar", "NoClassDefFoundError"),
                        line -> isAbout(line, "g-endless.jar", "StackOverflowError"),
                        line -> isAbout(line, "h-reserved.jar", "the kind download is reserved"),
                        line -> isAbout(line, "i-block.jar", "the kind cluster is reserved"),
                        line -> isAbout(line, "j-name.jar", "'Row.ing' is not lower-case"),
                        line -> isAbout(line, "l-again.jar", "has a workload of kind rowing"));
    }

    @Test
    void aSecretFieldIsRefusedBecauseItWouldBeShown() throws Exception {
        Path jar = folder.resolve("rowing.jar");
        TestingPlugin.echo("rowing")
                .replacing("Field.optional(", "Field.secret(")
                .replacing("1000), 1,", "1000),")
                .writeTo(jar);

        assertThat(problems("")).singleElement().asString().contains("field times is secret");
    }

    @Test
    void settingsHaveTheirDefaultsInThePluginAndErrorsNameKeyAndPlugin() throws Exception {
        TestingPlugin.echo("rowing", "", "settings.string(\"river\") + settings.integer(\"boats\")")
                .defaults("regatta.rowing { river = Cam, boats = 8 }")
                .writeTo(folder.resolve("rowing.jar"));

        assertThat(load("").find("rowing").map(Workload::description)).contains("Cam8");
        assertThat(load("regatta.rowing.boats = 4").find("rowing").map(Workload::description))
                .contains("Cam4");
        assertThat(problems("regatta.rowing.boats = many"))
                .singleElement()
                .asString()
                .startsWith("plug-in rowing.jar is left out: ")
                .contains("regatta.rowing.boats has type STRING rather than NUMBER");
    }

    @Test
    void defaultsOfAPluginLeaveOtherBlocksAlone() throws Exception {
        TestingPlugin.echo("rowing")
                .defaults("regatta { rowing.boats = 8, download.max-urls = 99, sailing.boats = 1 }")
                .writeTo(folder.resolve("rowing.jar"));

        Config defaults = PluginSettings.defaults(root(""));

        assertThat(defaults.getInt("regatta.rowing.boats")).isEqualTo(8);
        assertThat(defaults.hasPath("regatta.download")).isFalse();
    }

    @Test
    void aFolderThatIsNamedButMissingIsAnError() {
        String missing = folder.resolve("nowhere").toString();

        assertThatThrownBy(() -> PluginSettings.of(named(missing, "")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("regatta.plugins.directory: " + missing + " is not a folder");
    }

    @Test
    void withoutASettingTheFolderStandsBesideTheConfiguration() throws Exception {
        TestingPlugin.echo("rowing").writeTo(folder.resolve("plugins/rowing.jar"));
        Config home =
                ConfigFactory.parseString(
                                "regatta.home = " + ConfigUtil.quoteString(folder.toString()))
                        .withFallback(ConfigFactory.load());

        assertThat(Plugins.load(PluginSettings.of(home)).find("rowing")).isPresent();
    }

    private void throwing(String name, String create) throws IOException {
        TestingPlugin.echo(name.substring(2), create, "\"\"")
                .writeTo(folder.resolve(name + ".jar"));
    }

    private static void isAbout(String line, String plugin, String why) {
        assertThat(line).startsWith("plug-in " + plugin + " is left out: ").contains(why);
        assertThat(line).doesNotContain("\n");
    }

    private Workloads load(String settings) {
        return Plugins.load(PluginSettings.of(root(settings)));
    }

    private List<String> problems(String settings) {
        return Plugins.of(PluginSettings.of(root(settings))).problems();
    }

    private Config root(String settings) {
        return named(folder.toString(), settings);
    }

    private static Config named(String directory, String settings) {
        return ConfigFactory.parseString(
                        settings
                                + "\nregatta.plugins.directory = "
                                + ConfigUtil.quoteString(directory))
                .withFallback(ConfigFactory.load());
    }

    private static String sha256(Path file) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(digest);
    }
}
