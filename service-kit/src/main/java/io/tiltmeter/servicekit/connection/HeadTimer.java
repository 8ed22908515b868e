package io.tiltmeter.servicekit.connection;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection on which the head of a request does not come in time. The time begins when the connection is opened, and
 * after each response with the first byte that comes: which may be the rest of a body that was answered before its end. It is
 * the first of the connection's handlers, so that TLS counts too, and runs in its event loop.
 */
public final class HeadTimer extends ChannelInboundHandlerAdapter {
    private final Duration limit;
    private final EndedConnections ended;
    private ChannelHandlerContext connection;
    private boolean isFirst = true;
    private State state = State.AWAITED;
    private Future<?> timer;

    private enum State {
        /** The connection is new, or a byte has come since the last response. */
        AWAITED,
        /** A request is being read or answered. */
        RECEIVED,
        /** Nothing has come since the last response. */
        ANSWERED
    }

    HeadTimer(Duration limit, EndedConnections ended) {
        this.limit = limit;
        this.ended = ended;
    }

    /** Stops the time of the connection of a request whose head was read, until it is answered; of HTTP/2 for good. */
    public static void stop(HttpServerRequest request) {
        if (request.connection() instanceof HttpServerConnection connection) {
            ChannelPipeline handlers = connection.channel().pipeline();
            HeadTimer timer = handlers.get(HeadTimer.class);
            if (timer == null) {
                return;
            }
            if (request.version() == HttpVersion.HTTP_2) {
                handlers.remove(timer);
                return;
            }
            if (timer.isFirst) {
                timer.isFirst = false;
                handlers.addBefore(connection.channelHandlerContext().name(), null, timer.new ResponseEnd());
            }
            timer.state = State.RECEIVED;
            timer.cancel();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        connection = added;
        begin();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object bytes) {
        if (state == State.ANSWERED) {
            state = State.AWAITED;
        }
        context.fireChannelRead(bytes);
    }

    /** Most heads are complete by now, and need no timer. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (state == State.AWAITED && timer == null) {
            begin();
        }
        context.fireChannelReadComplete();
    }

    /** Also when the connection has been closed. */
    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        cancel();
    }

    private void begin() {
        timer = connection.executor().schedule(this::end, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void end() {
        if (connection.channel().remoteAddress() instanceof InetSocketAddress client) {
            ended.ended(client.getAddress());
        }
        connection.close();
    }

    /** Stands where responses are still objects, so that it sees the end of one before the client does. */
    private final class ResponseEnd extends ChannelOutboundHandlerAdapter {
        @Override
        public void write(ChannelHandlerContext context, Object part, ChannelPromise written) {
            boolean isInterim = part instanceof HttpResponse response
                    && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
            if (part instanceof LastHttpContent && !isInterim) {
                state = State.ANSWERED;
            }
            context.write(part, written);
        }
    }
}
