package io.tiltmeter.quickstart.supervision;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** A minimal service for the launcher: a port, readiness, and the id of its start. */
public final class StandInService {
    private StandInService() {}

    /** Serves until the process ends, at the port and with the launch id that its environment names. */
    public static void main(String[] arguments) throws IOException {
        String info = "{\"tiltmeter\":{\"launch_id\":\"" + System.getenv("TILTMETER_LAUNCH_ID") + "\"}}";
        int port = Integer.parseInt(System.getenv("QUARKUS_HTTP_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);
        server.createContext("/q", exchange -> {
            byte[] body = info.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    /** Writes a built tree whose four services are this class. */
    static void writeTree(Path code) throws IOException {
        String entry = StandInService.class.getName().replace('.', '/') + ".class";
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, StandInService.class.getName());
        for (String service : List.of("results", "dataset", "trainer", "evaluator")) {
            Path jar = code.resolve(service + "-service/target/quarkus-app/quarkus-run.jar");
            Files.createDirectories(jar.getParent());
            try (OutputStream file = Files.newOutputStream(jar);
                    JarOutputStream out = new JarOutputStream(file, manifest)) {
                out.putNextEntry(new ZipEntry(entry));
                try (var in = StandInService.class.getResourceAsStream("/" + entry)) {
                    in.transferTo(out);
                }
                out.closeEntry();
            }
        }
    }
}
