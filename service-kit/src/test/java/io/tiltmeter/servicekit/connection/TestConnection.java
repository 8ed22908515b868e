package io.tiltmeter.servicekit.connection;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A connection to a service, byte by byte. */
final class TestConnection implements Closeable {
    private static final int MAX_WAIT_MILLIS = 60_000;

    private final Socket socket;

    private TestConnection(Socket socket) {
        this.socket = socket;
    }

    /** @param client the address that the connection comes from, of loopback */
    static TestConnection open(String client, int port) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(client), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", port), MAX_WAIT_MILLIS);
        socket.setSoTimeout(MAX_WAIT_MILLIS);
        return new TestConnection(socket);
    }

    /** The same with TLS, whose certificate is not checked. */
    TestConnection secured() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
            return new TestConnection(
                    context.getSocketFactory().createSocket(socket, "localhost", socket.getPort(), true));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    TestConnection send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The status of the next response, which is read whole. */
    int status() throws IOException {
        String head = head();
        int status = Integer.parseInt(head.substring("HTTP/1.1 ".length()).substring(0, 3));
        head.lines()
                .map(String::toLowerCase)
                .filter(line -> line.startsWith("content-length:"))
                .findFirst()
                .ifPresent(line -> skip(Integer.parseInt(
                        line.substring("content-length:".length()).strip())));
        return status;
    }

    /** Waits until the service has ended it, without a byte. */
    boolean isEnded() throws IOException {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketException reset) {
            return true;
        }
    }

    private String head() throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection was ended after: " + head);
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private void skip(int bytes) {
        try {
            socket.getInputStream().readNBytes(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private static final class AnyCertificate implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
