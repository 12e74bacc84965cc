package regatta.workload.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import regatta.secret.Secrets;
import regatta.workload.Codec;
import regatta.workload.Demand;
import regatta.workload.EventLoop;
import regatta.workload.Field;
import regatta.workload.JobFiles;
import regatta.workload.LongList;
import regatta.workload.SignedUrl;
import regatta.workload.TaskContext;
import regatta.workload.TaskFailedException;
import regatta.workload.TaskFile;
import regatta.workload.TaskOutput;
import regatta.workload.Validity;
import regatta.workload.Violation;
import regatta.workload.Workload;

/** Runs a program for each input. */
public final class Command implements Workload<Command.Spec, CommandTask, Ran, Command.Output> {
    public static final String KIND = "command";

    private static final int SHOWN_TITLE = 60;

    private final CommandSettings settings;
    private final CommandCheck check;
    private final JobFiles files;
    private final Program program;

    Command(CommandSettings settings) {
        this.settings = settings;
        check = new CommandCheck(settings.maxInputs());
        files = new JobFiles(settings.directory());
        program = new Program(settings);
    }

    /**
     * The spec of a job: what program to run for which inputs.
     *
     * @param argv the program and its arguments, with placeholders
     * @param inputs the inputs; each input becomes one task
     * @param stdin the text that each program reads from standard input; null stands for no text
     * @param timeout the time after which a program is killed; null if there is no limit
     * @param environment the environment variables that the job sets for the programs; their values
     *     may be secret
     * @param folder the folder where the programs run; null if each program runs in a new folder
     * @param file the file that each program writes in the program's folder and that the job keeps;
     *     may hold placeholders; null if the job keeps no file
     * @param repeatable whether a program always prints the same text for the same input
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Spec(
            @SignedUrl List<String> argv,
            List<Input> inputs,
            @SignedUrl @Nullable String stdin,
            @Nullable Duration timeout,
            @JsonProperty(access = JsonProperty.Access.WRITE_ONLY) Map<String, String> environment,
            @Nullable String folder,
            @Nullable String file,
            boolean repeatable) {
        public Spec {
            argv = List.copyOf(argv);
            inputs = List.copyOf(inputs);
            environment = Map.copyOf(environment);
        }

        @JsonCreator
        static Spec read(
                @JsonProperty("argv") @Nullable List<String> argv,
                @JsonProperty("inputs") @Nullable List<Input> inputs,
                @JsonProperty("stdin") @Nullable String stdin,
                @JsonProperty("timeout") @Nullable Duration timeout,
                @JsonProperty("environment") @Nullable Map<String, String> environment,
                @JsonProperty("folder") @Nullable String folder,
                @JsonProperty("file") @Nullable String file,
                @JsonProperty("repeatable") @Nullable Boolean repeatable) {
            return new Spec(
                    Objects.requireNonNullElse(argv, List.of()),
                    Objects.requireNonNullElse(inputs, List.of()),
                    stdin,
                    timeout,
                    Objects.requireNonNullElse(environment, new TreeMap<>()),
                    folder,
                    file,
                    repeatable == null || repeatable);
        }

        /** Leaves out the environment variables, which may be secret. */
        @Override
        public String toString() {
            return "Spec[" + argv + ", " + inputs.size() + " inputs]";
        }
    }

    /**
     * A job's output.
     *
     * @param commands how many programs ran
     * @param stdoutSha256 the SHA-256 of the SHA-256 digests of all standard outputs, in the order
     *     of inputs
     * @param firstLines the first line that each of the first ten programs printed, without secrets
     */
    public record Output(long commands, String stdoutSha256, @SignedUrl List<String> firstLines) {}

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String description() {
        return "Runs a program for each input, as GNU parallel does. Over HTTP only programs that"
                + " regatta.command.allowed names.";
    }

    @Override
    public Class<Spec> specType() {
        return Spec.class;
    }

    @Override
    public Class<Output> outputType() {
        return Output.class;
    }

    @Override
    public List<Field> fields() {
        return check.fields();
    }

    @Override
    public String title(Spec spec) {
        String line = Secrets.masked(String.join(" ", spec.argv()));
        String cut = line.length() > SHOWN_TITLE ? line.substring(0, SHOWN_TITLE) + "…" : line;
        return "Command: %s × %,d".formatted(Texts.printable(cut), spec.inputs().size());
    }

    @Override
    public Optional<LongList<Spec>> specList() {
        return Optional.of(new LongList<>("inputs", Spec::inputs));
    }

    @Override
    public Demand demand() {
        return Demand.COMPUTING;
    }

    @Override
    public String defaultMode() {
        return "thread-pool";
    }

    @Override
    public List<Violation> check(Spec spec) {
        return check.check(spec);
    }

    @Override
    public Optional<String> refusal(Spec spec) {
        return settings.rights().refusal(spec);
    }

    @Override
    public List<String> abilities() {
        return settings.rights().all()
                ? List.of(KIND)
                : settings.rights().programs().stream().map(Command::ability).toList();
    }

    @Override
    public String ability(Spec spec) {
        return settings.rights().all() ? KIND : ability(spec.argv().getFirst());
    }

    private static String ability(String program) {
        return KIND + " " + program;
    }

    @Override
    public int taskCount(Spec spec) {
        return spec.inputs().size();
    }

    @Override
    public CommandTask task(Spec spec, int index) {
        return new CommandTask(
                spec.argv(),
                spec.inputs().get(index),
                index + 1,
                spec.stdin(),
                spec.timeout(),
                spec.environment(),
                spec.folder(),
                spec.file());
    }

    @Override
    public Codec<CommandTask> taskCodec() {
        return settings.codec();
    }

    @Override
    public Codec<Ran> outputCodec() {
        return Codecs.RAN;
    }

    @Override
    public Ran run(CommandTask task, TaskContext context)
            throws TaskFailedException, IOException, InterruptedException {
        return program.run(task, context);
    }

    /** Runs the program on a thread of its own, because the loop must not wait for the program. */
    @Override
    public CompletionStage<Ran> start(CommandTask task, TaskContext context, EventLoop loop) {
        return new Attended(() -> program.run(task, context), context, loop).start();
    }

    @Override
    public Output combine(Spec spec, Stream<TaskOutput<Ran>> outputs) {
        Combination all = new Combination(spec.inputs().size());
        outputs.forEach(output -> all.add(output.index(), output.output()));
        return all.output();
    }

    @Override
    public List<String> answer(Spec spec, Output output) {
        return Texts.answer(spec, output);
    }

    @Override
    public Validity verify(Spec spec, Output output) {
        return output.commands() == taskCount(spec)
                ? new Validity.Right()
                : new Validity.Wrong(
                        "%d of %d commands have an output"
                                .formatted(output.commands(), taskCount(spec)));
    }

    @Override
    public boolean repeatable(Spec spec) {
        return spec.repeatable();
    }

    @Override
    public Ran shown(Ran output) {
        return output;
    }

    @Override
    public Optional<TaskFile> file(Ran output) {
        return output.file() == null || output.bytes() == null || output.sha256() == null
                ? Optional.empty()
                : Optional.of(new TaskFile(output.file(), output.bytes(), output.sha256()));
    }

    @Override
    public Optional<JobFiles> files() {
        return Optional.of(files);
    }

    @Override
    public Optional<Spec> only(Spec spec, List<Integer> tasks) {
        return Optional.of(
                new Spec(
                        spec.argv(),
                        tasks.stream().map(spec.inputs()::get).toList(),
                        spec.stdin(),
                        spec.timeout(),
                        spec.environment(),
                        spec.folder(),
                        spec.file(),
                        spec.repeatable()));
    }

    @Override
    public void discardFiles(String job) throws IOException {
        files.discard(job);
    }

    @Override
    public void discardLeftovers() {
        program.discardLeftovers();
    }
}
