package regatta.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupTest {
    @TempDir Path folder;

    @Test
    void readsAQuotaOfVersionOne() throws IOException {
        process("4:memory:/other\n2:cpu,cpuacct:/jobs/one\n", cpuMount("/"));
        write("cpu/jobs/one/cpu.cfs_quota_us", "50000\n");
        write("cpu/jobs/one/cpu.cfs_period_us", "100000\n");
        write("cpu/jobs/one/cpu.stat", "nr_periods 9\nnr_throttled 2\nthrottled_time 920624346\n");
        Cgroup group = Cgroup.of(folder.resolve("proc"));
        assertThat(group.quota()).hasValue(0.5);
        assertThat(group.throttledNanos()).isEqualTo(920_624_346);
    }

    @Test
    void takesTheTightestOfTheGroupsAround() throws IOException {
        process("0::/jobs/one\n", secondMount("/"));
        write("second/jobs/cpu.max", "150000 100000\n");
        write("second/jobs/cpu.stat", "usage_usec 5\nthrottled_usec 70\n");
        write("second/jobs/one/cpu.max", "max 100000\n");
        write("second/jobs/one/cpu.stat", "usage_usec 5\nthrottled_usec 1000\n");
        Cgroup group = Cgroup.of(folder.resolve("proc"));
        assertThat(group.quota()).hasValue(1.5);
        assertThat(group.throttledNanos())
                .as("a group without a limit is not held back by itself")
                .isEqualTo(70_000);
    }

    @Test
    void prefersVersionOneWhereBothAreMounted() throws IOException {
        process("1:cpu:/\n0::/\n", secondMount("/"), cpuMount("/"));
        write("cpu/cpu.cfs_quota_us", "-1\n");
        write("cpu/cpu.cfs_period_us", "100000\n");
        Cgroup group = Cgroup.of(folder.resolve("proc"));
        assertThat(group.quota()).isEmpty();
        assertThat(group.throttledNanos()).isZero();
    }

    /** A container sees its own group at the top, under whatever name its host gave it. */
    @Test
    void findsTheGroupOfAContainerWhereItIsMounted() throws IOException {
        process("2:cpu:/docker/abc/inner\n", cpuMount("/docker/abc"));
        write("cpu/inner/cpu.cfs_quota_us", "250000\n");
        write("cpu/inner/cpu.cfs_period_us", "100000\n");
        assertThat(Cgroup.of(folder.resolve("proc")).quota()).hasValue(2.5);
        process("0::/\n", secondMount("/kubepods/pod1"));
        write("second/cpu.max", "20000 100000");
        assertThat(Cgroup.of(folder.resolve("proc")).quota()).hasValue(0.2);
    }

    @Test
    void knowsNothingWhereThereAreNoGroups() {
        Cgroup none = Cgroup.of(folder.resolve("nowhere"));
        assertThat(none.quota()).isEmpty();
        assertThat(none.throttledNanos()).isEqualTo(-1);
    }

    private void process(String groups, String... mounts) throws IOException {
        write("proc/cgroup", groups);
        write("proc/mountinfo", "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n" + String.join("", mounts));
    }

    private String cpuMount(String root) {
        return mount(root, "cpu", "cgroup cgroup rw,cpu");
    }

    private String secondMount(String root) {
        return mount(root, "second", "cgroup2 cgroup2 rw,nsdelegate");
    }

    private String mount(String root, String name, String type) {
        List<String> words =
                List.of("31 30 0:28", root, folder.resolve(name).toString(), "rw shared:9 -", type);
        return String.join(" ", words) + "\n";
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
