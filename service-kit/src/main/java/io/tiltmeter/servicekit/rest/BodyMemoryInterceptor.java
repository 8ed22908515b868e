package io.tiltmeter.servicekit.rest;

import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.http.HttpHeaders;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Lets operations read bodies for which there is memory. One that states its length has it before it is read; of another the
 * memory is taken as it comes.
 */
@BodyInMemory
@Interceptor
@Priority(Interceptor.Priority.LIBRARY_BEFORE)
public class BodyMemoryInterceptor {
    /** Taken at once of a body that does not state its length. */
    private static final int STEP_BYTES = 1 << 16;

    private final BodyMemory memory;
    private final CurrentVertxRequest request;

    public BodyMemoryInterceptor(BodyMemory memory, CurrentVertxRequest request) {
        this.memory = memory;
        this.request = request;
    }

    @AroundInvoke
    Object read(InvocationContext operation) throws Exception {
        BodyInMemory rule = operation.getMethod().getAnnotation(BodyInMemory.class);
        Object[] parameters = operation.getParameters();
        try (BodyMemory.Share share = memory.share(BodyMemory.Cost.of(rule))) {
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i] instanceof InputStream body) {
                    takeStated(share, rule.maxBytes(), body);
                    parameters[i] = new Counted(body, share, rule.maxBytes());
                }
            }
            operation.setParameters(parameters);
            return operation.proceed();
        }
    }

    private void takeStated(BodyMemory.Share share, int maxBytes, InputStream body) throws IOException {
        String length = request.getCurrent().request().getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            share.upTo(length == null ? 0 : Math.min(Long.parseLong(length), maxBytes));
        } catch (BodyRefused e) {
            throw afterRest(body, e);
        }
    }

    /** The rest is read and thrown away, so that a client that still sends gets to read the response. */
    private static BodyRefused afterRest(InputStream body, BodyRefused refused) throws IOException {
        body.transferTo(OutputStream.nullOutputStream());
        return refused;
    }

    /** A body that takes memory as it is read. */
    private static final class Counted extends FilterInputStream {
        private final BodyMemory.Share share;
        private final int maxBytes;
        private long readBytes;

        Counted(InputStream body, BodyMemory.Share share, int maxBytes) {
            super(body);
            this.share = share;
            this.maxBytes = maxBytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            readBytes += Math.max(0, read);
            long held = Math.min(readBytes, maxBytes);
            try {
                share.upTo((held + STEP_BYTES - 1) / STEP_BYTES * STEP_BYTES);
            } catch (BodyRefused e) {
                throw afterRest(in, e);
            }
            return read;
        }
    }
}
