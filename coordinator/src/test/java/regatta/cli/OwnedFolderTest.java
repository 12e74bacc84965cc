package regatta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnedFolderTest {
    @TempDir Path parent;

    @Test
    void deletesTheFolderOfADeadOwner() throws Exception {
        Path left = folder("regatta-compare-left");
        Files.createFile(left.resolve("owner.lock"));
        Files.writeString(Files.createDirectory(left.resolve("downloads")).resolve("a"), "a");

        try (OwnedFolder own = OwnedFolder.create(parent)) {
            assertThat(left).doesNotExist();
            assertThat(own.path()).isDirectory();
        }
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void sparesFoldersThatHaveAnOwnerOrBelongToNoComparison() throws Exception {
        Path unowned = folder("regatta-compare-being-made");
        Path others = folder("regatta-other");
        Files.createFile(others.resolve("owner.lock"));

        try (OwnedFolder first = OwnedFolder.create(parent);
                OwnedFolder second = OwnedFolder.create(parent);
                OwnedFolder third = OwnedFolder.create(parent)) {
            assertThat(parent.toFile().listFiles())
                    .extracting(File::toPath)
                    .containsExactlyInAnyOrder(
                            unowned, others, first.path(), second.path(), third.path());
        }
    }

    private Path folder(String name) throws Exception {
        return Files.createDirectory(parent.resolve(name));
    }
}
