package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import regatta.cli.TestingPorts;
import regatta.coordinator.CoordinatorNode;

/** What a person does on the page, in one browser, with one coordinator that is started again. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageIT {
    private static final String HOSTILE = "<img src=x onerror=alert(document.domain)>";
    private static final String TOKEN = "page".repeat(8);

    @TempDir private static Path folder;
    private static @Nullable HttpServer origin;
    private static @Nullable CoordinatorNode node;
    private static @Nullable Browser browser;
    private static String url = "";
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> chromium = Browser.program();
        assumeTrue(chromium.isPresent(), "there is no Chromium on the PATH");
        origin = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        origin.createContext(
                "/good",
                exchange -> {
                    byte[] body = "0123456789".getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        origin.start();
        port = TestingPorts.next();
        node = startNode("");
        url = "http://127.0.0.1:" + port;
        browser = new Browser(chromium.get(), folder);
        browser.resize(1280, 900);
        browser.open(url + "/");
    }

    @AfterAll
    static void end() {
        if (browser != null) {
            browser.close();
        }
        if (node != null) {
            node.close();
        }
        if (origin != null) {
            origin.stop(0);
        }
    }

    @Test
    @Order(1)
    void startsAComparisonAndShowsItsVerdict() throws Exception {
        browser().awaitText("Nothing runs.");
        hasNothingSeriousFor("an empty page");
        browser().click("New comparison");
        browser().awaitTrue("!!document.querySelector('#kind option[value=sum-of-squares]')");
        browser().type("kind", "sum-of-squares");
        browser().awaitText("Each target n asks for");
        browser()
                .type(
                        "body",
                        """
                        {"workload": {"kind": "sum-of-squares", "targets": [100000], "repeat": 2},
                         "modes": ["batch", "thread-pool"], "rounds": [1], "budget": "PT20S"}
                        """);
        browser().click("Start");
        browser().awaitTrue("(document.querySelector('.verdict')?.textContent.length ?? 0) > 20");
        browser().awaitTrue("document.querySelectorAll('.verdict svg.strip').length === 3");
        assertThat(browser().run("document.querySelectorAll('.verdict tbody tr').length").asInt())
                .isEqualTo(2);
        assertThat(
                        browser()
                                .run("document.querySelector('.verdict .card h2').textContent")
                                .asText())
                .isNotEmpty();
        hasNothingSeriousFor("a comparison");
    }

    @Test
    @Order(2)
    void followsAJobToItsEndAndFetchesItsFile() throws Exception {
        submit(
                """
                {"workload": {"kind": "download", "urls": ["%s/good"]}, "name": "%s"}
                """
                        .formatted(origin(), HOSTILE));
        browser().awaitText("1 task succeeded");
        assertThat(browser().run("document.querySelector('h1').textContent").asText())
                .startsWith(HOSTILE);
        assertThat(browser().run("document.images.length").asInt()).isZero();
        browser().awaitTrue("!!document.querySelector('.timeline canvas')");
        browser().awaitText("Last attempts of tasks: all 1.");
        browser().click("Fetch good");
        browser().await("the file", () -> Files.exists(folder.resolve("good")));
        browser()
                .await(
                        "its content",
                        () -> Files.readString(folder.resolve("good")).equals("0123456789"));
    }

    @Test
    @Order(3)
    void cancelsAJobByKeyboardAlone() throws Exception {
        submit(
                """
                {"workload": {"kind": "sum-of-squares", "targets": [10000000000000]},
                 "mode": "thread-pool", "slots": 1}
                """);
        browser().awaitTrue("!!document.querySelector('[data-key=cancel]')");
        browser().awaitText("1 attempt still runs.");
        browser().run("document.querySelector('.skip').focus()");
        for (int tabs = 0; tabs < 12 && !isFocused("cancel"); tabs++) {
            browser().press("Tab", 9);
        }
        assertThat(isFocused("cancel")).isTrue();
        browser().send("Input.dispatchKeyEvent", enter("keyDown"));
        browser().send("Input.dispatchKeyEvent", enter("keyUp"));
        browser().awaitText("cancelled");
    }

    @Test
    @Order(4)
    void groupsWhatFailedByItsCauseAndRetriesIt() throws Exception {
        submit(
                """
                {"workload": {"kind": "download", "urls": ["%1$s/good", "%1$s/%2$s1", "%1$s/%2$s2"]},
                 "maxAttempts": 1, "retryFor": "PT0S"}
                """
                        .formatted(origin(), "%3Cimg%20src=x%20onerror=alert(1)%3E"));
        browser().awaitText("What failed, by cause");
        browser().awaitText("1 of 3 tasks succeeded, 2 failed");
        assertThat(
                        browser()
                                .run(
                                        "document.querySelectorAll('[aria-label=Causes] tbody"
                                                + " tr').length")
                                .asInt())
                .isOne();
        assertThat(browser().run("document.images.length").asInt()).isZero();
        hasNothingSeriousFor("a failed job");
        String failed = browser().run("location.hash").asText();
        browser().click("Retry what failed");
        browser().awaitTrue("location.hash !== '%s'".formatted(failed));
        browser().awaitText("0 of 2 tasks succeeded, 2 failed");
    }

    @Test
    @Order(5)
    void showsEverythingOnANarrowScreenAndInTheDark() throws Exception {
        browser().resize(400, 800);
        browser()
                .send(
                        "Emulation.setEmulatedMedia",
                        Map.of(
                                "features",
                                List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        for (String hash : List.of("#/", "#/jobs", "#/workers", "#/new-job", "#/comparisons")) {
            browser().go(hash);
            browser().awaitTrue("document.querySelectorAll('main .card').length > 0");
            assertThat(browser().run("document.documentElement.scrollWidth").asInt())
                    .as("width of %s", hash)
                    .isLessThanOrEqualTo(400);
            hasNothingSeriousFor(hash);
        }
    }

    @Test
    @Order(6)
    void outlivesARestartAndShowsAStrangerNothing() throws Exception {
        browser().resize(1280, 900);
        browser().go("#/jobs");
        browser().awaitText(HOSTILE);
        node().close();
        browser().awaitText("does not answer since");
        assertThat(browser().text()).as("what it knew").contains(HOSTILE);
        Path tokens = folder.resolve("tokens");
        Files.createFile(
                tokens,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(tokens, TOKEN + " read watcher\n");
        node = startNode("");
        browser().awaitTrue("document.getElementById('link').textContent.startsWith('live')");
        browser().awaitText(HOSTILE);
        node().close();
        node = startNode("regatta.auth.token-file = \"%s\"".formatted(tokens));
        browser().awaitText("This coordinator wants a token");
        assertThat(browser().text()).doesNotContain(HOSTILE);
        hasNothingSeriousFor("the door");
        browser().type("token", "wrong".repeat(8));
        browser().click("Sign in");
        browser().awaitText("does not know this token");
        browser().type("token", TOKEN);
        browser().click("Sign in");
        browser().awaitText(HOSTILE);
    }

    @Test
    @Order(7)
    void breaksNoRuleOfItsContentPolicyAndAsksNobodyElse() {
        assertThat(browser().requested)
                .isNotEmpty()
                .allMatch(asked -> asked.startsWith(url + "/") || asked.startsWith("blob:" + url));
        assertThat(browser().complaints)
                .noneMatch(complaint -> complaint.contains("Content Security Policy"))
                .allMatch(complaint -> complaint.startsWith("Failed to load resource"));
    }

    private static void submit(String body) throws Exception {
        browser().go("#/new-job");
        browser().awaitTrue("(document.getElementById('body')?.value ?? '') !== ''");
        browser().type("body", body);
        browser().click("Start");
        browser().awaitTrue("/^#.jobs.[a-z0-9]+$/.test(location.hash)");
    }

    /** Fails where axe-core finds something that keeps people out. */
    private static void hasNothingSeriousFor(String where) throws Exception {
        if (!browser().run("typeof axe === 'object'").asBoolean()) {
            try (InputStream script = PageIT.class.getResourceAsStream("/axe.min.js")) {
                browser()
                        .run(
                                new String(
                                                Objects.requireNonNull(script).readAllBytes(),
                                                StandardCharsets.UTF_8)
                                        + "; 1");
            }
        }
        JsonNode found =
                browser()
                        .run(
                                """
                                axe.run(document, {resultTypes: ['violations']}).then(all => all.violations
                                    .filter(one => one.impact === 'serious' || one.impact === 'critical')
                                    .map(one => one.id + ': ' + one.nodes.map(node => node.html).join(' ')))
                                """);
        assertThat(found).as(where).isEmpty();
    }

    private static boolean isFocused(String key) throws Exception {
        return browser().run("document.activeElement.dataset.key ?? ''").asText().equals(key);
    }

    private static Map<String, ?> enter(String type) {
        return Map.of("type", type, "key", "Enter", "windowsVirtualKeyCode", 13, "text", "\r");
    }

    private static CoordinatorNode startNode(String more) {
        return CoordinatorNode.start(
                ConfigFactory.parseString(
                                """
                                regatta {
                                  http.port = %d, cluster.port = 0, store.url = "jdbc:sqlite:%s"
                                  download { directory = "%s", allowed-networks = ["127.0.0.1/32"],
                                    allowed-ports = [%d] }
                                }
                                %s
                                """
                                        .formatted(
                                                port,
                                                folder.resolve("regatta.db"),
                                                folder.resolve("downloads"),
                                                originPort(),
                                                more))
                        .withFallback(ConfigFactory.load())
                        .resolve());
    }

    private static Browser browser() {
        return Objects.requireNonNull(browser);
    }

    private static CoordinatorNode node() {
        return Objects.requireNonNull(node);
    }

    private static int originPort() {
        return Objects.requireNonNull(origin).getAddress().getPort();
    }

    private static String origin() {
        return "http://127.0.0.1:" + originPort();
    }
}
