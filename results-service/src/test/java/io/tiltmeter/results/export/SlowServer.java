package io.tiltmeter.results.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers every request with the same bytes: a part at once, and the rest at one byte a second. */
final class SlowServer implements AutoCloseable {
    static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n";

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
    private final AtomicInteger requests = new AtomicInteger();
    private final byte[] atOnce;
    private final byte[] slowly;

    SlowServer(String atOnce, String slowly) throws IOException {
        this.atOnce = atOnce.getBytes(StandardCharsets.UTF_8);
        this.slowly = slowly.getBytes(StandardCharsets.UTF_8);
        threads.submit(this::accept);
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    int requests() {
        return requests.get();
    }

    private Void accept() throws IOException {
        while (true) {
            Socket socket = listening.accept();
            threads.submit(() -> answer(socket));
        }
    }

    private Void answer(Socket socket) throws IOException {
        BufferedReader request =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        for (String line = request.readLine(); line != null && !line.isEmpty(); line = request.readLine()) {
            requests.addAndGet(line.endsWith(" HTTP/1.1") ? 1 : 0);
        }
        OutputStream out = socket.getOutputStream();
        out.write(atOnce);
        out.flush();
        if (slowly.length == 0) {
            socket.close();
            return null;
        }
        AtomicInteger next = new AtomicInteger();
        // ends by the exception of a closed connection
        threads.scheduleAtFixedRate(
                () -> send(out, slowly[next.getAndIncrement() % slowly.length]), 0, 1, TimeUnit.SECONDS);
        return null;
    }

    private static void send(OutputStream out, byte each) {
        try {
            out.write(each);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        threads.shutdownNow();
    }
}
