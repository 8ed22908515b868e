package io.tiltmeter.servicekit.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorkDispatcherTest {
    private final List<String> done = new ArrayList<>();
    private final WorkDispatcher dispatcher = new WorkDispatcher(List.of(handler("build"), handler("measure")));

    @Test
    void eachItemGoesToTheHandlerOfItsKind() throws Exception {
        dispatcher.handle(new Lease(item("measure")));
        dispatcher.retried(item("build"), "once");
        dispatcher.failed(item("measure"), "twice");
        assertEquals(List.of("measure", "build retried once", "measure failed twice"), done);
    }

    @Test
    void anItemOfAnUnknownKindIsAnsweredWithTheKnownKinds() {
        String message = assertThrows(IllegalStateException.class, () -> dispatcher.handle(new Lease(item("train"))))
                .getMessage();
        assertTrue(message.contains("train") && message.contains("build") && message.contains("measure"), message);
    }

    @Test
    void twoHandlersOfOneKindAreRefused() {
        List<WorkHandler> twice = List.of(handler("build"), handler("build"));
        assertThrows(IllegalStateException.class, () -> new WorkDispatcher(twice));
    }

    @Test
    void aWorkerHasTheIdleTasksOfItsKinds() {
        assertEquals(List.of("build idle"), idle(WorkKinds.only("build")));
        assertEquals(List.of("measure idle"), idle(WorkKinds.except(Set.of("build"))));
        assertEquals(List.of("build idle", "measure idle"), idle(WorkKinds.ALL));
    }

    private List<String> idle(WorkKinds kinds) {
        done.clear();
        dispatcher.idleTasks(kinds).forEach(idle -> idle.task().run());
        return done.stream().sorted().toList();
    }

    private WorkHandler handler(String kind) {
        return new WorkHandler() {
            @Override
            public String kind() {
                return kind;
            }

            @Override
            public void handle(Lease lease) {
                done.add(kind);
            }

            @Override
            public List<IdleTask> idleTasks() {
                return List.of(new IdleTask(Duration.ZERO, () -> done.add(kind + " idle")));
            }

            @Override
            public void retried(WorkItem item, String reason) {
                done.add(kind + " retried " + reason);
            }

            @Override
            public void failed(WorkItem item, String reason) {
                done.add(kind + " failed " + reason);
            }
        };
    }

    private static WorkItem item(String kind) {
        return new WorkItem(
                kind + "/1",
                kind,
                "",
                "",
                WorkItem.Status.LEASED,
                1,
                0,
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
