package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import regatta.coordinator.TestingPrograms;
import regatta.http.Json;

/** A headless Chromium with one tab, spoken to by its DevTools protocol. For one thread. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(25);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

    /** What the tab asked for, and what it complained of. */
    final List<String> requested = new CopyOnWriteArrayList<>();

    final List<String> complaints = new CopyOnWriteArrayList<>();

    /** The program of a Chromium on the path; empty where there is none. */
    static Optional<Path> program() {
        return TestingPrograms.first("chromium", "chromium-browser", "google-chrome");
    }

    /**
     * Starts the program with an empty profile.
     *
     * @param folder for the profile, and for what the tab saves
     */
    Browser(Path program, Path folder) throws Exception {
        Path profile = Files.createDirectories(folder.resolve("profile"));
        process =
                new ProcessBuilder(
                                program.toString(),
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-default-apps",
                                "--disable-sync",
                                "--no-first-run",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile,
                                "about:blank")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("browser.log").toFile())
                        .start();
        int port = port(profile.resolve("DevToolsActivePort"));
        HttpRequest open =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .build();
        JsonNode tab =
                Json.MAPPER.readTree(http.send(open, HttpResponse.BodyHandlers.ofString()).body());
        socket =
                http.newWebSocketBuilder()
                        .buildAsync(
                                URI.create(tab.get("webSocketDebuggerUrl").textValue()),
                                new Listener())
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
            send(domain + ".enable", Map.of());
        }
        send("Page.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", folder));
    }

    private int port(Path file) throws IOException {
        await("the browser's port", () -> Files.exists(file) && Files.size(file) > 0);
        return Integer.parseInt(Files.readAllLines(file).getFirst());
    }

    void open(String url) throws Exception {
        send("Page.navigate", Map.of("url", url));
        awaitTrue("document.readyState === 'complete' && location.href !== 'about:blank'");
    }

    /** Shows a part of the page that is open. */
    void go(String hash) throws Exception {
        run("location.hash = " + Json.MAPPER.writeValueAsString(hash));
    }

    /** The value of an expression, awaited if it is a promise. */
    JsonNode run(String expression) throws Exception {
        JsonNode answer =
                send(
                        "Runtime.evaluate",
                        Map.of(
                                "expression",
                                expression,
                                "awaitPromise",
                                true,
                                "returnByValue",
                                true,
                                "userGesture",
                                true));
        assertThat(answer.path("exceptionDetails").isMissingNode())
                .as("%s: %s", expression, answer)
                .isTrue();
        return answer.at("/result/value");
    }

    /** What the page shows to people. */
    String text() throws Exception {
        return run("document.body.innerText").asText();
    }

    /** Waits until the page shows a text. */
    void awaitText(String text) throws Exception {
        awaitTrue(
                "document.body.innerText.includes(%s)"
                        .formatted(Json.MAPPER.writeValueAsString(text)));
    }

    /** Waits until an expression is true. */
    void awaitTrue(String expression) throws Exception {
        await(expression, () -> run(expression).asBoolean());
    }

    /** Clicks the button or link with this text, once it is there. */
    void click(String text) throws Exception {
        String find =
                "[...document.querySelectorAll('button, a')].find(one => one.textContent.trim().startsWith(%s))"
                        .formatted(Json.MAPPER.writeValueAsString(text));
        awaitTrue("!!" + find);
        run(find + ".click()");
    }

    /** Types into a field by its id. */
    void type(String id, String text) throws Exception {
        awaitTrue("!!document.getElementById('%s')".formatted(id));
        run(
                "(field => { field.value = %s; field.dispatchEvent(new Event('change')); })(document.getElementById('%s'))"
                        .formatted(Json.MAPPER.writeValueAsString(text), id));
    }

    /** Presses a key, as a keyboard does. */
    void press(String key, int code) throws Exception {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            send(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "windowsVirtualKeyCode", code));
        }
    }

    /** Makes the window another size. */
    void resize(int width, int height) throws Exception {
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
    }

    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    void await(String what, Condition condition) {
        long start = System.nanoTime();
        try {
            while (!condition.holds()) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new AssertionError(
                            "in vain: %s; complaints %s; the page shows: %s"
                                    .formatted(what, complaints, socket == null ? "" : text()));
                }
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (Exception failure) {
            throw new AssertionError(what, failure);
        }
    }

    JsonNode send(String method, Map<String, ?> parameters) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode message = Json.MAPPER.createObjectNode().put("id", id).put("method", method);
        ObjectNode given = message.putObject("params");
        parameters.forEach((name, value) -> given.set(name, value(value)));
        socket.sendText(message.toString(), true).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        JsonNode got = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(got.path("error").isMissingNode()).as("%s: %s", method, got).isTrue();
        return got.path("result");
    }

    private static JsonNode value(Object value) {
        return Json.MAPPER.valueToTree(value instanceof Path path ? path.toString() : value);
    }

    private void got(JsonNode message) {
        if (message.has("id")) {
            Objects.requireNonNull(answers.remove(message.get("id").asInt())).complete(message);
            return;
        }
        switch (message.path("method").asText()) {
            case "Network.requestWillBeSent" ->
                    requested.add(message.at("/params/request/url").asText());
            case "Log.entryAdded" -> complaints.add(message.at("/params/entry/text").asText());
            case "Runtime.exceptionThrown" ->
                    complaints.add(message.at("/params/exceptionDetails").toString());
            default -> {}
        }
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                try {
                    got(Json.MAPPER.readTree(text.toString()));
                } catch (IOException unreadable) {
                    complaints.add(unreadable.toString());
                }
                text.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage("");
        }
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
        List<ProcessHandle> all =
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        all.forEach(ProcessHandle::destroyForcibly);
        process.onExit().join();
    }
}
