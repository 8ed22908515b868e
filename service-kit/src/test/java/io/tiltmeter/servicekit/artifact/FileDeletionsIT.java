package io.tiltmeter.servicekit.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.tiltmeter.servicekit.KitDatabase;
import io.tiltmeter.servicekit.KitStack;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Files that are deleted after a transaction. */
@QuarkusTest
@WithTestResource(KitStack.class)
class FileDeletionsIT {
    @Inject
    FileDeletions deletions;

    @Inject
    ArtifactStore artifacts;

    @Inject
    KitDatabase database;

    @Test
    void filesAreDeletedAfterTheCommitAndStayWithoutOne() throws IOException {
        for (String path : List.of("unneeded/a/1", "unneeded/a/2", "unneeded/b", "needed/c")) {
            artifacts.writeFile(path, out -> out.write(1));
        }
        assertThrows(
                IllegalStateException.class,
                () -> QuarkusTransaction.requiringNew().run(() -> {
                    deletions.add(List.of("needed"));
                    throw new IllegalStateException("given up");
                }));
        QuarkusTransaction.requiringNew()
                .run(() -> deletions.add(List.of("unneeded/a", "unneeded/b", "unneeded/nothing", "unneeded/b")));
        Awaitility.await().until(() -> artifacts.bytes("unneeded") == 0 && noted() == 0);
        assertEquals(1, artifacts.bytes("needed"));
    }

    @Test
    void whatAnotherProcessNotedIsDeletedWhenOneStarts() throws IOException {
        artifacts.writeFile("noted-before/file", out -> out.write(1));
        database.execute("insert into file_deletion (path) values ('noted-before')");
        deletions.start(new StartupEvent());
        Awaitility.await().until(() -> artifacts.bytes("noted-before") == 0 && noted() == 0);
    }

    private long noted() {
        return database.rows("file_deletion");
    }
}
