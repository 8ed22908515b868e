package io.tiltmeter.evaluator.application.judge;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** A judge that finds neither answer in anything, for all tests of this module. */
public final class TestJudge implements QuarkusTestResourceLifecycleManager {
    static JudgeServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = new JudgeServer(JudgeServer.replying("{\"answer\": \"neither\"}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Map.of("tiltmeter.judge.url", server.url(), "tiltmeter.judge.model", "a-judge");
    }

    @Override
    public void stop() {
        server.close();
    }
}
