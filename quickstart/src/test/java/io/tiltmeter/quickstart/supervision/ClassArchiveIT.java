package io.tiltmeter.quickstart.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With one service that only reports that it is ready, in processes of their own. */
class ClassArchiveIT {
    @TempDir
    private Path temporary;

    private Path code;
    private Path log;
    private Path lists;
    private Process process;

    @BeforeEach
    void writeTree() throws IOException {
        code = temporary.resolve("the code");
        log = temporary.resolve("service.log");
        lists = temporary.resolve("lists");
        StandInService.writeTree(code);
    }

    @AfterEach
    void endProcess() {
        end();
    }

    @Test
    void secondStartUsesTheArchiveOfTheFirst() throws Exception {
        Path archive = archiveOfAFirstStart();
        try (ClassArchives archives = new ClassArchives(lists)) {
            Part part = part(archives);
            start(part);
            assertTrue(maps(archive), "the second start does not use " + archive);
            archives.makeMissing().join();
            assertEquals(List.of(archive), files(archive.getParent()));
            end();
            start(part);
            assertFalse(maps(archive), "a process that ended uses the archive again, which may be the reason");
        }
        assertEquals("", Files.readString(log));
    }

    @Test
    void otherBuildGetsAnArchiveOfItsOwn() throws Exception {
        Path archive = archiveOfAFirstStart();
        Files.setLastModifiedTime(
                program(),
                FileTime.fromMillis(Files.getLastModifiedTime(program()).toMillis() - 5_000));
        Path other = archiveOfAFirstStart();
        assertFalse(archive.equals(other));
        assertEquals(List.of(other), files(archive.getParent()));
    }

    @Test
    void damagedArchiveDoesNotPreventTheStart() throws Exception {
        Path archive = archiveOfAFirstStart();
        byte[] whole = Files.readAllBytes(archive);
        assertTrue(archive.toFile().setWritable(true));
        for (int length : List.of(0, 100, 5_000, whole.length / 2, whole.length - 1)) {
            Files.write(archive, Arrays.copyOf(whole, length));
            try (ClassArchives archives = new ClassArchives(lists)) {
                start(part(archives));
            }
            end();
        }
        assertEquals("", Files.readString(log));
    }

    private Path archiveOfAFirstStart() throws Exception {
        try (ClassArchives archives = new ClassArchives(lists)) {
            start(part(archives));
            archives.makeMissing().join();
            end();
            Path archive = archives.of(code, "results-service", ClassPath.ofJar(program()))
                    .file();
            assertTrue(Files.exists(archive), archive + " was not made");
            return archive;
        }
    }

    private Part part(ClassArchives archives) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ClassPath classPath = ClassPath.ofJar(program());
        return Part.java(
                Integer.toString(port),
                log,
                archives.of(code, "results-service", classPath),
                classPath.options(),
                Map.of("QUARKUS_HTTP_PORT", Integer.toString(port), "TILTMETER_LAUNCH_ID", "this"));
    }

    private void start(Part part) throws Exception {
        process = part.starter().start();
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + part.name() + "/q"))
                .build();
        while (true) {
            try {
                http.send(request, BodyHandlers.discarding());
                return;
            } catch (IOException notYet) {
                assertTrue(process.isAlive(), () -> "ended; its log: " + log);
            }
        }
    }

    private void end() {
        process.destroyForcibly().onExit().join();
    }

    private boolean maps(Path archive) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps"))
                .contains(archive.toString());
    }

    private Path program() {
        return code.resolve("results-service/target/quarkus-app/quarkus-run.jar");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
