package regatta.coordinator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import regatta.coordinator.api.AttemptSample;
import regatta.coordinator.api.AttemptSample.Drawn;
import regatta.document.Document;
import regatta.document.Html;
import regatta.document.TimeLineChart;
import regatta.http.Json;

/** Zooms into the time line of many attempts, and prints how long its frames take. */
class TimeLineIT {
    private static final int ATTEMPTS = Integer.getInteger("regatta.timeline.attempts", 2_000);
    private static final int SLOTS = Integer.getInteger("regatta.timeline.slots", 8);
    private static final int FRAMES = Integer.getInteger("regatta.timeline.frames", 40);

    /** Zooms in and out by the wheel, and returns the milliseconds from frame to frame. */
    private static final String ZOOM =
            """
            (async () => {
                const frame = () => new Promise(requestAnimationFrame);
                const canvas = document.querySelector('.timeline canvas');
                const box = canvas.getBoundingClientRect();
                const took = [];
                await frame();
                let last = await frame();
                for (let i = 0; i < %d; i++) {
                    canvas.dispatchEvent(new WheelEvent('wheel', {
                        ctrlKey: true, cancelable: true, deltaY: i %% 40 < 20 ? -100 : 100,
                        clientX: box.left + box.width * (0.3 + 0.4 * (i %% 7) / 7), clientY: box.top + 9}));
                    const now = await frame();
                    took.push(now - last);
                    last = now;
                }
                return took;
            })()
            """
                    .formatted(FRAMES);

    @TempDir private Path folder;

    @Test
    void drawsEveryAttemptWhileSomebodyZooms() throws Exception {
        Optional<Path> chromium = Browser.program();
        assumeTrue(chromium.isPresent(), "there is no Chromium on the PATH");
        Path page = Files.writeString(folder.resolve("page.html"), page(sample()));
        try (Browser browser = new Browser(chromium.get(), folder)) {
            browser.resize(1280, 900);
            browser.open(page.toUri().toString());
            browser.awaitText("tasks: all %,d".formatted(ATTEMPTS));
            String picture = "document.querySelector('.timeline canvas').toDataURL()";
            String before = browser.run(picture).asText();
            double[] frames = milliseconds(browser.run(ZOOM));
            browser.run("document.querySelector('[aria-label=\"Zoom in\"]').click()");
            browser.awaitTrue(picture + " !== " + Json.MAPPER.writeValueAsString(before));
            double heap = browser.run("performance.memory.usedJSHeapSize").asDouble() / 1e6;
            System.out.printf(
                    "%,d attempts in %d slots, %d frames: median %.1f ms, 95 %% within %.1f ms,"
                            + " longest %.1f ms; JavaScript's heap %.0f MB%n",
                    ATTEMPTS,
                    SLOTS,
                    frames.length,
                    frames[frames.length / 2],
                    frames[frames.length * 95 / 100],
                    frames[frames.length - 1],
                    heap);
            assertThat(frames).hasSize(FRAMES);
            assertThat(browser.complaints).isEmpty();
        }
    }

    private static double[] milliseconds(JsonNode found) {
        double[] all =
                StreamSupport.stream(found.spliterator(), false)
                        .mapToDouble(JsonNode::asDouble)
                        .toArray();
        Arrays.sort(all);
        return all;
    }

    private static String page(AttemptSample sample) {
        double seconds = sample.attempts().getLast().end() / 1e9;
        ObjectNode data = Json.MAPPER.createObjectNode();
        data.set("sample", Json.MAPPER.valueToTree(sample));
        data.putObject("report").put("wallSeconds", seconds);
        List<Document.Block> blocks =
                List.of(
                        new Document.Heading("When tasks ran"),
                        new Document.Caption("A lane is a slot."),
                        TimeLineChart.of(
                                0,
                                List.of(new TimeLineChart.Line("attempts", sample, seconds)),
                                0));
        return Html.of(new Document("A time line", blocks), Json.line(data));
    }

    /** Attempts of 0.1 to 2 ms, with gaps, that compute, wait, and lack a core in turn. */
    private static AttemptSample sample() {
        SplittableRandom random = new SplittableRandom(1);
        long[] free = new long[SLOTS];
        List<Drawn> attempts = new ArrayList<>();
        for (int task = 0; task < ATTEMPTS; task++) {
            int slot = task % SLOTS;
            long begin = free[slot] + random.nextLong(100_000);
            long ran = random.nextLong(100_000, 2_000_000);
            free[slot] = begin + ran;
            long cpu = random.nextLong(ran);
            long ready = random.nextLong(ran - cpu);
            attempts.add(new Drawn(task, 0, slot, begin, free[slot], cpu, ready, 50_000));
        }
        return new AttemptSample(ATTEMPTS, List.of("w"), attempts);
    }
}
